package seli.selftest;

import java.util.ArrayList;
import java.util.List;
import seli.backend.DenseAlgebra;
import seli.linalg.HostMatrix;

/**
 * Eigenvalues and singular values. Vectors are not unique, so what is compared is the residual, the orthogonality and
 * the values: each within {@code 4 (m + n) u |A|_F}. A backward-stable method promises p(m, n) u |A| with p a modest
 * polynomial that no derivation gives sharply; observed errors grow like the square root of that bound's factor.
 */
final class DecompositionCases {
    /** What the matrix is like. */
    private enum Kind {
        RANDOM,
        GRADED,
        RANK_ONE,
        ZERO,
        IDENTITY,
        CENTERING,
        TINY,
        HUGE
    }

    private DecompositionCases() {}

    static void addTo(List<OpCase> cases) {
        for (int m : new int[] {1, 2, 3, 31, 32, 33, 63, 65, 127, 129, 257}) {
            cases.add(eigen(m, Kind.RANDOM));
        }
        int[][] shapes = {
            {1, 1},
            {1, 3},
            {2, 1},
            {3, 2},
            {31, 33},
            {33, 32},
            {63, 2},
            {2, 65},
            {129, 127},
            {257, 31},
            {10, 257},
            {3, 0}
        };
        for (int[] shape : shapes) {
            cases.add(svd(shape[0], shape[1], Kind.RANDOM));
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.RANDOM) {
                cases.add(eigen(33, kind));
                cases.add(svd(33, 20, kind));
                cases.add(svd(20, 33, kind));
                cases.add(svd(66, 20, kind));
                cases.add(svd(20, 66, kind));
            }
        }
    }

    private static HostMatrix matrix(Trial trial, int m, int n, Kind kind) {
        boolean wide = trial.precision().bytes() == Double.BYTES;
        double tiny = wide ? 1e-300 : 1e-36;
        HostMatrix left = trial.numbers(m, 1, Regime.UNIFORM);
        HostMatrix right = trial.numbers(1, n, Regime.UNIFORM);
        return HostMatrix.generate(
                m,
                n,
                (i, j) -> trial.round(
                        switch (kind) {
                            case RANDOM -> trial.uniform();
                            case GRADED -> trial.uniform() * Math.pow(10, -(i + j) / 4.0);
                            case RANK_ONE -> left.get(i, 0) * right.get(0, j);
                            case ZERO -> 0;
                            case IDENTITY -> i == j ? 1 : 0;
                            case CENTERING -> (i == j ? 1 : 0) - 1.0 / m;
                            case TINY -> tiny * trial.uniform();
                            case HUGE -> trial.uniform() / tiny;
                        }));
    }

    private static OpCase eigen(int m, Kind kind) {
        return new OpCase("symmetricEigen", "m=%d,matrix=%s".formatted(m, OpCase.word(kind)), trial -> {
            HostMatrix full = matrix(trial, m, m, kind);
            HostMatrix symmetric = HostMatrix.generate(m, m, (i, j) -> full.get(Math.min(i, j), Math.max(i, j)));
            // What stands below the diagonal must not be read.
            Trial.Pair a = trial.upload(HostMatrix.generate(m, m, (i, j) -> i <= j ? full.get(i, j) : Double.NaN));
            Trial.Pair v = trial.poison(m, m);
            DenseAlgebra algebra = trial.subject().algebra();
            double[] values = algebra.symmetricEigen(a.tested(), v.tested());
            Scaled scaled = new Scaled(trial, symmetric);
            for (int j = 1; j < m; j++) {
                trial.verdict().require(values[j] >= values[j - 1], "eigenvalues %d and %d are out of order", j - 1, j);
            }
            HostMatrix vectors = v.tested().download();
            scaled.residual("A V - V L", scaled.matrix().times(vectors), columnsTimes(vectors, scaled.values(values)));
            scaled.orthonormal("V", vectors);
            scaled.values("eigenvalue", values, trial.truth().algebra().symmetricEigenvalues(a.trusted()));
            scaled.values("eigenvalue alone", algebra.symmetricEigenvalues(a.tested()), values);
        });
    }

    private static OpCase svd(int m, int n, Kind kind) {
        return new OpCase("svd", "m=%d,n=%d,matrix=%s".formatted(m, n, OpCase.word(kind)), trial -> {
            HostMatrix values = matrix(trial, m, n, kind);
            int r = Math.min(m, n);
            Trial.Pair a = trial.upload(values);
            Trial.Pair u = trial.poison(m, r);
            Trial.Pair vt = trial.poison(r, n);
            DenseAlgebra algebra = trial.subject().algebra();
            double[] s = algebra.svd(a.tested(), u.tested(), vt.tested());
            Scaled scaled = new Scaled(trial, values);
            for (int j = 0; j < r; j++) {
                boolean ordered = s[j] >= 0 && (j == 0 || s[j] <= s[j - 1]);
                trial.verdict().require(ordered, "singular value %d is negative or out of order", j);
            }
            HostMatrix left = u.tested().download();
            HostMatrix right = vt.tested().download();
            HostMatrix product = columnsTimes(left, scaled.values(s)).times(right);
            scaled.residual("A - U S V'", scaled.matrix(), product);
            scaled.orthonormal("U", left);
            scaled.orthonormal("V", right.transpose());
            scaled.values("singular value", s, trial.truth().algebra().singularValues(a.trusted()));
            scaled.values("singular value alone", algebra.singularValues(a.tested()), s);
            trial.verdict().bits("a", a.tested().download(), values);
        });
    }

    private static HostMatrix columnsTimes(HostMatrix m, List<Double> factors) {
        return HostMatrix.generate(m.rows(), m.cols(), (i, j) -> m.get(i, j) * factors.get(j));
    }

    /**
     * The matrix scaled by a power of two to entries of about 1, so that its products stay in range; and the
     * comparisons.
     */
    private static final class Scaled {
        private final Trial trial;
        private final int exponent;
        private final HostMatrix matrix;
        private final double bound;

        Scaled(Trial trial, HostMatrix original) {
            this.trial = trial;
            double max = original.maxDifference(HostMatrix.zeros(original.rows(), original.cols()));
            this.exponent = max == 0 ? 0 : Math.getExponent(max);
            this.matrix = HostMatrix.generate(
                    original.rows(), original.cols(), (i, j) -> Math.scalb(original.get(i, j), -exponent));
            double units = 4 * ((double) original.rows() + original.cols()) * trial.roundoff();
            this.bound = units * matrix.norm();
        }

        HostMatrix matrix() {
            return matrix;
        }

        List<Double> values(double[] values) {
            List<Double> scaled = new ArrayList<>();
            for (double value : values) {
                scaled.add(Math.scalb(value, -exponent));
            }
            return scaled;
        }

        void residual(String what, HostMatrix one, HostMatrix other) {
            HostMatrix difference =
                    HostMatrix.generate(one.rows(), one.cols(), (i, j) -> one.get(i, j) - other.get(i, j));
            trial.verdict().number("|" + what + "|", difference.norm(), 0, bound);
        }

        void orthonormal(String what, HostMatrix columns) {
            HostMatrix gram = columns.transpose().times(columns);
            HostMatrix excess =
                    HostMatrix.generate(gram.rows(), gram.cols(), (i, j) -> gram.get(i, j) - (i == j ? 1 : 0));
            double limit =
                    4 * ((double) columns.rows() + columns.cols()) * trial.roundoff() * Math.sqrt(columns.cols());
            trial.verdict().number("|%s'%s - I|".formatted(what, what), excess.norm(), 0, limit);
        }

        void values(String what, double[] actual, double[] expected) {
            trial.verdict().require(actual.length == expected.length, "%d %ss", actual.length, what);
            for (int j = 0; j < expected.length; j++) {
                trial.verdict()
                        .number(
                                "%s %d".formatted(what, j),
                                Math.scalb(actual[j], -exponent),
                                Math.scalb(expected[j], -exponent),
                                bound);
            }
        }
    }
}
