package seli.reproduce;

import java.util.List;

/**
 * How the ridge goes in {@link Dynamics}.
 *
 * @param name of its parts and figures
 * @param words of its legends
 * @param lambda weight at the start
 * @param halving steps after which it is half; infinite for a fixed one
 */
record Regime(String name, String words, double lambda, double halving) {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    static List<Regime> all() {
        return List.of(
                new Regime("none", "no ridge", 0, NEVER),
                new Regime("ridge-1e-1", "lambda = 0.1", 1e-1, NEVER),
                new Regime("ridge-1e-2", "lambda = 0.01", 1e-2, NEVER),
                new Regime("ridge-1e-3", "lambda = 0.001", 1e-3, NEVER),
                new Regime("falling", "lambda = 0.5/(1 + t/50)", 0.5, 50));
    }

    boolean isFalling() {
        return !Double.isInfinite(halving);
    }

    double after(double steps) {
        return isFalling() ? lambda / (1 + steps / halving) : lambda;
    }
}
