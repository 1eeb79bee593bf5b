package seli.selftest;

import java.util.List;
import seli.linalg.HostMatrix;

/** Sums, scalings, inner products, norms, and the momentum step. */
final class EntrywiseCases {
    private static final int[][] SHAPES = {
        {1, 1}, {2, 3}, {31, 1}, {1, 33}, {32, 32}, {63, 65}, {127, 129}, {257, 33}, {1021, 9}, {5000, 2}, {3, 0}
    };
    private static final List<Regime> REGIMES =
            List.of(Regime.UNIFORM, Regime.LARGE, Regime.EQUAL, Regime.DENORMAL, Regime.NEGATIVE_ZERO);
    /** Inner products and norms are summed in double precision on every backend. */
    private static final double SUM_ROUNDOFF = 0x1p-53;

    private EntrywiseCases() {}

    static void addTo(List<OpCase> cases) {
        for (int[] shape : SHAPES) {
            addTo(cases, shape[0], shape[1], Regime.UNIFORM);
        }
        for (Regime regime : REGIMES) {
            if (regime != Regime.UNIFORM) {
                addTo(cases, 65, 33, regime);
            }
        }
        for (double scale : new double[] {1e-36, 1e36, 1e-300, 1e300}) {
            cases.add(scaledNorm(scale));
        }
    }

    private static void addTo(List<OpCase> cases, int rows, int cols, Regime regime) {
        cases.add(axpby(rows, cols, regime, 0.5, -2));
        cases.add(axpby(rows, cols, regime, -3, 0));
        cases.add(axpby(rows, cols, regime, 0, 1.5));
        cases.add(scale(rows, cols, regime, -0.3));
        cases.add(scale(rows, cols, regime, 0));
        cases.add(dot(rows, cols, regime));
        cases.add(norm(rows, cols, regime));
        cases.add(momentum(rows, cols, regime, 0.9, 5e-4));
        cases.add(momentum(rows, cols, regime, 0, 0));
    }

    private static String named(int rows, int cols, Regime regime) {
        return "rows=%d,cols=%d,regime=%s".formatted(rows, cols, OpCase.word(regime));
    }

    private static OpCase axpby(int rows, int cols, Regime regime, double alpha, double beta) {
        String parameters = named(rows, cols, regime) + ",alpha=%s,beta=%s".formatted(alpha, beta);
        return new OpCase("axpby", parameters, trial -> {
            HostMatrix x = unread(trial, rows, cols, regime, alpha);
            HostMatrix y = unread(trial, rows, cols, regime, beta);
            Trial.Pair from = trial.upload(x);
            Trial.Pair to = trial.upload(y);
            trial.subject().algebra().axpby(alpha, from.tested(), beta, to.tested());
            trial.truth().algebra().axpby(alpha, from.trusted(), beta, to.trusted());
            // One rounding for each factor, each product and the sum, on either side.
            trial.verdict()
                    .matrix(
                            "y",
                            to.tested().download(),
                            to.trusted().download(),
                            (i, j) -> 6 * trial.roundoff() * (size(alpha, x, i, j) + size(beta, y, i, j))
                                    + 4 * trial.smallest());
        });
    }

    /** Numbers, or NaN where the factor says that they must not be read. */
    private static HostMatrix unread(Trial trial, int rows, int cols, Regime regime, double factor) {
        return factor == 0 ? HostMatrix.generate(rows, cols, (i, j) -> Double.NaN) : trial.numbers(rows, cols, regime);
    }

    private static double size(double factor, HostMatrix m, int i, int j) {
        return factor == 0 ? 0 : Math.abs(factor * m.get(i, j));
    }

    private static OpCase scale(int rows, int cols, Regime regime, double factor) {
        return new OpCase("scale", named(rows, cols, regime) + ",factor=" + factor, trial -> {
            HostMatrix values = unread(trial, rows, cols, regime, factor);
            Trial.Pair x = trial.upload(values);
            trial.subject().algebra().scale(factor, x.tested());
            trial.truth().algebra().scale(factor, x.trusted());
            trial.verdict()
                    .matrix(
                            "x",
                            x.tested().download(),
                            x.trusted().download(),
                            (i, j) -> 3 * trial.roundoff() * size(factor, values, i, j) + 2 * trial.smallest());
        });
    }

    private static OpCase dot(int rows, int cols, Regime regime) {
        return new OpCase("dot", named(rows, cols, regime), trial -> {
            HostMatrix x = trial.numbers(rows, cols, regime);
            HostMatrix y = trial.numbers(rows, cols, regime);
            Trial.Pair left = trial.upload(x);
            Trial.Pair right = trial.upload(y);
            double sizes = 0;
            for (int j = 0; j < cols; j++) {
                for (int i = 0; i < rows; i++) {
                    sizes += Math.abs(x.get(i, j) * y.get(i, j));
                }
            }
            double bound = 2 * Trial.gamma(x.size(), SUM_ROUNDOFF) * sizes + 2 * x.size() * Double.MIN_VALUE;
            double expected = trial.truth().algebra().dot(left.trusted(), right.trusted());
            trial.verdict()
                    .number("dot", trial.subject().algebra().dot(left.tested(), right.tested()), expected, bound);
        });
    }

    private static OpCase norm(int rows, int cols, Regime regime) {
        return new OpCase(
                "norm", named(rows, cols, regime), trial -> compareNorms(trial, trial.numbers(rows, cols, regime)));
    }

    /** Entries whose squares under- or overflow; at single precision the nearest scale that it has. */
    private static OpCase scaledNorm(double scale) {
        return new OpCase("norm", "rows=33,cols=5,scale=" + scale, trial -> {
            double exponent = trial.precision().bytes() == Double.BYTES ? 1 : 0.12;
            double reachable = Math.pow(scale, exponent);
            compareNorms(trial, HostMatrix.generate(33, 5, (i, j) -> trial.round(reachable * trial.uniform())));
        });
    }

    private static void compareNorms(Trial trial, HostMatrix values) {
        Trial.Pair x = trial.upload(values);
        double expected = trial.truth().algebra().norm(x.trusted());
        // Half the relative error of the sum of squares, with the roundings of scaling, root and product.
        double bound = 2 * Trial.gamma(values.size() / 2 + 6, SUM_ROUNDOFF) * expected + 2 * Double.MIN_VALUE;
        trial.verdict().number("norm", trial.subject().algebra().norm(x.tested()), expected, bound);
        double largest = trial.truth().algebra().largest(x.trusted());
        trial.verdict().number("largest", trial.subject().algebra().largest(x.tested()), largest, 0);
    }

    private static OpCase momentum(int rows, int cols, Regime regime, double momentum, double ridge) {
        String parameters = named(rows, cols, regime) + ",momentum=%s,ridge=%s".formatted(momentum, ridge);
        return new OpCase("momentumStep", parameters, trial -> {
            double rate = 0.1;
            HostMatrix x = trial.numbers(rows, cols, regime);
            HostMatrix g = trial.numbers(rows, cols, regime);
            HostMatrix v = trial.numbers(rows, cols, regime);
            Trial.Pair position = trial.upload(x);
            Trial.Pair gradient = trial.upload(g);
            Trial.Pair velocity = trial.upload(v);
            trial.subject()
                    .kernels()
                    .momentumStep(position.tested(), gradient.tested(), velocity.tested(), rate, momentum, ridge);
            trial.truth()
                    .kernels()
                    .momentumStep(position.trusted(), gradient.trusted(), velocity.trusted(), rate, momentum, ridge);
            double u = trial.roundoff();
            // v: a rounding for each factor, product and sum; x: that times the rate, and three more. Either side errs.
            HostMatrix.EntryFunction sizes =
                    (i, j) -> size(momentum, v, i, j) + Math.abs(g.get(i, j)) + size(ridge, x, i, j);
            trial.verdict()
                    .matrix(
                            "v",
                            velocity.tested().download(),
                            velocity.trusted().download(),
                            (i, j) -> 10 * u * sizes.at(i, j) + 8 * trial.smallest());
            trial.verdict()
                    .matrix(
                            "x",
                            position.tested().download(),
                            position.trusted().download(),
                            (i, j) -> 2 * u * Math.abs(x.get(i, j))
                                    + 16 * u * rate * sizes.at(i, j)
                                    + 8 * trial.smallest());
            trial.verdict().bits("g", gradient.tested().download(), g);
        });
    }
}
