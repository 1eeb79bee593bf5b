package seli.linalg;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The decomposition {@code A = V diag(values) V'} of a symmetric matrix by cyclic Jacobi rotations [Golub13, 8.5].
 *
 * <p>Values ascend; V is orthonormal. Every value is right to a few units of {@code m u |A|_F}, u = 2^-53. The order of
 * the rotations is fixed, so equal input gives equal bits. The matrix is scaled by a power of two first, so neither
 * tiny nor huge entries under- or overflow on the way. Cost about 50 m^3 flops: meant for small matrices and as the
 * truth that others are tested against. Immutable.
 */
public final class SymmetricEigen {
    private static final int MAX_SWEEPS = 60;
    /**
     * Off-diagonal entries below this times |A|_F are dropped; convergence is quadratic, so the margin costs one sweep.
     */
    private static final double NEGLIGIBLE = 0x1p-60;

    private final double[] values;
    private final HostMatrix vectors;

    private SymmetricEigen(double[] values, HostMatrix vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Decomposes the symmetric {@code a} (m x m), of which only the upper triangle is read.
     *
     * @throws IllegalArgumentException if {@code a} is not square
     * @throws ArithmeticException if an entry of the upper triangle is NaN or infinite, or the rotations do not
     *     converge
     */
    public static SymmetricEigen of(HostMatrix a) {
        if (a.rows() != a.cols()) {
            throw new IllegalArgumentException(
                    "matrix is %d x %d; expected a square one".formatted(a.rows(), a.cols()));
        }
        int m = a.rows();
        double[][] work = new double[m][m];
        int exponent = PowerOfTwo.exponent(largest(a, "eigenvalues"));
        for (int j = 0; j < m; j++) {
            for (int i = 0; i <= j; i++) {
                work[i][j] = Math.scalb(a.get(i, j), -exponent);
                work[j][i] = work[i][j];
            }
        }
        double[][] v = identity(m);
        diagonalize(work, v);
        return sorted(work, v, exponent);
    }

    /** The eigenvalues, ascending, as a new array. */
    public double[] values() {
        return values.clone();
    }

    /** The eigenvectors (m x m), column j for value j. */
    public HostMatrix vectors() {
        return vectors;
    }

    private static double largest(HostMatrix a, String what) {
        double max = 0;
        for (int j = 0; j < a.cols(); j++) {
            for (int i = 0; i <= j; i++) {
                double value = a.get(i, j);
                if (!Double.isFinite(value)) {
                    throw new ArithmeticException("%s of a matrix with entry (%d, %d) = %s; expected finite entries"
                            .formatted(what, i, j, value));
                }
                max = Math.max(max, Math.abs(value));
            }
        }
        return max;
    }

    private static double[][] identity(int m) {
        double[][] v = new double[m][m];
        for (int j = 0; j < m; j++) {
            v[j][j] = 1;
        }
        return v;
    }

    /** Rotates until {@code a} is diagonal; row j of {@code v} becomes eigenvector j. */
    private static void diagonalize(double[][] a, double[][] v) {
        double norm = 0;
        for (double[] row : a) {
            for (double value : row) {
                norm += value * value;
            }
        }
        double threshold = NEGLIGIBLE * StrictMath.sqrt(norm);
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            boolean rotated = false;
            for (int p = 0; p < a.length; p++) {
                for (int q = p + 1; q < a.length; q++) {
                    rotated |= rotate(a, v, p, q, threshold);
                }
            }
            if (!rotated) {
                return;
            }
        }
        throw new ArithmeticException("eigenvalues of a %d x %d matrix: no convergence after %d sweeps"
                .formatted(a.length, a.length, MAX_SWEEPS));
    }

    /** Makes {@code a[p][q]} zero; false if it was negligible already. */
    private static boolean rotate(double[][] a, double[][] v, int p, int q, double threshold) {
        double apq = a[p][q];
        if (Math.abs(apq) <= threshold) {
            return false;
        }
        double t = Rotation.tangent((a[q][q] - a[p][p]) / (2 * apq));
        double c = 1 / StrictMath.sqrt(1 + t * t);
        double s = t * c;
        a[p][p] -= t * apq;
        a[q][q] += t * apq;
        a[p][q] = 0;
        a[q][p] = 0;
        for (int i = 0; i < a.length; i++) {
            if (i != p && i != q) {
                double aip = a[p][i];
                double aiq = a[q][i];
                a[p][i] = c * aip - s * aiq;
                a[q][i] = s * aip + c * aiq;
                a[i][p] = a[p][i];
                a[i][q] = a[q][i];
            }
        }
        Rotation.apply(v[p], v[q], c, s);
        return true;
    }

    private static SymmetricEigen sorted(double[][] a, double[][] v, int exponent) {
        int m = a.length;
        Integer[] order = new Integer[m];
        Arrays.setAll(order, j -> j);
        Arrays.sort(order, Comparator.comparingDouble(j -> a[j][j])); // stable: equal values keep their order
        double[] values = new double[m];
        HostMatrix.Builder vectors = HostMatrix.builder(m, m);
        for (int j = 0; j < m; j++) {
            values[j] = Math.scalb(a[order[j]][order[j]], exponent);
            vectors.setColumn(j, v[order[j]], 0);
        }
        return new SymmetricEigen(values, vectors.build());
    }
}
