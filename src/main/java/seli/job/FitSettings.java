package seli.job;

/**
 * How a classifier is fitted to given features.
 *
 * @param lambda weight of the ridge |W|^2 / 2, positive; the loss is a sum over samples
 * @param tolerance the fit ends where the norm of the gradient is at most this times lambda |W|: the objective is
 *     convex with curvature of at least lambda in W, so that W is then within this of the optimum, relative to its norm
 * @param maxIterations largest number of steps
 */
public record FitSettings(double lambda, double tolerance, long maxIterations) {
    /** Checks the ranges. */
    public FitSettings {
        if (!(lambda > 0) || Double.isInfinite(lambda) || !(tolerance > 0) || maxIterations < 1) {
            throw new IllegalArgumentException(
                    "lambda %s, tolerance %s, %d iterations; expected positive finite numbers and at least 1 iteration"
                            .formatted(lambda, tolerance, maxIterations));
        }
    }

    /** With tolerance 1e-6 and at most 50,000 steps. */
    public static FitSettings of(double lambda) {
        return new FitSettings(lambda, 1e-6, 50_000);
    }
}
