package seli.certificate;

import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;

/** A spectral norm that is not underestimated. */
final class SpectralNorm {
    private SpectralNorm() {}

    /**
     * An upper bound of |G|_2 (k x k, only read) from all eigenvalues of G G', plus what rounding can hide: forming the
     * product errs by at most (k + 2) u |G| |G|' entry by entry, so by (k + 2) u times the largest absolute row sum
     * times the largest absolute column sum of G in spectral norm, and never by more than (k + 2) u |G|_F^2; the
     * eigenvalue solver by a small multiple of k u |G G'|.
     */
    static double bound(Backend backend, Workspace workspace, DenseMatrix matrix) {
        int k = matrix.rows();
        double frobenius = backend.algebra().norm(matrix);
        if (frobenius == 0) { // exact: no residual at all
            return 0;
        }
        DenseMatrix product = workspace.zeros(k, k);
        backend.algebra().gemm(false, true, 1 / frobenius / frobenius, matrix, matrix, 0, product);
        double u = backend.info().precision().roundoff();
        double largest;
        try {
            double[] eigenvalues = backend.algebra().symmetricEigenvalues(product);
            largest = Math.max(0, eigenvalues[k - 1]) * (1 + (k + 20.0) * u);
        } catch (ArithmeticException e) { // a verdict of the library's eigenvalues alone: the other way, twice the cost
            return backend.algebra().singularValues(matrix)[0] * (1 + (k + 20.0) * u);
        }
        return frobenius * Math.sqrt(largest + (k + 2.0) * u * sums(matrix.download(), frobenius));
    }

    /** The largest absolute row sum times the largest absolute column sum of {@code matrix / norm}, at most 1. */
    private static double sums(HostMatrix matrix, double norm) {
        double[] rows = new double[matrix.rows()];
        double[] column = new double[matrix.rows()];
        double largestColumn = 0;
        for (int j = 0; j < matrix.cols(); j++) {
            matrix.copyColumn(j, column, 0);
            double sum = 0;
            for (int i = 0; i < column.length; i++) {
                double size = Math.abs(column[i]) / norm;
                rows[i] += size;
                sum += size;
            }
            largestColumn = Math.max(largestColumn, sum);
        }
        double largestRow = 0;
        for (double row : rows) {
            largestRow = Math.max(largestRow, row);
        }
        return Math.min(1, largestRow * largestColumn);
    }
}
