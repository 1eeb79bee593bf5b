package seli.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {
    private static final double U = 0x1p-53;

    private static HostMatrix random(int m, double scale) {
        SplittableRandom random = new SplittableRandom(m);
        HostMatrix full = HostMatrix.generate(m, m, (i, j) -> scale * random.nextDouble(-1, 1));
        return HostMatrix.generate(m, m, (i, j) -> full.get(Math.min(i, j), Math.max(i, j)));
    }

    private static void assertDecomposes(HostMatrix a, SymmetricEigen eigen) {
        int m = a.rows();
        double[] values = eigen.values();
        HostMatrix v = eigen.vectors();
        HostMatrix scaled = HostMatrix.generate(m, m, (i, j) -> v.get(i, j) * values[j]);
        double bound = 8 * m * U;
        assertEquals(0, a.times(v).maxDifference(scaled), bound * a.norm() + 4 * Double.MIN_VALUE);
        assertEquals(0, v.transpose().times(v).maxDifference(HostMatrix.identity(m)), bound);
        for (int j = 1; j < m; j++) {
            assertTrue(values[j - 1] <= values[j]);
        }
    }

    @Test
    void twoByTwoByHand() {
        SymmetricEigen eigen = SymmetricEigen.of(HostMatrix.of(2, 2, 2, 1, 1, 2));

        assertArrayEquals(new double[] {1, 3}, eigen.values(), 4 * U * 3);
        double root = Math.sqrt(0.5);
        assertEquals(root, Math.abs(eigen.vectors().get(0, 1)), 4 * U);
        assertEquals(eigen.vectors().get(0, 1), eigen.vectors().get(1, 1), 4 * U);
        assertEquals(-eigen.vectors().get(0, 0), eigen.vectors().get(1, 0), 4 * U);
    }

    @Test
    void diagonalIsSortedExactly() {
        HostMatrix a = HostMatrix.generate(3, 3, (i, j) -> i == j ? 2.0 - i : 0);

        assertArrayEquals(new double[] {0, 1, 2}, SymmetricEigen.of(a).values());
    }

    @Test
    void centeringMatrixHasZeroOnceAndOneRepeated() {
        int k = 7;
        HostMatrix p = HostMatrix.generate(k, k, (i, j) -> (i == j ? 1 : 0) - 1.0 / k);
        double[] values = SymmetricEigen.of(p).values();

        assertEquals(0, values[0], 8 * k * U);
        for (int j = 1; j < k; j++) {
            assertEquals(1, values[j], 8 * k * U);
        }
        assertDecomposes(p, SymmetricEigen.of(p));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 33, 80})
    void randomMatricesAreDecomposed(int m) {
        assertDecomposes(random(m, 1), SymmetricEigen.of(random(m, 1)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-320, 1e-300, 1e-160, 1e160, 1e300})
    void tinyAndHugeScalesKeepEveryDigit(double scale) {
        double[] plain = SymmetricEigen.of(HostMatrix.of(2, 2, 4, 2, 2, 1)).values();
        double[] scaled =
                SymmetricEigen.of(HostMatrix.of(2, 2, 4, 2, 2, 1).times(scale)).values();

        assertEquals(5, plain[1], 8 * U * 5);
        assertEquals(5 * scale, scaled[1], 16 * U * 5 * scale + 4 * Double.MIN_VALUE);
        assertEquals(0, scaled[0], 16 * U * 5 * scale + 4 * Double.MIN_VALUE);
    }

    @Test
    void zeroMatrixHasTheIdentityAsVectors() {
        SymmetricEigen eigen = SymmetricEigen.of(HostMatrix.zeros(3, 3));

        assertArrayEquals(new double[3], eigen.values());
        assertEquals(HostMatrix.identity(3), eigen.vectors());
    }

    @Test
    void emptyMatrixHasNoValues() {
        assertEquals(0, SymmetricEigen.of(HostMatrix.zeros(0, 0)).values().length);
    }

    @Test
    void onlyTheUpperTriangleIsRead() {
        HostMatrix upper = HostMatrix.of(2, 2, 2, Double.NaN, 1, 2);

        assertArrayEquals(
                SymmetricEigen.of(HostMatrix.of(2, 2, 2, 1, 1, 2)).values(),
                SymmetricEigen.of(upper).values());
    }

    @Test
    void equalInputGivesEqualBits() {
        assertEquals(
                SymmetricEigen.of(random(33, 1)).vectors(),
                SymmetricEigen.of(random(33, 1)).vectors());
    }

    @Test
    void badInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> SymmetricEigen.of(HostMatrix.zeros(2, 3)));
        HostMatrix nan = HostMatrix.of(2, 2, 1, 0, Double.NaN, 1);
        String message = assertThrows(ArithmeticException.class, () -> SymmetricEigen.of(nan))
                .getMessage();
        assertTrue(message.contains("(0, 1) = NaN"), message);
        assertThrows(ArithmeticException.class, () -> SymmetricEigen.of(HostMatrix.of(1, 1, Double.POSITIVE_INFINITY)));
    }
}
