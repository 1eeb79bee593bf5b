package seli.metric;

import java.util.ArrayList;
import java.util.List;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;

/**
 * A between-class scatter Sigma_B = F F' through its factor F (d x k), never inverted: of Mc / sqrt(k) where every
 * class weighs 1/k. With F = U S V', tr(A Sigma_B^+) = sum_j b_j' A b_j with b_j = u_j / s_j for every d x d matrix A.
 *
 * <p>Its rank is known from theory to be at most min(d, k - 1), so later singular values are dropped by index; of the
 * others those are dropped that are rounding noise, as the factor says: the columns of F carry the rounding errors of
 * means that are larger than they.
 *
 * <p>A factor that is too large for a second copy is decomposed by its Gram F F' (d x d) twice: first F F' = U S^2 U',
 * which tells directions but squares the condition number; then that of the rows of S^(-1) U'F, which are nearly
 * orthonormal, so that its decomposition is right to rounding.
 */
final class BetweenClassScatter {
    /** Up to this smaller side F is decomposed by Jacobi rotations on the host. */
    private static final int SMALL = 128;

    /** Up to this many entries F is formed and decomposed as it is. */
    private static final long MOST_FORMED = 1L << 23;

    /** Below this times the largest singular value a first decomposition of the Gram tells nothing. */
    private static final double RESOLVED = 1e-7;

    private final HostMatrix directions;
    private final double trace;

    private BetweenClassScatter(HostMatrix directions, double trace) {
        this.directions = directions;
        this.trace = trace;
    }

    /**
     * F, column by column.
     *
     * @param rows d
     * @param cols k
     * @param noise size up to which a singular value is rounding noise
     * @param columns the columns
     */
    record Factor(int rows, int cols, double noise, ColumnStream.Source columns) {
        HostMatrix formed() {
            return ColumnStream.columns(columns, rows, 0, cols);
        }

        double squaredNorm() {
            double sum = 0;
            double[] column = new double[rows];
            for (int c = 0; c < cols; c++) {
                columns.copy(c, column);
                for (double value : column) {
                    sum += value * value;
                }
            }
            return sum;
        }
    }

    /** The scatter of class means M (d x k), not centred; rank 0 if they have an entry that is not finite. */
    static BetweenClassScatter of(HostMatrix means) {
        Factor factor = ClassMeans.of(means).betweenClasses();
        double squares = factor.squaredNorm();
        return Double.isFinite(squares) ? jacobi(factor, squares) : none(means.rows());
    }

    /** The scatter of a factor; rank 0 if it has an entry that is not finite. */
    static BetweenClassScatter of(Factor factor, DoubleAlgebra algebra) {
        double squares = factor.squaredNorm();
        if (!Double.isFinite(squares)) {
            return none(factor.rows());
        }
        if (Math.min(factor.rows(), factor.cols()) <= SMALL) {
            return jacobi(factor, squares);
        }
        boolean isFormed = (long) factor.rows() * factor.cols() <= MOST_FORMED || factor.rows() > factor.cols();
        if (!isFormed) {
            return ofGrams(factor, algebra);
        }
        DoubleAlgebra.Left left = algebra.left(factor.formed());
        return of(factor, left.u(), left.values(), squares);
    }

    /** The scatter of a factor with finite entries, without forming the factor. */
    static BetweenClassScatter ofGrams(Factor factor, DoubleAlgebra algebra) {
        HostMatrix directions = byGrams(factor, algebra);
        return new BetweenClassScatter(directions, directions.cols() == 0 ? 0 : factor.squaredNorm());
    }

    private static BetweenClassScatter none(int d) {
        return new BetweenClassScatter(HostMatrix.zeros(d, 0), Double.NaN);
    }

    private static BetweenClassScatter jacobi(Factor factor, double squares) {
        Svd svd = Svd.of(factor.formed());
        double[] values = svd.values();
        return of(factor, svd.u(), HostMatrix.of(values.length, 1, values), squares);
    }

    private static BetweenClassScatter of(Factor factor, HostMatrix u, HostMatrix s, double squares) {
        int rank = 0;
        while (rank < Math.min(factor.rows(), factor.cols() - 1) && s.get(rank, 0) > factor.noise()) {
            rank++;
        }
        HostMatrix directions = HostMatrix.generate(factor.rows(), rank, (i, j) -> u.get(i, j) / s.get(j, 0));
        return new BetweenClassScatter(directions, rank == 0 ? 0 : squares);
    }

    /** The directions by two decompositions of Grams. */
    private static HostMatrix byGrams(Factor factor, DoubleAlgebra algebra) {
        int d = factor.rows();
        DoubleAlgebra.Eigen first = algebra.eigen(algebra.outer(d, factor.cols(), factor.columns()));
        double largest = Math.sqrt(Math.max(0, first.value(d - 1)));
        double floor = Math.max(factor.noise(), RESOLVED * largest);
        if (!(largest > factor.noise())) {
            return HostMatrix.zeros(d, 0);
        }
        HostMatrix scaled = HostMatrix.generate(
                d, d, (i, j) -> first.vectors().get(i, j) / Math.max(Math.sqrt(Math.max(0, first.value(j))), floor));
        int tile = SampleStream.blockSize(d);
        HostMatrix gram = HostMatrix.zeros(d, d);
        for (int at = 0; at < factor.cols(); at += tile) {
            int count = Math.min(tile, factor.cols() - at);
            HostMatrix rows = algebra.cross(scaled, ColumnStream.columns(factor.columns(), d, at, count));
            HostMatrix part = algebra.outer(d, count, (j, target) -> rows.copyColumn(j, target, 0));
            HostMatrix before = gram;
            gram = HostMatrix.generate(d, d, (i, j) -> before.get(i, j) + part.get(i, j));
        }
        return whitened(scaled, algebra.eigen(gram), floor, factor, algebra);
    }

    /** {@code scaled E c^(-1/2)} over the eigenvalues c that are no noise, made orthogonal to the other directions. */
    private static HostMatrix whitened(
            HostMatrix scaled, DoubleAlgebra.Eigen second, double floor, Factor factor, DoubleAlgebra algebra) {
        int d = scaled.rows();
        List<Integer> kept = new ArrayList<>();
        List<Integer> dropped = new ArrayList<>();
        for (int j = d - 1; j >= 0; j--) {
            double c = second.value(j);
            boolean isSignal = c > 0.25 || (c > 0 && Math.sqrt(c) * floor > factor.noise());
            (isSignal && kept.size() < factor.cols() - 1 ? kept : dropped).add(j);
        }
        HostMatrix of = HostMatrix.generate(
                d, kept.size(), (i, j) -> second.vectors().get(i, kept.get(j)) / Math.sqrt(second.value(kept.get(j))));
        HostMatrix directions = algebra.times(scaled, of);
        if (dropped.isEmpty() || kept.isEmpty()) {
            return directions;
        }
        HostMatrix others = algebra.times(
                scaled,
                HostMatrix.generate(
                        d, dropped.size(), (i, j) -> second.vectors().get(i, dropped.get(j))));
        HostMatrix z = algebra.left(others).u();
        HostMatrix inside = algebra.times(z, algebra.cross(z, directions));
        return HostMatrix.generate(d, kept.size(), (i, j) -> directions.get(i, j) - inside.get(i, j));
    }

    /** Number of singular values kept. */
    int rank() {
        return directions.cols();
    }

    /** The directions b_j as columns (d x rank). */
    HostMatrix directions() {
        return directions;
    }

    /** {@code withinTrace / tr Sigma_B}; NaN if the rank is 0. */
    double quotient(double withinTrace) {
        return rank() == 0 ? Double.NaN : withinTrace / trace;
    }

    /** tr(A Sigma_B^+) for a symmetric d x d matrix A; NaN if the rank is 0. Cost d^2 rank. */
    double ratio(HostMatrix a) {
        int d = directions.rows();
        if (a.rows() != d || a.cols() != d) {
            throw new IllegalArgumentException("within-class scatter of %d x %d for %d features; expected %d x %d"
                    .formatted(a.rows(), a.cols(), d, d, d));
        }
        return rank() == 0 ? Double.NaN : directions.dot(a.times(directions));
    }
}
