package seli.backend.cpu;

import java.util.Optional;
import seli.backend.arena.MemoryLedger;

/**
 * Singular values and vectors of a long matrix A (m x n, r = min(m, n)) by syevd of its smaller Gram matrix,
 *
 * <pre>
 *   m &gt;= n:  A'A = V S^2 V',  U = A V / S;      m &lt; n:  A A' = U S^2 U',  V = A'U / S.
 * </pre>
 *
 * <p>The Gram matrix squares the condition number: a value s errs by a few u s_1^2 / s, so this is done only where no
 * value is smaller than {@code s_1 / 8}, and an error stays well below the 4 (m + n) u |A|_F that the interface allows.
 * A pivot of the Gram matrix's Cholesky factor below that shows it at a small cost, the eigenvalues decide. Reading A
 * and writing U or V are matrix products, which makes it 2 to 8 times as fast as gesdd where the longer side is at
 * least twice the shorter one (bench/decompositions).
 */
final class GramSvd {
    /** Long side over short side from which on this is tried. */
    private static final int ASPECT = 2;

    /** The largest condition number of A. */
    private static final double CONDITION = 8;

    private final MemoryLedger ledger;
    private final NativeNumbers numbers;

    GramSvd(MemoryLedger ledger, NativeNumbers numbers) {
        this.ledger = ledger;
        this.numbers = numbers;
    }

    private CpuWorkspace scratch() {
        return new CpuWorkspace(ledger, numbers, Padding.NONE);
    }

    /** Whether a matrix of this shape is long enough. */
    static boolean suits(CpuMatrix a) {
        long shorter = Math.min(a.rows(), a.cols());
        return shorter > 0 && Math.max(a.rows(), a.cols()) >= ASPECT * shorter;
    }

    /** The singular values of {@code a}, decreasing, or nothing where the accuracy does not allow this way. */
    Optional<double[]> values(CpuMatrix a) {
        int r = Math.min(a.rows(), a.cols());
        try (CpuWorkspace scratch = scratch()) {
            CpuMatrix gram = scratch.uninitialized(r, r);
            return eigen(a, gram, false);
        }
    }

    /** The same with both sides, as {@link Decompositions#svd}; where nothing is returned, nothing is written. */
    Optional<double[]> svd(CpuMatrix a, CpuMatrix u, CpuMatrix vt) {
        int r = Math.min(a.rows(), a.cols());
        boolean tall = a.rows() >= a.cols();
        try (CpuWorkspace scratch = scratch()) {
            CpuMatrix vectors = scratch.uninitialized(r, r);
            Optional<double[]> values = eigen(a, vectors, true);
            if (values.isEmpty()) {
                return values;
            }
            CpuMatrix decreasing = tall ? scratch.uninitialized(r, r) : u;
            for (int j = 0; j < r; j++) {
                decreasing.copyColumn(vectors, r - 1 - j, j);
            }
            divideColumns(decreasing, values.get(), vectors);
            if (tall) {
                for (int j = 0; j < r; j++) {
                    numbers.spread(r, decreasing.data(), decreasing.offset(0, j), vt.data(), j, vt.leading());
                }
                multiply(false, a, vectors, u);
            } else {
                multiply(true, vectors, a, vt);
            }
            return values;
        }
    }

    /** The values, and into {@code gram} (r x r) the eigenvectors of the Gram matrix, ascending, if wanted. */
    private Optional<double[]> eigen(CpuMatrix a, CpuMatrix gram, boolean vectors) {
        int r = gram.rows();
        boolean tall = a.rows() >= a.cols();
        numbers.gram(tall, r, Math.max(a.rows(), a.cols()), a.data(), a.leading(), gram.data(), gram.leading());
        if (!pivotsAreLarge(gram)) {
            return Optional.empty();
        }
        double[] squares = new double[r];
        try (CpuWorkspace scratch = scratch()) {
            CpuMatrix list = scratch.uninitialized(r, 1);
            int info = numbers.symmetricEigen(vectors, r, gram.data(), gram.leading(), list.data());
            Decompositions.requireSuccess(info, "syevd", r, r);
            list.readColumns(0, 1, squares);
        }
        if (!(squares[0] >= squares[r - 1] / (CONDITION * CONDITION))) {
            return Optional.empty();
        }
        double[] values = new double[r];
        for (int j = 0; j < r; j++) {
            values[j] = Math.sqrt(squares[r - 1 - j]);
        }
        return Optional.of(values);
    }

    /** Every squared pivot bounds the smallest eigenvalue from above, every entry of the diagonal the largest below. */
    private boolean pivotsAreLarge(CpuMatrix gram) {
        int r = gram.rows();
        double[] entry = new double[r];
        double largest = 0;
        try (CpuWorkspace scratch = scratch()) {
            CpuMatrix factor = scratch.uninitialized(r, r);
            for (int j = 0; j < r; j++) {
                factor.copyColumn(gram, j, j);
                factor.read(factor.offset(j, j), entry, 1);
                largest = Math.max(largest, entry[0]);
            }
            if (numbers.cholesky(r, factor.data(), factor.leading()) != 0) {
                return false;
            }
            for (int j = 0; j < r; j++) {
                factor.read(factor.offset(j, j), entry, 1);
                if (!(entry[0] * entry[0] >= largest / (CONDITION * CONDITION))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** {@code into <- from diag(1 / values)}. */
    private static void divideColumns(CpuMatrix from, double[] values, CpuMatrix into) {
        double[] column = new double[from.rows()];
        for (int j = 0; j < values.length; j++) {
            from.readColumns(j, 1, column);
            for (int i = 0; i < column.length; i++) {
                column[i] /= values[j];
            }
            into.writeColumns(column, j, 1);
        }
    }

    private void multiply(boolean transA, CpuMatrix a, CpuMatrix b, CpuMatrix c) {
        numbers.gemm(
                transA,
                false,
                c.rows(),
                c.cols(),
                b.rows(),
                1,
                a.data(),
                a.leading(),
                b.data(),
                b.leading(),
                0,
                c.data(),
                c.leading());
    }
}
