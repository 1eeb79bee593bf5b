package seli.metric;

import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;
import seli.linalg.SymmetricEigen;

/**
 * Products and decompositions in double precision of matrices on the host: by the backend where it computes in doubles,
 * otherwise by plain Java, since distances of Grams would lose half of their digits to the rounding of floats.
 */
final class DoubleAlgebra {
    private final Backend backend;
    private final boolean native64;

    DoubleAlgebra(Backend backend) {
        this.backend = backend;
        this.native64 = backend.info().precision() == Precision.FLOAT64;
    }

    /** Eigenvalues, ascending, and eigenvectors as columns. */
    record Eigen(HostMatrix values, HostMatrix vectors) {
        double value(int j) {
            return values.get(j, 0);
        }
    }

    /** Singular values, decreasing, and left singular vectors as columns. */
    record Left(HostMatrix values, HostMatrix u) {
        double value(int j) {
            return values.get(j, 0);
        }
    }

    /** sum_c f_c f_c' (d x d) of a stream of columns, tile by tile. Cost 2 d^2 count flops. */
    HostMatrix outer(int d, int count, ColumnStream.Source columns) {
        HostMatrix sum = HostMatrix.zeros(d, d);
        int tile = SampleStream.blockSize(d);
        if (!native64) {
            for (int first = 0; first < count; first += tile) {
                HostMatrix x = ColumnStream.columns(columns, d, first, Math.min(tile, count - first));
                sum = plus(sum, InnerProducts.gram(x.transpose()));
            }
            return sum;
        }
        try (Workspace arena = backend.openWorkspace()) {
            DenseMatrix total = arena.zeros(d, d);
            for (int first = 0; first < count; first += tile) {
                HostMatrix x = ColumnStream.columns(columns, d, first, Math.min(tile, count - first));
                try (Workspace scratch = backend.openWorkspace()) {
                    DenseMatrix uploaded = scratch.upload(x);
                    backend.algebra().gemm(false, true, 1, uploaded, uploaded, 1, total);
                }
            }
            return total.download();
        }
    }

    private static HostMatrix plus(HostMatrix a, HostMatrix b) {
        return HostMatrix.generate(a.rows(), a.cols(), (i, j) -> a.get(i, j) + b.get(i, j));
    }

    /** A'B. */
    HostMatrix cross(HostMatrix a, HostMatrix b) {
        if (!native64) {
            return InnerProducts.cross(a, b);
        }
        try (Workspace arena = backend.openWorkspace()) {
            DenseMatrix result = arena.zeros(a.cols(), b.cols());
            backend.algebra().gemm(true, false, 1, arena.upload(a), arena.upload(b), 0, result);
            return result.download();
        }
    }

    /** AB. */
    HostMatrix times(HostMatrix a, HostMatrix b) {
        if (!native64) {
            return a.times(b);
        }
        try (Workspace arena = backend.openWorkspace()) {
            DenseMatrix result = arena.zeros(a.rows(), b.cols());
            backend.algebra().gemm(false, false, 1, arena.upload(a), arena.upload(b), 0, result);
            return result.download();
        }
    }

    /** The decomposition of a symmetric matrix with finite entries. */
    Eigen eigen(HostMatrix a) {
        int m = a.rows();
        if (!native64) {
            SymmetricEigen eigen = SymmetricEigen.of(a);
            return new Eigen(HostMatrix.of(m, 1, eigen.values()), eigen.vectors());
        }
        try (Workspace arena = backend.openWorkspace()) {
            DenseMatrix vectors = arena.zeros(m, m);
            double[] values = backend.algebra().symmetricEigen(arena.upload(a), vectors);
            return new Eigen(HostMatrix.of(m, 1, values), vectors.download());
        }
    }

    /** Singular values and left singular vectors of a matrix with finite entries. */
    Left left(HostMatrix a) {
        int r = Math.min(a.rows(), a.cols());
        if (!native64) {
            Svd svd = Svd.of(a);
            return new Left(HostMatrix.of(r, 1, svd.values()), svd.u());
        }
        try (Workspace arena = backend.openWorkspace()) {
            DenseMatrix u = arena.zeros(a.rows(), r);
            double[] values = backend.algebra().svd(arena.upload(a), u, arena.zeros(r, a.cols()));
            return new Left(HostMatrix.of(r, 1, values), u.download());
        }
    }
}
