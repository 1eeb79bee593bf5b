package seli.backend.cuda;

import jcuda.CudaException;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;

/** Products by cuBLAS, decompositions by {@link CudaDecompositions}, the rest by {@link MatrixKernels}. */
final class CudaAlgebra implements DenseAlgebra {
    private final CudaDevice device;
    private final MemoryLedger ledger;
    private final CudaCalls calls;
    private final MatrixKernels kernels;
    private final CudaDecompositions decompositions;

    CudaAlgebra(CudaParts parts) {
        this.device = parts.device();
        this.ledger = parts.ledger();
        this.calls = parts.calls();
        this.kernels = parts.matrices();
        this.decompositions = new CudaDecompositions(parts);
    }

    private CudaMatrix mine(DenseMatrix m) {
        return CudaMatrix.of(ledger, m);
    }

    @Override
    public void gemm(
            boolean transA, boolean transB, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c) {
        CudaMatrix left = mine(a);
        CudaMatrix right = mine(b);
        CudaMatrix result = mine(c);
        Shapes.requireProduct(transA, transB, a, b, c);
        Shapes.refuseOverlap(result.overlaps(left), "c", "a");
        Shapes.refuseOverlap(result.overlaps(right), "c", "b");
        int inner = transA ? a.rows() : a.cols();
        if (inner == 0 || alpha == 0) { // exact: a and b are not read
            kernels.scale(beta, result);
            return;
        }
        if (!result.isEmpty()) {
            try {
                calls.gemm(transA, transB, c.rows(), c.cols(), inner, alpha, left, right, beta, result);
            } catch (CudaException e) {
                throw device.failure("gemm", e);
            }
        }
    }

    @Override
    public void axpby(double alpha, DenseMatrix x, double beta, DenseMatrix y) {
        CudaMatrix from = mine(x);
        CudaMatrix to = mine(y);
        Shapes.requireSame("y", y, x);
        Shapes.refuseOverlap(to.overlaps(from), "y", "x");
        kernels.axpby(alpha, from, beta, to);
    }

    @Override
    public void scale(double factor, DenseMatrix x) {
        kernels.scale(factor, mine(x));
    }

    @Override
    public double dot(DenseMatrix x, DenseMatrix y) {
        CudaMatrix left = mine(x);
        CudaMatrix right = mine(y);
        Shapes.requireSame("y", y, x);
        return kernels.dot(left, right);
    }

    @Override
    public double norm(DenseMatrix x) {
        return kernels.norm(mine(x));
    }

    @Override
    public double largest(DenseMatrix x) {
        return kernels.largest(mine(x));
    }

    @Override
    public double[] symmetricEigen(DenseMatrix a, DenseMatrix vectors) {
        CudaMatrix source = mine(a);
        CudaMatrix target = mine(vectors);
        Shapes.requireSquare(a);
        Shapes.requireSame("vectors", vectors, a);
        Shapes.refuseOverlap(target.overlaps(source), "vectors", "a");
        return decompositions.symmetricEigen(source, target);
    }

    @Override
    public double[] symmetricEigenvalues(DenseMatrix a) {
        CudaMatrix source = mine(a);
        Shapes.requireSquare(a);
        return decompositions.symmetricEigenvalues(source);
    }

    @Override
    public double[] svd(DenseMatrix a, DenseMatrix u, DenseMatrix vt) {
        CudaMatrix source = mine(a);
        CudaMatrix left = mine(u);
        CudaMatrix right = mine(vt);
        Shapes.requireSvd(a, u, vt);
        boolean overlap = left.overlaps(source) || right.overlaps(source) || left.overlaps(right);
        Shapes.refuseOverlap(overlap, "an output", "a");
        return decompositions.svd(source, left, right);
    }

    @Override
    public double[] singularValues(DenseMatrix a) {
        return decompositions.singularValues(mine(a));
    }
}
