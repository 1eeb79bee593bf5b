package seli.cli;

import picocli.CommandLine.Option;
import seli.job.LossReduction;
import seli.job.SolveSettings;
import seli.problem.Bias;

/** {@code --loss-reduction}, {@code --smoothing} and {@code --bias}: the ridge problem beyond its loss. */
final class VariantOptions {
    @Option(
            names = "--loss-reduction",
            paramLabel = "HOW",
            description = "sum or mean of the losses over the samples, beside the ridge as given (default: sum).")
    private LossReduction reduction = LossReduction.SUM;

    @Option(
            names = "--smoothing",
            paramLabel = "ALPHA",
            converter = Numbers.Fraction.class,
            description = "Label smoothing, at least 0 and below 1; by groups of equal counts only (default: 0).")
    private double smoothing;

    @Option(
            names = "--bias",
            paramLabel = "BIAS",
            converter = BiasText.class,
            description = "none, free, or the ridge on the bias; by groups of equal counts only (default: none).")
    private Bias bias = Bias.NONE;

    /** Sum or mean of the losses. */
    LossReduction reduction() {
        return reduction;
    }

    /** Label smoothing and bias. */
    SolveSettings.Variant variant() {
        return new SolveSettings.Variant(smoothing, bias);
    }
}
