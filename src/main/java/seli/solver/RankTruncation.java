package seli.solver;

import java.util.Arrays;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;

/**
 * The rank of a certified solution. An optimum of low rank is reached by an iterative method only up to singular values
 * that are small but not zero. The collapsed logits Zb = W'Hb = U S V' are cut at relative sizes 1e-3, 1e-4, ..., 1e-12
 * and polished by some steps of L-BFGS, which keep the rank and make the factors more exact (with many classes only
 * where the cut enlarges the certified gap); the first cut that does not enlarge the gap is taken. The factors become
 * balanced and canonical: W = S^(1/2) U', Hb = S^(1/2) V', rows in decreasing order of s, the largest entry of each row
 * of W positive.
 */
public final class RankTruncation {
    private static final double FIRST_CUT = 1e-3;
    private static final double LAST_CUT = 1e-12;
    /** Gaps below this are rounding: a cut may not be refused for them. */
    private static final double NEGLIGIBLE_GAP = 1e-13;

    private static final int POLISHING_STEPS = 200;
    /** From so many classes on, where polishing takes an hour, a cut that leaves the gap as it was is taken at once. */
    private static final int MANY_CLASSES = 1000;

    private static final double AS_IT_WAS = 1.01;

    private RankTruncation() {}

    /**
     * Truncates the point {@code x} (overwritten) and returns the singular values that are kept, decreasing. The point
     * is collapsed, or has one column for each sample and both ridge weights equal.
     *
     * @param memory pairs that the polishing may remember
     */
    public static double[] truncate(UfmObjective objective, FactorPair x, int memory) {
        try (Workspace workspace = objective.backend().openWorkspace()) {
            double before = Math.max(relativeGap(objective, x), NEGLIGIBLE_GAP);
            Spectrum full = Spectrum.of(objective, x, workspace);
            int most = Math.min(x.classifier().rows(), full.rank(LAST_CUT));
            int tried = -1;
            for (double cut = FIRST_CUT; cut >= LAST_CUT && full.rank(cut) < most; cut /= 10) {
                int rank = full.rank(cut);
                if (rank == tried) {
                    continue;
                }
                tried = rank;
                full.assign(x, rank);
                if (x.classifier().cols() >= MANY_CLASSES && relativeGap(objective, x) <= AS_IT_WAS * before) {
                    return Arrays.copyOf(full.values, rank);
                }
                try (Workspace scratch = objective.backend().openWorkspace()) {
                    FactorPair trial = x.zerosLike(scratch);
                    full.assign(trial, rank);
                    new Lbfgs(memory)
                            .solve(
                                    objective,
                                    trial,
                                    SolverSettings.steps(POLISHING_STEPS),
                                    IterationListener.NONE,
                                    scratch);
                    Spectrum polished = Spectrum.of(objective, trial, scratch);
                    polished.assign(x, rank);
                    if (relativeGap(objective, x) <= before) {
                        return Arrays.copyOf(polished.values, rank);
                    }
                }
            }
            full.assign(x, most);
            return Arrays.copyOf(full.values, most);
        }
    }

    private static double relativeGap(UfmObjective objective, FactorPair x) {
        return PointCertificate.at(objective, x).relativeGap();
    }

    /** Singular values and vectors of the collapsed logits at a point. */
    private static final class Spectrum {
        private final double[] values;
        private final HostMatrix left;
        private final HostMatrix right;

        private Spectrum(double[] values, HostMatrix left, HostMatrix right) {
            this.values = values;
            this.left = left;
            this.right = right;
        }

        static Spectrum of(UfmObjective objective, FactorPair x, Workspace workspace) {
            Backend backend = objective.backend();
            int k = x.classifier().cols();
            int n = x.embeddings().cols();
            DenseMatrix logits = workspace.zeros(k, n);
            backend.algebra().gemm(true, false, 1, x.classifier(), x.embeddings(), 0, logits);
            DenseMatrix u = workspace.zeros(k, k);
            DenseMatrix vt = workspace.zeros(k, n);
            double[] s = backend.algebra().svd(logits, u, vt);
            return new Spectrum(s, u.download(), vt.download());
        }

        int rank(double cut) {
            int rank = 0;
            while (rank < values.length && values[rank] > cut * values[0]) {
                rank++;
            }
            return rank;
        }

        void assign(FactorPair x, int rank) {
            int d = x.classifier().rows();
            int k = x.classifier().cols();
            int n = x.embeddings().cols();
            double[] root = new double[rank];
            for (int r = 0; r < rank; r++) {
                root[r] = Math.signum(largest(r)) * Math.sqrt(values[r]);
            }
            x.classifier().upload(HostMatrix.generate(d, k, (r, c) -> r < rank ? root[r] * left.get(c, r) : 0));
            x.embeddings().upload(HostMatrix.generate(d, n, (r, c) -> r < rank ? root[r] * right.get(r, c) : 0));
        }

        /** The entry of left vector {@code r} that is largest in size, the first of those that tie up to rounding. */
        private double largest(int r) {
            double largest = 0;
            for (int c = 0; c < left.rows(); c++) {
                if (Math.abs(left.get(c, r)) > Math.abs(largest) * (1 + 1e-9)) {
                    largest = left.get(c, r);
                }
            }
            return largest;
        }
    }
}
