package seli.linalg;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The thin singular value decomposition {@code A = U diag(s) V'} of an m x n matrix, r = min(m, n), by one-sided Jacobi
 * rotations [Demmel92].
 *
 * <p>Rotations make the columns of A (or of A' if m &lt; n) orthogonal; their norms are the singular values. Each value
 * is right to a few units of r u times the condition number of A <em>with its columns scaled to norm 1</em>, often far
 * better than m u |A|; those below about 1e-289 of the largest entry come out as 0. Values decrease and are never
 * negative; U and V' stay orthonormal at any rank, zero included. The order of the rotations is fixed; scaling by a
 * power of two keeps tiny and huge entries in range. Cost about 60 m n r flops. Immutable.
 */
public final class Svd {
    private static final int MAX_SWEEPS = 60;
    /**
     * Columns of smaller norm, when the largest entry is about 1, count as zero: near the smallest numbers nothing can
     * be turned.
     */
    private static final double SMALLEST = 0x1p-960;

    private final double[] values;
    private final HostMatrix u;
    private final HostMatrix vt;

    private Svd(double[] values, HostMatrix u, HostMatrix vt) {
        this.values = values;
        this.u = u;
        this.vt = vt;
    }

    /**
     * Decomposes {@code a} (m x n).
     *
     * @throws ArithmeticException if an entry is NaN or infinite, or the rotations do not converge
     */
    public static Svd of(HostMatrix a) {
        boolean wide = a.rows() < a.cols();
        HostMatrix tall = wide ? a.transpose() : a;
        int r = tall.cols();
        int exponent = PowerOfTwo.exponent(largest(a));
        double[][] columns = new double[r][tall.rows()];
        double[][] v = new double[r][r];
        for (int j = 0; j < r; j++) {
            for (int i = 0; i < tall.rows(); i++) {
                columns[j][i] = Math.scalb(tall.get(i, j), -exponent);
            }
            v[j][j] = 1;
        }
        orthogonalize(columns, v);
        double[] norms = new double[r];
        Arrays.setAll(norms, j -> norm(columns[j]));
        Integer[] order = new Integer[r];
        Arrays.setAll(order, j -> j);
        Arrays.sort(order, Comparator.comparingDouble(j -> -norms[j])); // stable: equal values keep their order
        double[] values = new double[r];
        HostMatrix.Builder right = HostMatrix.builder(r, r);
        for (int j = 0; j < r; j++) {
            values[j] = Math.scalb(norms[order[j]], exponent);
            right.setColumn(j, v[order[j]], 0);
        }
        HostMatrix left = OrthonormalColumns.of(columns, norms, order, tall.rows());
        HostMatrix v1 = right.build();
        return wide ? new Svd(values, v1, left.transpose()) : new Svd(values, left, v1.transpose());
    }

    /** The singular values, decreasing, as a new array of r numbers. */
    public double[] values() {
        return values.clone();
    }

    /** Left singular vectors, m x r. */
    public HostMatrix u() {
        return u;
    }

    /** Right singular vectors as rows, r x n. */
    public HostMatrix vt() {
        return vt;
    }

    private static double largest(HostMatrix a) {
        double max = 0;
        for (int j = 0; j < a.cols(); j++) {
            for (int i = 0; i < a.rows(); i++) {
                double value = a.get(i, j);
                if (!Double.isFinite(value)) {
                    throw new ArithmeticException(
                            "singular values of a matrix with entry (%d, %d) = %s; expected finite entries"
                                    .formatted(i, j, value));
                }
                max = Math.max(max, Math.abs(value));
            }
        }
        return max;
    }

    private static void orthogonalize(double[][] columns, double[][] v) {
        if (columns.length == 0) {
            return;
        }
        double tolerance =
                (columns[0].length + 8) * 0x1p-53; // what rounding leaves of the cosine of orthogonal columns
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            boolean rotated = false;
            for (int p = 0; p < columns.length; p++) {
                for (int q = p + 1; q < columns.length; q++) {
                    rotated |= rotate(columns, v, p, q, tolerance);
                }
            }
            if (!rotated) {
                return;
            }
        }
        throw new ArithmeticException("singular values of a %d x %d matrix: no convergence after %d sweeps"
                .formatted(columns[0].length, columns.length, MAX_SWEEPS));
    }

    /** Makes columns p and q orthogonal; false if they were already, or one is zero. */
    private static boolean rotate(double[][] columns, double[][] v, int p, int q, double tolerance) {
        double normP = norm(columns[p]);
        double normQ = norm(columns[q]);
        if (normP == 0 || normQ == 0) { // exact: a zero column is orthogonal to all
            return false;
        }
        double cosine = cosine(columns[p], columns[q], normP, normQ);
        if (!(Math.abs(cosine) > tolerance)) {
            return false;
        }
        // theta = (|q|^2 - |p|^2) / (2 <p, q>), formed from ratios so that nothing under- or overflows
        double t = Rotation.tangent((normQ / normP - normP / normQ) / (2 * cosine));
        double c = 1 / StrictMath.sqrt(1 + t * t);
        Rotation.apply(columns[p], columns[q], c, t * c);
        Rotation.apply(v[p], v[q], c, t * c);
        return true;
    }

    private static double cosine(double[] x, double[] y, double normX, double normY) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] / normX) * (y[i] / normY);
        }
        return sum;
    }

    /** Euclidean norm without underflow, 0 where it is negligible; the largest entry of the matrix is about 1. */
    private static double norm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        if (sum > 0x1p-900) {
            return StrictMath.sqrt(sum);
        }
        double max = 0;
        for (double value : x) {
            max = Math.max(max, Math.abs(value));
        }
        if (max < SMALLEST) {
            return 0;
        }
        sum = 0;
        for (double value : x) {
            sum += (value / max) * (value / max);
        }
        return max * StrictMath.sqrt(sum);
    }
}
