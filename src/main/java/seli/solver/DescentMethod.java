package seli.solver;

/** One method in the hands of {@link SolverLoop}: it steps and answers, and decides nothing. */
interface DescentMethod {
    /** What a step came to. */
    enum Step {
        /** A step was taken. */
        TAKEN,
        /** No step lowers the objective in this precision. */
        NO_PROGRESS,
        /** A value is NaN or infinite. */
        NON_FINITE
    }

    /** Takes one step. */
    Step step();

    /** Whether a step is only enqueued on a device, for which one must wait to learn its value. */
    default boolean isEnqueued() {
        return false;
    }

    /** Whether steps that were only enqueued turn out to have met a value that is not finite; waits for them. */
    default boolean hasFailed() {
        return false;
    }

    /** Value at the current point, as {@link IterationRecord#value}. */
    double value();

    /** Norm of the gradient at the current point, or NaN. */
    double gradientNorm();

    /** Evaluations of value and gradient so far. */
    long evaluations();

    /** Steps that were taken before this run, for runs that go on where another stopped. */
    default long stepsBefore() {
        return 0;
    }

    /** Leaves a saddle point that the certificate has found; returns whether the point was changed. */
    default boolean escape() {
        return false;
    }
}
