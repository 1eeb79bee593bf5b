package seli.solver;

/**
 * When a run ends.
 *
 * @param tolerance relative gap at which a run is {@link SolverStatus#OPTIMAL}, at least 0; only certified runs end so
 * @param maxIterations largest number of steps, at least 0
 * @param maxSeconds time limit in seconds, positive, possibly infinite
 * @param certifyEvery steps between two certificates; 0 for none
 */
public record SolverSettings(double tolerance, long maxIterations, double maxSeconds, long certifyEvery) {
    /** Checks the ranges. */
    public SolverSettings {
        if (!(tolerance >= 0) || maxIterations < 0 || !(maxSeconds > 0) || certifyEvery < 0) {
            throw new IllegalArgumentException(
                    ("tolerance %s, %d iterations, %s seconds, certificate every %d steps; expected a tolerance and steps of at"
                                    + " least 0 and a positive time")
                            .formatted(tolerance, maxIterations, maxSeconds, certifyEvery));
        }
    }

    /** A certified run: tolerance 1e-8 unless changed, a certificate every 25 steps. */
    public static SolverSettings certified(double tolerance, long maxIterations, double maxSeconds) {
        return new SolverSettings(tolerance, maxIterations, maxSeconds, 25);
    }

    /** A run of exactly {@code steps} steps without certificates. */
    public static SolverSettings steps(long steps) {
        return new SolverSettings(0, steps, Double.POSITIVE_INFINITY, 0);
    }
}
