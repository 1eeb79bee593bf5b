package seli.job;

import java.util.Locale;
import java.util.OptionalDouble;
import seli.exact.GroupedProblem;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

/**
 * Which regularisation path {@link PathJob} is to follow.
 *
 * @param counts the label distribution
 * @param loss the loss
 * @param variant label smoothing and bias
 * @param reduction sum or mean of the losses
 * @param model ridge, or the layer-peeled model
 * @param range the lambdas
 * @param tolerance relative gap at which a point counts as optimal
 */
public record PathSettings(
        ClassCounts counts,
        VectorScalingLoss loss,
        SolveSettings.Variant variant,
        LossReduction reduction,
        Model model,
        Range range,
        double tolerance) {
    /** Below this the loss's weights in units of lambda leave the range of double. */
    private static final double SMALLEST_LAMBDA = 1e-250;

    /** Which penalty. */
    public enum Model {
        /** The ridge-regularised model. */
        RIDGE,
        /** The layer-peeled model, whose lambda is the multiplier of its budget. */
        LPM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Lambdas with equal ratios, both ends included.
     *
     * @param from the first; by default a quarter above the zero threshold
     * @param to the last
     * @param points how many, at least 2
     */
    public record Range(OptionalDouble from, double to, int points) {
        /** Checks the ends and the number. */
        public Range {
            if (points < 2) {
                throw new IllegalArgumentException("a path of " + points + " points; expected at least 2");
            }
            requireInRange(from.orElse(1));
            requireInRange(to);
            if (from.isPresent() && from.getAsDouble() <= to) {
                throw new IllegalArgumentException(
                        "path from lambda %s to %s; expected it to fall".formatted(from.getAsDouble(), to));
            }
        }

        private static void requireInRange(double lambda) {
            if (!(lambda >= SMALLEST_LAMBDA && lambda <= 1 / SMALLEST_LAMBDA)) {
                throw new IllegalArgumentException("lambda %s is outside the range of this method; expected %s to %s"
                        .formatted(lambda, SMALLEST_LAMBDA, 1 / SMALLEST_LAMBDA));
            }
        }

        /** Point i of the range that begins at {@code first}. */
        double lambda(double first, int i) {
            double share = (double) i / (points - 1);
            return i == points - 1 ? to : Math.exp((1 - share) * Math.log(first) + share * Math.log(to));
        }
    }

    /** Checks that the layer-peeled model has the loss for which it is defined. */
    public PathSettings {
        boolean isPlain = variant.isPlain() && reduction == LossReduction.SUM;
        if (model == Model.LPM && !(isPlain && loss.equals(VectorScalingLoss.crossEntropy(counts.classes())))) {
            throw new IllegalArgumentException(
                    "the layer-peeled model with another loss, label smoothing, a bias or the"
                            + " mean; expected plain cross-entropy");
        }
    }

    /** The problem by groups, at lambda 1. */
    GroupedProblem template() {
        if (model == Model.LPM) {
            long[] classes =
                    counts.groups().stream().mapToLong(CountGroup::classes).toArray();
            double[] samples =
                    counts.groups().stream().mapToDouble(CountGroup::count).toArray();
            return GroupedProblem.layerPeeled(classes, samples, 1);
        }
        UfmProblem problem = reduction.applyToLoss(new UfmProblem(counts, counts.classes(), loss, Ridge.of(1)));
        return GroupedProblem.of(problem).withSmoothing(variant.smoothing()).withBias(variant.bias());
    }
}
