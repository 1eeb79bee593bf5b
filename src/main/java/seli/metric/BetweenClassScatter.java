package seli.metric;

import seli.linalg.HostMatrix;
import seli.linalg.Svd;

/**
 * Sigma_B = (1/k) Mc Mc' of the centred class means Mc (d x k) through its factor Mc = U S V', never formed.
 *
 * <p>Its rank is known from theory to be at most min(d, k - 1), so later singular values are dropped by index; of the
 * others those are dropped that are rounding noise, at most max(d, k) 2^-52 |M|_F: the entries of Mc carry the rounding
 * errors of means as large as M. Then tr(A Sigma_B^+) = sum_j b_j' A b_j with b_j = sqrt(k) u_j / s_j for every d x d
 * matrix A.
 */
final class BetweenClassScatter {
    private final HostMatrix directions;
    private final double trace;

    private BetweenClassScatter(HostMatrix directions, double trace) {
        this.directions = directions;
        this.trace = trace;
    }

    /** The scatter of class means M (d x k), not centred; rank 0 if they have an entry that is not finite. */
    static BetweenClassScatter of(HostMatrix means) {
        int d = means.rows();
        int k = means.cols();
        if (!means.isFinite() || d == 0) {
            return new BetweenClassScatter(HostMatrix.zeros(d, 0), Double.NaN);
        }
        HostMatrix centred = Columns.centred(means);
        Svd svd = Svd.of(centred);
        double[] s = svd.values();
        double noise = Math.max(d, k) * 0x1p-52 * means.norm();
        int rank = 0;
        while (rank < Math.min(d, k - 1) && s[rank] > noise) {
            rank++;
        }
        HostMatrix u = svd.u();
        double scale = Math.sqrt(k);
        HostMatrix directions = HostMatrix.generate(d, rank, (i, j) -> u.get(i, j) * (scale / s[j]));
        return new BetweenClassScatter(directions, rank == 0 ? 0 : centred.dot(centred) / k);
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
