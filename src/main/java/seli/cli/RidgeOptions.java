package seli.cli;

import picocli.CommandLine.Option;
import seli.problem.Ridge;

/** {@code --lambda}, or {@code --lambda-w} and {@code --lambda-h}: the ridge of the sum of losses. */
final class RidgeOptions {
    @Option(
            names = "--lambda",
            paramLabel = "L",
            converter = Numbers.NotNegative.class,
            description = "Ridge L/2 (|W|^2 + |H|^2) beside the sum of the losses over all samples.")
    private double lambda = Double.NaN; // not given

    @Option(
            names = "--lambda-w",
            paramLabel = "L",
            converter = Numbers.Positive.class,
            description = "Ridge of the classifier alone; needs --lambda-h.")
    private double lambdaW = Double.NaN; // not given

    @Option(
            names = "--lambda-h",
            paramLabel = "L",
            converter = Numbers.Positive.class,
            description = "Ridge of the embeddings alone; needs --lambda-w.")
    private double lambdaH = Double.NaN; // not given

    /** Whether any of the options is there. */
    boolean isGiven() {
        return !Double.isNaN(lambda) || !Double.isNaN(lambdaW) || !Double.isNaN(lambdaH);
    }

    /**
     * The ridge.
     *
     * @throws IllegalArgumentException if no option, only one of the pair, or all of them are given
     */
    Ridge ridge() {
        if (Double.isNaN(lambda) && Double.isNaN(lambdaW) && Double.isNaN(lambdaH)) {
            throw new IllegalArgumentException("--lambda is missing; expected a positive number such as --lambda 0.1");
        }
        if (Double.isNaN(lambdaW) != Double.isNaN(lambdaH)) {
            throw new IllegalArgumentException(
                    "--lambda-w and --lambda-h belong together; expected both, or --lambda alone");
        }
        if (!Double.isNaN(lambda) && !Double.isNaN(lambdaW)) {
            throw new IllegalArgumentException(
                    "--lambda is given beside --lambda-w and --lambda-h; expected --lambda alone, or the other two");
        }
        return Double.isNaN(lambda) ? new Ridge(lambdaW, lambdaH) : Ridge.of(lambda);
    }
}
