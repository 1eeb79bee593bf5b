package seli.job;

import seli.linalg.HostMatrix;
import seli.problem.UfmProblem;
import seli.solver.DescentSettings;
import seli.solver.InitialFactors;

/**
 * What {@link TrainJob} is to run.
 *
 * @param problem the problem in its sum form, ridge possibly zero
 * @param reduction what the run descends: the sum form, or the sum form divided by n
 * @param descent how it steps
 * @param steps number of steps in all, at least 0
 * @param log when it measures
 * @param checkpointEvery steps between two checkpoints, at least 1
 */
public record TrainSettings(
        UfmProblem problem,
        LossReduction reduction,
        DescentSettings descent,
        long steps,
        LogSchedule log,
        long checkpointEvery) {
    /** Checks the ranges. */
    public TrainSettings {
        if (steps < 0 || checkpointEvery < 1) {
            throw new IllegalArgumentException("%d steps, a checkpoint every %d; expected at least 0 and at least 1"
                    .formatted(steps, checkpointEvery));
        }
        if (descent.batch() > problem.counts().samples()) {
            throw new IllegalArgumentException("batch of %d samples; expected at most n = %d, or 0 for all"
                    .formatted(descent.batch(), problem.counts().samples()));
        }
    }

    /**
     * The state before the first step: W and H independent normal with standard deviation {@code scale}, velocities
     * zero.
     *
     * @throws IllegalArgumentException if {@code scale} is not positive and finite, or n exceeds 2^31 - 1
     */
    public TrainState randomState(double scale) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("initial scale %s; expected a positive finite number".formatted(scale));
        }
        int d = problem.featureDim();
        HostMatrix w = InitialFactors.gaussian(d, problem.classes(), scale, descent.seed(), 0);
        HostMatrix h = InitialFactors.gaussian(d, samples(), scale, descent.seed(), 1);
        return TrainState.at(w, h);
    }

    /** Number of samples as an int, which per-sample training needs. */
    int samples() {
        long n = problem.counts().samples();
        if (n > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("%d samples; training keeps one column for each and takes at most %d"
                    .formatted(n, Integer.MAX_VALUE));
        }
        return (int) n;
    }
}
