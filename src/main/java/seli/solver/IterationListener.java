package seli.solver;

/** Gets the record of every iteration; it may read the solver's point but cannot steer. */
@FunctionalInterface
public interface IterationListener {
    /** A listener that does nothing. */
    IterationListener NONE = record -> {};

    /** Called before the first step (iteration 0) and after each step, on the solver's thread. */
    void onIteration(IterationRecord record);
}
