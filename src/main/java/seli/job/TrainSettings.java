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
 * @param method how it steps
 * @param descent its rate and all else that it needs; for {@link TrainMethod#NGD} the rate is the factor c of the step
 * @param steps number of steps in all, at least 0
 * @param log when it measures
 * @param checkpointEvery steps between two checkpoints, at least 1
 * @param checkpointShare largest share of the run's time that checkpoints take, in [0, 1]: one that would exceed it is
 *     left out, but for the last; 1 for all of them
 */
public record TrainSettings(
        UfmProblem problem,
        LossReduction reduction,
        TrainMethod method,
        DescentSettings descent,
        long steps,
        LogSchedule log,
        long checkpointEvery,
        double checkpointShare) {
    /** Checks the ranges, and that the method has what is asked for. */
    public TrainSettings {
        if (steps < 0 || checkpointEvery < 1) {
            throw new IllegalArgumentException("%d steps, a checkpoint every %d; expected at least 0 and at least 1"
                    .formatted(steps, checkpointEvery));
        }
        if (descent.batch() > problem.counts().samples()) {
            throw new IllegalArgumentException("batch of %d samples; expected at most n = %d, or 0 for all"
                    .formatted(descent.batch(), problem.counts().samples()));
        }
        if (!(checkpointShare >= 0 && checkpointShare <= 1)) {
            throw new IllegalArgumentException(
                    "share of time for checkpoints is %s; expected a number in [0, 1]".formatted(checkpointShare));
        }
        if (method == TrainMethod.NGD) {
            requireNone("ridge", problem.ridge().lambda());
            requireNone("momentum", descent.momentum());
            requireNone("mini-batch", descent.batch());
        }
    }

    /** Settings of plain gradient descent with all its checkpoints. */
    // waiver(parameters): those of the record, but two
    public TrainSettings(
            UfmProblem problem,
            LossReduction reduction,
            DescentSettings descent,
            long steps,
            LogSchedule log,
            long checkpointEvery) {
        this(problem, reduction, TrainMethod.GD, descent, steps, log, checkpointEvery, 1);
    }

    private static void requireNone(String what, Number got) {
        if (got.doubleValue() != 0) {
            throw new IllegalArgumentException(
                    "method ngd takes no %s, got %s; expected 0, or method gd".formatted(what, got));
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
