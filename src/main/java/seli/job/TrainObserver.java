package seli.job;

import java.io.IOException;

/** Gets what training measures and reaches; it may store it, and cannot steer. */
public interface TrainObserver {
    /** An observer that does nothing. */
    TrainObserver NONE = new TrainObserver() {};

    /** Called at each logged step, in order. */
    default void measured(TrainRecord record) throws IOException {}

    /** Called with the state at each checkpoint and at the end, after the records up to it. */
    default void reached(TrainState state) throws IOException {}

    /** Called after each step, or now and then where steps are enqueued on a device; must be cheap. */
    default void stepped(long step, double loss) {}
}
