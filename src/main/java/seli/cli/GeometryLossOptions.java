package seli.cli;

import java.util.EnumSet;
import picocli.CommandLine.Option;
import seli.geometry.GeometryModel;
import seli.label.ClassCounts;

/** {@code --loss} and {@code --gamma} of commands about the geometry that a loss tends to. */
final class GeometryLossOptions {
    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            description = "Loss: ce, cdt or (not for svm) ldt (default: ce). weighted and la have the geometry of ce,"
                    + " vs that of cdt.")
    private LossName loss = LossName.CE;

    @Option(
            names = "--gamma",
            paramLabel = "G",
            converter = Numbers.Finite.class,
            description = "Exponent of the temperature (n_c/n_min)^G; for cdt and ldt, which need it.")
    private double gamma = Double.NaN; // not given

    /** Whether any of the options is there. */
    boolean isGiven() {
        return loss != LossName.CE || !Double.isNaN(gamma);
    }

    /** The loss. */
    LossName name() {
        return loss;
    }

    /** The exponent; NaN if it is not given. */
    double gamma() {
        return gamma;
    }

    /**
     * The geometry's model for these counts.
     *
     * @param allowed the losses that the command knows, ce and cdt or these and ldt
     * @throws IllegalArgumentException if the loss is another, its parameter is missing or superfluous, or the
     *     temperatures leave double range
     */
    GeometryModel model(ClassCounts counts, EnumSet<LossName> allowed) {
        if (!allowed.contains(loss)) {
            throw new IllegalArgumentException("--loss %s has no geometry of its own here; expected %s%s"
                    .formatted(
                            loss,
                            allowed.contains(LossName.LDT) ? "ce, cdt or ldt" : "ce or cdt",
                            loss == LossName.LDT ? "" : ": weighted and la have that of ce, vs that of cdt"));
        }
        if (!loss.hasGamma() && !Double.isNaN(gamma)) {
            throw new IllegalArgumentException(
                    "--gamma is not a parameter of --loss ce; expected it with cdt and ldt only");
        }
        if (loss.hasGamma() && Double.isNaN(gamma)) {
            throw new IllegalArgumentException(
                    "--loss %s needs --gamma; expected a number, such as --gamma 0.5".formatted(loss));
        }
        try {
            return create(counts);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--loss " + loss + " --gamma " + gamma + ": " + e.getMessage(), e);
        }
    }

    private GeometryModel create(ClassCounts counts) {
        return switch (loss) {
            case CDT -> GeometryModel.cdt(counts, gamma);
            case LDT -> GeometryModel.ldt(counts, gamma);
            default -> GeometryModel.crossEntropy(counts);
        };
    }
}
