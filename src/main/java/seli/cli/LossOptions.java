package seli.cli;

import picocli.CommandLine.Option;
import seli.label.ClassCounts;
import seli.problem.VectorScalingLoss;

/** {@code --loss}, {@code --gamma} and {@code --tau}: which member of the vector-scaling family. */
final class LossOptions {
    private static final double DEFAULT_TAU = 1;

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description = "Loss: ce, weighted, la, cdt, ldt or vs (default: ce).")
    private LossName loss = LossName.CE;

    @Option(
            names = "--gamma",
            paramLabel = "G",
            converter = Numbers.Finite.class,
            description = "Exponent of the temperature (n_c/n_min)^G; for cdt, ldt and vs, which need it.")
    private double gamma = Double.NaN; // not given

    @Option(
            names = "--tau",
            paramLabel = "T",
            converter = Numbers.Finite.class,
            description = "Strength of the logit shift T log(n_c/n); for la and vs (default: 1).")
    private double tau = Double.NaN; // not given

    /**
     * The loss for these counts.
     *
     * @throws IllegalArgumentException if a parameter is given that the loss does not have, or missing, or too large
     */
    VectorScalingLoss loss(ClassCounts counts) {
        requireUse("--gamma", gamma, loss.hasGamma(), "cdt, ldt and vs");
        requireUse("--tau", tau, loss.hasTau(), "la and vs");
        if (loss.hasGamma() && Double.isNaN(gamma)) {
            throw new IllegalArgumentException(
                    "--loss %s needs --gamma; expected a number, such as --gamma 0.5".formatted(loss));
        }
        try {
            return create(counts, Double.isNaN(tau) ? DEFAULT_TAU : tau);
        } catch (IllegalArgumentException e) {
            String given = given("--gamma", gamma) + given("--tau", tau);
            throw new IllegalArgumentException("--loss " + loss + given + ": " + e.getMessage(), e);
        }
    }

    private static String given(String option, double value) {
        return Double.isNaN(value) ? "" : " " + option + " " + value;
    }

    private static void requireUse(String option, double value, boolean used, String losses) {
        if (!used && !Double.isNaN(value)) {
            throw new IllegalArgumentException(
                    "%s is not a parameter of this --loss; expected it with %s only".formatted(option, losses));
        }
    }

    private VectorScalingLoss create(ClassCounts counts, double strength) {
        return switch (loss) {
            case CE -> VectorScalingLoss.crossEntropy(counts.classes());
            case WEIGHTED -> VectorScalingLoss.weighted(counts);
            case LA -> VectorScalingLoss.logitAdjustment(counts, strength);
            case CDT -> VectorScalingLoss.cdt(counts, gamma);
            case LDT -> VectorScalingLoss.ldt(counts, gamma);
            case VS -> VectorScalingLoss.vectorScaling(counts, gamma, strength);
        };
    }
}
