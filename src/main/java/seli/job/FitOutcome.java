package seli.job;

import seli.solver.SolverStatus;

/**
 * How a fit ended.
 *
 * @param settings what was asked for
 * @param status STATIONARY where the gradient is below the tolerance; the objective is convex, so that this is a
 *     minimum
 * @param iterations steps taken
 * @param value the objective, sum of losses and ridge
 * @param gradientNorm norm of its gradient with respect to W and b
 * @param initialNorm the same at W = 0, b = 0
 * @param relativeError gradientNorm / (lambda |W|), which bounds |W - W*| / |W| where b is that of W
 */
public record FitOutcome(
        FitSettings settings,
        SolverStatus status,
        long iterations,
        double value,
        double gradientNorm,
        double initialNorm,
        double relativeError) {
    /** Whether the gradient is below the tolerance. */
    public boolean isMet() {
        return status == SolverStatus.STATIONARY;
    }
}
