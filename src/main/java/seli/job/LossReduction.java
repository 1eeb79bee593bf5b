package seli.job;

import seli.problem.UfmProblem;

/** Whether training minimises the sum or the mean of the losses over samples. */
public enum LossReduction {
    /** The sum, as the theory has it. */
    SUM,
    /** The mean, as most training code has it. */
    MEAN;

    /** What the sum is multiplied by: 1, or 1/n. */
    public double scale(long samples) {
        return this == SUM ? 1 : 1.0 / samples;
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
