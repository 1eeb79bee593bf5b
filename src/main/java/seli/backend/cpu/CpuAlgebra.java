package seli.backend.cpu;

import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;

/** Products and decompositions by OpenBLAS, the rest by {@link BlockLoops}. */
final class CpuAlgebra implements DenseAlgebra {
    private final MemoryLedger ledger;
    private final NativeNumbers numbers;
    private final BlockLoops loops;
    private final Decompositions decompositions;

    CpuAlgebra(MemoryLedger ledger, NativeNumbers numbers, BlockLoops loops) {
        this.ledger = ledger;
        this.numbers = numbers;
        this.loops = loops;
        this.decompositions = new Decompositions(ledger, numbers);
    }

    private CpuMatrix mine(DenseMatrix m) {
        return CpuMatrix.of(ledger, m);
    }

    @Override
    public void gemm(
            boolean transA, boolean transB, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c) {
        CpuMatrix left = mine(a);
        CpuMatrix right = mine(b);
        CpuMatrix result = mine(c);
        Shapes.requireProduct(transA, transB, a, b, c);
        Shapes.refuseOverlap(result.overlaps(left), "c", "a");
        Shapes.refuseOverlap(result.overlaps(right), "c", "b");
        int inner = transA ? a.rows() : a.cols();
        if (inner == 0 || alpha == 0) { // exact: a and b are not read
            scale(beta, c);
            return;
        }
        if (c.rows() > 0 && c.cols() > 0) {
            numbers.gemm(
                    transA,
                    transB,
                    c.rows(),
                    c.cols(),
                    inner,
                    alpha,
                    left.data(),
                    left.leading(),
                    right.data(),
                    right.leading(),
                    beta,
                    result.data(),
                    result.leading());
        }
    }

    @Override
    public void axpby(double alpha, DenseMatrix x, double beta, DenseMatrix y) {
        CpuMatrix from = mine(x);
        CpuMatrix to = mine(y);
        Shapes.requireSame("y", y, x);
        Shapes.refuseOverlap(to.overlaps(from), "y", "x");
        loops.axpby(alpha, from, beta, to);
    }

    @Override
    public void scale(double factor, DenseMatrix x) {
        loops.scale(factor, mine(x));
    }

    @Override
    public double dot(DenseMatrix x, DenseMatrix y) {
        CpuMatrix left = mine(x);
        CpuMatrix right = mine(y);
        Shapes.requireSame("y", y, x);
        return loops.dot(left, right);
    }

    @Override
    public double norm(DenseMatrix x) {
        return loops.norm(mine(x));
    }

    @Override
    public double largest(DenseMatrix x) {
        return loops.maxAbs(mine(x));
    }

    @Override
    public double[] symmetricEigen(DenseMatrix a, DenseMatrix vectors) {
        CpuMatrix source = mine(a);
        CpuMatrix target = mine(vectors);
        Shapes.requireSquare(a);
        Shapes.requireSame("vectors", vectors, a);
        Shapes.refuseOverlap(target.overlaps(source), "vectors", "a");
        return decompositions.symmetricEigen(source, target);
    }

    @Override
    public double[] symmetricEigenvalues(DenseMatrix a) {
        CpuMatrix source = mine(a);
        Shapes.requireSquare(a);
        return decompositions.symmetricEigenvalues(source);
    }

    @Override
    public double[] svd(DenseMatrix a, DenseMatrix u, DenseMatrix vt) {
        CpuMatrix source = mine(a);
        CpuMatrix left = mine(u);
        CpuMatrix right = mine(vt);
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
