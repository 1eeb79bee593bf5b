package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import seli.geometry.GroupGeometry;
import seli.geometry.SingularValue;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;

/** UFM+ and squared loss at a ridge: hand-sized truths, stationarity, and that no other point is better. */
class ClosedFormTest {
    private static final ClassCounts COUNTS = ClassCounts.of(20, 20, 4, 1);
    private static final Ridge RIDGE = new Ridge(0.5, 0.32); // lambda 0.4

    /** Loss of one class, the n_c samples on their mean, at logits z. */
    private interface ClassLoss {
        double at(double[] z, int c);
    }

    private static double objective(HostMatrix w, HostMatrix m, ClassLoss loss) {
        int k = COUNTS.classes();
        HostMatrix z = w.transpose().times(m);
        double sum = 0;
        for (int c = 0; c < k; c++) {
            double[] column = new double[k];
            double squares = 0;
            for (int i = 0; i < k; i++) {
                column[i] = z.get(i, c);
                squares += RIDGE.lambdaW() * w.get(i, c) * w.get(i, c);
                squares += RIDGE.lambdaH() * COUNTS.count(c) * m.get(i, c) * m.get(i, c);
            }
            sum += COUNTS.count(c) * loss.at(column, c) + squares / 2;
        }
        return sum;
    }

    private static double crossEntropy(double[] z, int c) {
        double sum = 0;
        for (double value : z) {
            sum += Math.exp(value - z[c]);
        }
        return Math.log(sum);
    }

    private static double squared(double[] z, int c) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            double error = z[i] - (i == c ? 1 : 0);
            sum += error * error / 2;
        }
        return sum;
    }

    /** Class means along the axes, and W from W'M. */
    private static HostMatrix means(GroupGeometry geometry) {
        int k = COUNTS.classes();
        return HostMatrix.generate(
                k, k, (i, c) -> i == c ? Math.sqrt(geometry.embedding().squaredNorm(COUNTS.groupOf(c))) : 0);
    }

    /** Each point is the optimum, plus noise of some size; in UFM+ the embeddings are cut off at 0. */
    private static void assertNothingIsBetter(HostMatrix w, HostMatrix m, ClassLoss loss, boolean rectified) {
        long seed = 311;
        Random random = new Random(seed);
        double best = objective(w, m, loss);
        for (int trial = 0; trial < 5000; trial++) {
            double size = Math.exp(-12 * random.nextDouble());
            HostMatrix nearW = HostMatrix.generate(4, 4, (i, c) -> w.get(i, c) + size * random.nextGaussian());
            HostMatrix nearM = HostMatrix.generate(4, 4, (i, c) -> {
                double moved = m.get(i, c) + size * random.nextGaussian();
                return rectified ? Math.max(0, moved) : moved;
            });
            double value = objective(nearW, nearM, loss);
            assertTrue(value >= best - 1e-13 * best, "seed " + seed + " trial " + trial + " size " + size);
        }
    }

    @Test
    void nothingIsBetterThanTheRectifiedOptimum() {
        RectifiedUfm optimum = RectifiedUfm.of(COUNTS, RIDGE);
        HostMatrix m = means(optimum.geometry());
        HostMatrix w = HostMatrix.generate(4, 4, (i, c) -> {
            double s = optimum.margin(COUNTS.groupOf(i));
            return s * ((i == c ? 1 : 0) - 0.25) / m.get(i, i);
        });
        HostMatrix gram = w.transpose().times(w);
        for (int c = 0; c < 4; c++) {
            for (int d = 0; d < 4; d++) {
                int g = COUNTS.groupOf(c);
                int h = COUNTS.groupOf(d);
                double entry = c == d
                        ? optimum.geometry().classifier().squaredNorm(g)
                        : optimum.geometry().classifier().inner(g, h).orElseThrow();
                assertEquals(gram.get(c, d), entry, 1e-14 * gram.get(0, 0), "W'W");
            }
        }
        assertNothingIsBetter(w, m, ClosedFormTest::crossEntropy, true);
    }

    @Test
    void nothingIsBetterThanTheSquaredLossOptimum() {
        GroupGeometry optimum = SquaredLossUfm.of(COUNTS, RIDGE);
        HostMatrix m = means(optimum);
        HostMatrix w = HostMatrix.generate(
                4, 4, (i, c) -> i == c ? Math.sqrt(optimum.classifier().squaredNorm(COUNTS.groupOf(c))) : 0);
        assertNothingIsBetter(w, m, ClosedFormTest::squared, false);
    }

    @Test
    void errorProbabilityBalancesTheRidge() {
        // Stationarity of n log(1 + (k-1) e^-s) + lambda sqrt(n (k-1)/k) s.
        RectifiedUfm optimum = RectifiedUfm.of(COUNTS, RIDGE);
        for (int g = 0; g < 3; g++) {
            double error = 3 / (Math.exp(optimum.margin(g)) + 3);
            double n = COUNTS.groups().get(g).count();
            assertEquals(0.4 * Math.sqrt(0.75 / n), error, 1e-15);
        }
    }

    @Test
    void classDiesAtItsThreshold() {
        ClassCounts counts = ClassCounts.of(9, 3);
        // lambda^2 k/(k-1) = 2 lambda^2 = 3.
        assertEquals(
                0,
                RectifiedUfm.of(counts, Ridge.of(Math.sqrt(1.5) * (1 + 1e-12))).margin(1));
        assertTrue(
                RectifiedUfm.of(counts, Ridge.of(Math.sqrt(1.5) * (1 - 1e-12))).margin(1) > 0);
        GroupGeometry dead = RectifiedUfm.of(counts, Ridge.of(2)).geometry();
        assertEquals(0, dead.embedding().squaredNorm(1));
        assertTrue(dead.alignment().matched(1).isEmpty(), "no cosine with a zero class mean");
        assertTrue(dead.alignment().matched(0).isPresent());
    }

    @Test
    void squaredLossThresholdsTheRootsOfTheCounts() {
        GroupGeometry optimum = SquaredLossUfm.of(COUNTS, RIDGE);
        assertEquals(
                List.of(
                        new SingularValue(Math.sqrt(20) - RIDGE.lambda(), 2),
                        new SingularValue(2 - RIDGE.lambda(), 1),
                        new SingularValue(1 - RIDGE.lambda(), 1)),
                optimum.singularValues());
        assertEquals(0.8 * 1.6, optimum.classifier().squaredNorm(1), 1e-15);
        assertEquals(1.6 / (0.8 * 4), optimum.embedding().squaredNorm(1), 1e-15);
        assertEquals(1, optimum.alignment().matched(1).orElseThrow(), 1e-15);
        assertEquals(0, optimum.alignment().unmatched(0, 1).orElseThrow());
        GroupGeometry heavy = SquaredLossUfm.of(COUNTS, Ridge.of(1.5));
        assertEquals(0, heavy.classifier().squaredNorm(2));
        assertEquals(2, heavy.singularValues().size());
    }
}
