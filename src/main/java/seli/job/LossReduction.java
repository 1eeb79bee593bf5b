package seli.job;

import java.util.Locale;
import seli.problem.UfmProblem;

/** Whether training or solving minimises the sum or the mean of the losses over samples. */
public enum LossReduction {
    /** The sum, as the theory has it. */
    SUM,
    /** The mean, as most training code has it. */
    MEAN;

    /** What the sum is multiplied by: 1, or 1/n. */
    public double scale(long samples) {
        return this == SUM ? 1 : 1.0 / samples;
    }

    /** The problem with this reduction of its loss, beside the ridge as it is. */
    UfmProblem applyToLoss(UfmProblem problem) {
        return new UfmProblem(
                problem.counts(),
                problem.featureDim(),
                this == SUM
                        ? problem.loss()
                        : problem.loss().times(scale(problem.counts().samples())),
                problem.ridge());
    }

    /** In small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The problem as this reduction sees it: loss and ridge of the sum form times {@link #scale}. */
    UfmProblem apply(UfmProblem problem) {
        double scale = scale(problem.counts().samples());
        return new UfmProblem(
                problem.counts(),
                problem.featureDim(),
                problem.loss().times(scale),
                problem.ridge().times(scale));
    }
}
