package seli.backend.cpu;

import java.util.Optional;
import seli.backend.arena.MemoryLedger;

/**
 * LAPACK's syevd and gesdd with what they need around them: refusal of NaN, copies of what they destroy, their verdict,
 * and {@link DecompositionCheck} on what they return. What bench/decompositions found fastest:
 *
 * <ul>
 *   <li>eigenvalues with or without vectors, any size: syevd;
 *   <li>singular values of a matrix twice as long as wide, or the reverse, with a condition number up to 8:
 *       {@link GramSvd};
 *   <li>other matrices twice as wide as tall: gesdd of the transpose, since LAPACK's LQ is half as fast as its QR;
 *   <li>all others: gesdd (gesvd with vectors is 30 times slower).
 * </ul>
 */
final class Decompositions {
    /**
     * Sizes from which on the workspace of syevd (2 m^2) or gesdd (4 r^2 and more) overflows LAPACK's 32-bit counts.
     */
    private static final int LARGEST_EIGEN = 32_000;

    private static final int LARGEST_SVD = 20_000;
    /** LAPACKE's code for a workspace that it could not allocate. */
    private static final int NO_WORKSPACE = -1010;

    private final MemoryLedger ledger;
    private final NativeNumbers numbers;
    private final GramSvd gram;

    Decompositions(MemoryLedger ledger, NativeNumbers numbers) {
        this.ledger = ledger;
        this.numbers = numbers;
        this.gram = new GramSvd(ledger, numbers);
    }

    private CpuWorkspace scratch() {
        return new CpuWorkspace(ledger, numbers, Padding.NONE);
    }

    double[] symmetricEigen(CpuMatrix a, CpuMatrix vectors) {
        requireCountable("eigenvalues", a.rows(), LARGEST_EIGEN);
        DecompositionCheck check = DecompositionCheck.ofUpperTriangle(a, numbers.precision());
        double[] values = eigen(a, vectors, true);
        check.requireEigen(values, vectors);
        return values;
    }

    double[] symmetricEigenvalues(CpuMatrix a) {
        requireCountable("eigenvalues", a.rows(), LARGEST_EIGEN);
        DecompositionCheck check = DecompositionCheck.ofUpperTriangle(a, numbers.precision());
        try (CpuWorkspace scratch = scratch()) {
            double[] values = eigen(a, scratch.uninitialized(a.rows(), a.rows()), false);
            check.requireEigenvalues(values);
            return values;
        }
    }

    private double[] eigen(CpuMatrix a, CpuMatrix work, boolean vectors) {
        int m = a.rows();
        double[] values = new double[m];
        if (m == 0) {
            return values;
        }
        for (int j = 0; j < m; j++) {
            work.copyColumn(a, j, j);
        }
        try (CpuWorkspace scratch = scratch()) {
            CpuMatrix list = scratch.uninitialized(m, 1);
            int info = numbers.symmetricEigen(vectors, m, work.data(), work.leading(), list.data());
            requireSuccess(info, "syevd", m, m);
            list.readColumns(0, 1, values);
        }
        return values;
    }

    double[] svd(CpuMatrix a, CpuMatrix u, CpuMatrix vt) {
        requireCountable("singular values", Math.min(a.rows(), a.cols()), LARGEST_SVD);
        DecompositionCheck check = DecompositionCheck.of(a, numbers.precision());
        Optional<double[]> quick = GramSvd.suits(a) && check.squaresFit() ? gram.svd(a, u, vt) : Optional.empty();
        double[] values = quick.isPresent() ? quick.get() : isWide(a) ? transposed(a, u, vt) : tall(a, u, vt);
        check.requireSvd(values, u, vt);
        return values;
    }

    double[] singularValues(CpuMatrix a) {
        requireCountable("singular values", Math.min(a.rows(), a.cols()), LARGEST_SVD);
        DecompositionCheck check = DecompositionCheck.of(a, numbers.precision());
        Optional<double[]> quick = GramSvd.suits(a) && check.squaresFit() ? gram.values(a) : Optional.empty();
        double[] values;
        try (CpuWorkspace scratch = scratch()) {
            values = quick.isPresent() ? quick.get() : gesdd(isWide(a) ? transpose(a, scratch) : copy(a, scratch));
        }
        check.requireSingularValues(values);
        return values;
    }

    private static boolean isWide(CpuMatrix a) {
        return a.cols() / 2 >= a.rows();
    }

    private double[] tall(CpuMatrix a, CpuMatrix u, CpuMatrix vt) {
        try (CpuWorkspace scratch = scratch()) {
            return gesdd(copy(a, scratch), u, vt, true);
        }
    }

    /** By A' = V S U'. */
    private double[] transposed(CpuMatrix a, CpuMatrix u, CpuMatrix vt) {
        try (CpuWorkspace scratch = scratch()) {
            CpuMatrix v = scratch.uninitialized(vt.cols(), vt.rows());
            CpuMatrix ut = scratch.uninitialized(u.cols(), u.rows());
            double[] values = gesdd(transpose(a, scratch), v, ut, true);
            transpose(v, vt);
            transpose(ut, u);
            return values;
        }
    }

    private static CpuMatrix copy(CpuMatrix a, CpuWorkspace workspace) {
        CpuMatrix copy = workspace.uninitialized(a.rows(), a.cols());
        for (int j = 0; j < a.cols(); j++) {
            copy.copyColumn(a, j, j);
        }
        return copy;
    }

    private CpuMatrix transpose(CpuMatrix a, CpuWorkspace workspace) {
        CpuMatrix transpose = workspace.uninitialized(a.cols(), a.rows());
        transpose(a, transpose);
        return transpose;
    }

    private void transpose(CpuMatrix from, CpuMatrix to) {
        for (int j = 0; j < from.cols() && from.rows() > 0; j++) {
            numbers.spread(from.rows(), from.data(), from.offset(0, j), to.data(), j, to.leading());
        }
    }

    private double[] gesdd(CpuMatrix a) {
        try (CpuWorkspace scratch = scratch()) {
            CpuMatrix unused = scratch.uninitialized(1, 1);
            return gesdd(a, unused, unused, false);
        }
    }

    /** Destroys {@code a}. */
    private double[] gesdd(CpuMatrix a, CpuMatrix u, CpuMatrix vt, boolean vectors) {
        int m = a.rows();
        int n = a.cols();
        int r = Math.min(m, n);
        double[] values = new double[r];
        if (r == 0) {
            return values;
        }
        try (CpuWorkspace scratch = scratch()) {
            CpuMatrix list = scratch.uninitialized(r, 1);
            int info = numbers.svd(
                    vectors,
                    m,
                    n,
                    a.data(),
                    a.leading(),
                    list.data(),
                    u.data(),
                    Math.max(u.leading(), vectors ? 1 : m),
                    vt.data(),
                    Math.max(vt.leading(), vectors ? 1 : n));
            requireSuccess(info, "gesdd", m, n);
            list.readColumns(0, 1, values);
        }
        return values;
    }

    /** Turns LAPACKE's verdict into an exception where it is not 0. */
    static void requireSuccess(int info, String routine, int m, int n) {
        if (info == 0) {
            return;
        }
        String what = "%s of a %d x %d matrix: ".formatted(routine, m, n);
        if (info > 0) {
            throw new ArithmeticException(what + "no convergence (info " + info + ")");
        }
        if (info <= NO_WORKSPACE) {
            throw new ArithmeticException(what + "no memory for its workspace (info " + info + ")");
        }
        throw new IllegalStateException("bug: " + what + "illegal argument (info " + info + ")");
    }

    /** Refuses {@code size} where LAPACK's 32-bit counts of its workspace would overflow. */
    static void requireCountable(String what, int size, int largest) {
        if (size > largest) {
            throw new IllegalArgumentException(
                    "%d %s; expected at most %d, since LAPACK counts its workspace in 32 bits"
                            .formatted(size, what, largest));
        }
    }
}
