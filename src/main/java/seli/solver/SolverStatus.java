package seli.solver;

/** How a run ended; each value says what the user has and what to do. */
public enum SolverStatus {
    /** The relative gap is certified to be within the tolerance. */
    OPTIMAL("certified: the relative gap is within the tolerance"),
    /** The gradient vanishes but no certificate was asked for or possible. */
    STATIONARY("the gradient vanishes, but global optimality is not certified"),
    /** All steps were taken. */
    MAX_ITERATIONS("the number of steps was reached; allow more if the result is not good enough"),
    /** The time limit was reached. */
    MAX_TIME("the time limit was reached; allow more time"),
    /** No further progress is possible in this precision. */
    STALLED("no further progress in this precision; the gap says how far the result is from the optimum"),
    /** A value is NaN or infinite. */
    NON_FINITE("a value is not finite; lower the learning rate or the initial scale"),
    /** The run was interrupted; what was reached is kept. */
    INTERRUPTED("interrupted; the result is what was reached");

    private final String sentence;

    SolverStatus(String sentence) {
        this.sentence = sentence;
    }

    /** What the status means, in words. */
    public String sentence() {
        return sentence;
    }
}
