package seli.job;

/** Steps of gradient descent from a fixed start, as a benchmark takes them. */
interface BenchSteps {
    /**
     * Takes so many steps; they may still be enqueued afterwards.
     *
     * @throws ArithmeticException if the loss is not finite
     */
    void take(long steps);

    /** Most bytes of matrices that were live so far. */
    long peakBytes();

    /** What is particular about how the steps are taken; empty if nothing is. */
    String note();
}
