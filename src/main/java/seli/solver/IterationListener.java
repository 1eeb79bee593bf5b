package seli.solver;

/** Gets the record of every iteration; it may read the solver's point but cannot steer. */
@FunctionalInterface
public interface IterationListener {
    /** A listener that does nothing. */
    IterationListener NONE = record -> {};

    /**
     * Whether the record of this iteration is wanted, where steps are only enqueued on a device: to make one, the
     * device must be waited for. Elsewhere there is a record of every iteration.
     */
    default boolean wants(long iteration) {
        return true;
    }

    /** Called before the first step (iteration 0) and after each step where wanted, on the solver's thread. */
    void onIteration(IterationRecord record);
}
