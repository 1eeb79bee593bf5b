package seli.backend.reference;

import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;
import seli.linalg.SymmetricEigen;

/** {@link DenseAlgebra} by its formulas; the decompositions are Jacobi's. */
final class ReferenceAlgebra implements DenseAlgebra {
    private final MemoryLedger ledger;

    ReferenceAlgebra(MemoryLedger ledger) {
        this.ledger = ledger;
    }

    private ReferenceMatrix mine(DenseMatrix m) {
        return ReferenceMatrix.of(ledger, m);
    }

    @Override
    public void gemm(
            boolean transA, boolean transB, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c) {
        ReferenceMatrix left = mine(a);
        ReferenceMatrix right = mine(b);
        ReferenceMatrix result = mine(c);
        Shapes.requireProduct(transA, transB, a, b, c);
        Shapes.refuseOverlap(result.overlaps(left), "c", "a");
        Shapes.refuseOverlap(result.overlaps(right), "c", "b");
        int inner = alpha == 0 ? 0 : transA ? a.rows() : a.cols(); // exact: a and b are not read when alpha is 0
        for (int j = 0; j < c.cols(); j++) {
            for (int i = 0; i < c.rows(); i++) {
                double sum = 0;
                for (int l = 0; l < inner; l++) {
                    sum += (transA ? left.get(l, i) : left.get(i, l)) * (transB ? right.get(j, l) : right.get(l, j));
                }
                result.set(i, j, times(alpha, sum) + times(beta, result.get(i, j)));
            }
        }
    }

    /** {@code factor x}, where a factor of 0 gives 0 whatever x is. */
    private static double times(double factor, double x) {
        return factor == 0 ? 0 : factor * x; // exact: 0 means "not read"
    }

    @Override
    public void axpby(double alpha, DenseMatrix x, double beta, DenseMatrix y) {
        ReferenceMatrix from = mine(x);
        ReferenceMatrix to = mine(y);
        Shapes.requireSame("y", y, x);
        Shapes.refuseOverlap(to.overlaps(from), "y", "x");
        for (int j = 0; j < x.cols(); j++) {
            for (int i = 0; i < x.rows(); i++) {
                to.set(i, j, times(alpha, from.get(i, j)) + times(beta, to.get(i, j)));
            }
        }
    }

    @Override
    public void scale(double factor, DenseMatrix x) {
        ReferenceMatrix m = mine(x);
        for (int j = 0; j < x.cols(); j++) {
            for (int i = 0; i < x.rows(); i++) {
                m.set(i, j, times(factor, m.get(i, j)));
            }
        }
    }

    @Override
    public double dot(DenseMatrix x, DenseMatrix y) {
        ReferenceMatrix left = mine(x);
        ReferenceMatrix right = mine(y);
        Shapes.requireSame("y", y, x);
        double sum = 0;
        for (int j = 0; j < x.cols(); j++) {
            for (int i = 0; i < x.rows(); i++) {
                sum += left.get(i, j) * right.get(i, j);
            }
        }
        return sum;
    }

    @Override
    public double norm(DenseMatrix x) {
        ReferenceMatrix m = mine(x);
        double max = largest(x);
        if (max == 0 || !Double.isFinite(max)) { // exact: nothing to divide by
            return max;
        }
        double sum = 0;
        for (int j = 0; j < x.cols(); j++) {
            for (int i = 0; i < x.rows(); i++) {
                double ratio = m.get(i, j) / max;
                sum += ratio * ratio;
            }
        }
        return max * StrictMath.sqrt(sum);
    }

    @Override
    public double largest(DenseMatrix x) {
        ReferenceMatrix m = mine(x);
        double max = 0;
        for (int j = 0; j < x.cols(); j++) {
            for (int i = 0; i < x.rows(); i++) {
                max = Math.max(max, Math.abs(m.get(i, j))); // NaN stays
            }
        }
        return max;
    }

    @Override
    public double[] symmetricEigen(DenseMatrix a, DenseMatrix vectors) {
        Shapes.requireSquare(a);
        Shapes.requireSame("vectors", vectors, a);
        ReferenceMatrix result = mine(vectors);
        Shapes.refuseOverlap(result.overlaps(mine(a)), "vectors", "a");
        SymmetricEigen eigen = SymmetricEigen.of(a.download());
        result.upload(eigen.vectors());
        return eigen.values();
    }

    @Override
    public double[] symmetricEigenvalues(DenseMatrix a) {
        Shapes.requireSquare(a);
        return SymmetricEigen.of(mine(a).download()).values();
    }

    @Override
    public double[] svd(DenseMatrix a, DenseMatrix u, DenseMatrix vt) {
        Shapes.requireSvd(a, u, vt);
        ReferenceMatrix left = mine(u);
        ReferenceMatrix right = mine(vt);
        HostMatrix source = mine(a).download();
        Shapes.refuseOverlap(
                left.overlaps(mine(a)) || right.overlaps(mine(a)) || left.overlaps(right), "an output", "a");
        Svd svd = Svd.of(source);
        left.upload(svd.u());
        right.upload(svd.vt());
        return svd.values();
    }

    @Override
    public double[] singularValues(DenseMatrix a) {
        return Svd.of(mine(a).download()).values();
    }
}
