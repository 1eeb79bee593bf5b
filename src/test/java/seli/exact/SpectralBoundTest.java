package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;

class SpectralBoundTest {
    @Test
    void boundsTheLargestSingularValueClosely() {
        long seed = 31;
        Random random = new Random(seed);
        for (int trial = 0; trial < 60; trial++) {
            int m = 1 + random.nextInt(12);
            double scale = Math.exp(3 * random.nextGaussian());
            HostMatrix g = HostMatrix.generate(m, m, (i, j) -> scale * random.nextGaussian());
            double exact = Svd.of(g).values()[0];
            double bound = SpectralBound.of(g.toArray(), m);
            String what = "seed " + seed + ", trial " + trial;
            assertTrue(bound >= exact * (1 - 1e-14), what);
            double slack = exact > 1 ? Math.max(1e-13 * exact, 0.15 * (exact - 1)) : 1e-8 * exact;
            assertTrue(bound <= exact + slack, what + ": " + bound + " for " + exact);
        }
    }

    /** The excess over 1 of a near isometry is what certifies an optimum: it must be seen to some 1e-14. */
    @Test
    void seesTheExcessOfANearIsometry() {
        int m = 40;
        for (double excess : new double[] {-1e-3, 0, 1e-13, 1e-10, 1e-6, 1e-2}) {
            Svd svd = Svd.of(HostMatrix.generate(m, m, (i, j) -> Math.sin(1 + i * 7.3 + j * j * 1.7)));
            double[] values = new double[m];
            java.util.Arrays.fill(values, 1);
            values[m / 2] = 1 + excess;
            values[0] = Math.min(1, 1 + excess);
            values[m - 1] = 0;
            HostMatrix g = HostMatrix.generate(m, m, (i, j) -> {
                double sum = 0;
                for (int l = 0; l < m; l++) {
                    sum += svd.u().get(i, l) * values[l] * svd.vt().get(l, j);
                }
                return sum;
            });
            double largest = Math.max(1, 1 + excess);
            assertEquals(largest, SpectralBound.of(g.toArray(), m), 1e-13 + 0.2 * Math.max(0, excess));
            assertTrue(SpectralBound.of(g.toArray(), m) >= largest - 5e-15);
        }
    }

    @Test
    void zeroHasNormZero() {
        assertEquals(0, SpectralBound.of(new double[9], 3));
    }
}
