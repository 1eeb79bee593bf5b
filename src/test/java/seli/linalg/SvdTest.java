package seli.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SvdTest {
    private static final double U = 0x1p-53;

    private static HostMatrix random(int m, int n) {
        SplittableRandom random = new SplittableRandom(31L * m + n);
        return HostMatrix.generate(m, n, (i, j) -> random.nextDouble(-1, 1));
    }

    private static void assertDecomposes(HostMatrix a) {
        Svd svd = Svd.of(a);
        double[] s = svd.values();
        int r = Math.min(a.rows(), a.cols());
        assertEquals(r, s.length);
        HostMatrix us = HostMatrix.generate(a.rows(), r, (i, j) -> svd.u().get(i, j) * s[j]);
        double bound = 8 * (a.rows() + a.cols()) * U;
        assertEquals(0, us.times(svd.vt()).maxDifference(a), bound * a.norm());
        assertEquals(0, svd.u().transpose().times(svd.u()).maxDifference(HostMatrix.identity(r)), bound);
        assertEquals(0, svd.vt().times(svd.vt().transpose()).maxDifference(HostMatrix.identity(r)), bound);
        for (int j = 0; j < r; j++) {
            assertTrue(s[j] >= 0 && (j == 0 || s[j] <= s[j - 1]));
        }
    }

    @Test
    void byHand() {
        assertArrayEquals(
                new double[] {4, 3}, Svd.of(HostMatrix.of(2, 2, 3, 0, 0, -4)).values());
        assertArrayEquals(new double[] {5}, Svd.of(HostMatrix.of(2, 1, 3, 4)).values(), 4 * U * 5);
        assertArrayEquals(new double[] {5}, Svd.of(HostMatrix.of(1, 2, 3, 4)).values(), 4 * U * 5);
        // [1 1; 0 1]: the golden ratio and its inverse
        double golden = (1 + Math.sqrt(5)) / 2;
        assertArrayEquals(
                new double[] {golden, 1 / golden},
                Svd.of(HostMatrix.of(2, 2, 1, 0, 1, 1)).values(),
                4 * U * golden);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "3,2", "2,3", "31,33", "65,10", "10,65", "40,40"})
    void randomMatricesAreDecomposed(int m, int n) {
        assertDecomposes(random(m, n));
    }

    @Test
    void rankDeficientMatricesKeepOrthonormalFactors() {
        assertDecomposes(HostMatrix.generate(6, 4, (i, j) -> (i + 1) * (j - 1.5)));
        assertDecomposes(HostMatrix.generate(4, 6, (i, j) -> (i + 1) * (j - 1.5)));
        assertDecomposes(HostMatrix.generate(5, 5, (i, j) -> 1));
        assertDecomposes(HostMatrix.generate(5, 3, (i, j) -> j == 1 ? 0 : i + j));
        HostMatrix lowRank = random(20, 3).times(random(3, 20));
        assertDecomposes(lowRank);
        double[] values = Svd.of(lowRank).values();
        assertEquals(0, values[3], 40 * U * values[0]);
        assertTrue(values[2] > 0.01 * values[0]);
    }

    @Test
    void zeroMatrixHasOrthonormalFactors() {
        assertDecomposes(HostMatrix.zeros(4, 3));
        assertDecomposes(HostMatrix.zeros(3, 4));
    }

    @Test
    void emptyMatrixHasNoValues() {
        assertEquals(0, Svd.of(HostMatrix.zeros(3, 0)).values().length);
        assertEquals(0, Svd.of(HostMatrix.zeros(0, 3)).values().length);
    }

    @Test
    void repeatedValuesAreFound() {
        int k = 6;
        HostMatrix p = HostMatrix.generate(k, k, (i, j) -> (i == j ? 1 : 0) - 1.0 / k);
        double[] values = Svd.of(p).values();

        for (int j = 0; j < k - 1; j++) {
            assertEquals(1, values[j], 16 * k * U);
        }
        assertEquals(0, values[k - 1], 16 * k * U);
        assertDecomposes(p);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-320, 1e-300, 1e-160, 1e160, 1e300})
    void tinyAndHugeScalesKeepEveryDigit(double scale) {
        double[] values = Svd.of(HostMatrix.of(2, 2, 3, 0, 4, 0).times(scale)).values();

        assertEquals(5 * scale, values[0], 16 * U * 5 * scale + 4 * Double.MIN_VALUE);
        assertEquals(0, values[1], 4 * Double.MIN_VALUE);
    }

    @Test
    void smallValuesOfScaledColumnsAreRightToTheLastDigits() {
        // columns (1, 1) and 1e-40 (1, -1): values sqrt 2 and 1e-40 sqrt 2, far below u |A|
        double[] values = Svd.of(HostMatrix.of(2, 2, 1, 1, 1e-40, -1e-40)).values();
        assertEquals(Math.sqrt(2) * 1e-40, values[1], 8 * U * 1e-40);
        // columns (1, 1) and 1e-200 (1, 0): the smaller value is |det| / the larger = 1e-200 / sqrt 2
        double[] skew = Svd.of(HostMatrix.of(2, 2, 1, 1, 1e-200, 0)).values();
        assertEquals(1e-200 / Math.sqrt(2), skew[1], 8 * U * 1e-200);
    }

    @Test
    void hugeSpreadOfScalesConverges() {
        assertDecomposes(HostMatrix.generate(4, 4, (i, j) -> (i + 1 + (i == j ? 1 : 0)) * Math.pow(10, -100.0 * j)));
    }

    @Test
    void equalInputGivesEqualBits() {
        assertEquals(Svd.of(random(20, 15)).u(), Svd.of(random(20, 15)).u());
    }

    @Test
    void nanIsRefusedInOneLine() {
        HostMatrix nan = HostMatrix.of(2, 1, 1, Double.NaN);
        String message =
                assertThrows(ArithmeticException.class, () -> Svd.of(nan)).getMessage();
        assertTrue(message.contains("(1, 0) = NaN") && !message.contains("\n"), message);
    }
}
