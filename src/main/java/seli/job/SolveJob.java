package seli.job;

import seli.backend.Backend;
import seli.solver.IterationListener;

/** The certified global optimum of ridge-regularised UFM, by the method that the settings name. */
public final class SolveJob {
    private SolveJob() {}

    /**
     * Solves on {@code backend}; {@code listener} gets every iteration.
     *
     * @throws IllegalArgumentException if the matrices do not fit the memory, or a warm start has the wrong shape
     */
    public static SolveOutcome run(Backend backend, SolveSettings settings, IterationListener listener) {
        return switch (settings.chosenMethod(true)) {
            case GROUPED -> GroupedSolve.run(settings, listener);
            case AUTO, COLLAPSED -> CollapsedSolve.run(backend, settings, listener);
            case LBFGS -> SampleSolve.run(backend, settings, listener);
        };
    }

    /**
     * Solves by groups, which needs no backend.
     *
     * @throws IllegalArgumentException if there are too many groups, or the loss differs within one
     */
    public static SolveOutcome runGrouped(SolveSettings settings, IterationListener listener) {
        return GroupedSolve.run(settings, listener);
    }
}
