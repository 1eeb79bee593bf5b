package seli.job;

import java.util.Optional;
import seli.linalg.HostMatrix;
import seli.problem.UfmProblem;
import seli.solver.SolverSettings;

/**
 * What {@link SolveJob} is to solve.
 *
 * @param problem the problem, with positive ridge
 * @param limits tolerance and limits
 * @param start where to start
 */
public record SolveSettings(UfmProblem problem, SolverSettings limits, Start start) {
    /** Checks that there is a ridge. */
    public SolveSettings {
        if (problem.ridge().isZero()) {
            throw new IllegalArgumentException(
                    "lambda is 0; expected a positive number (without a ridge there is no optimum: use train)");
        }
    }

    /** Where the solver starts. */
    public sealed interface Start {}

    /** At SELI factors, near the optimum for small lambda. */
    public record SeliStart() implements Start {}

    /**
     * At independent normal numbers.
     *
     * @param seed seed of the generator
     */
    public record RandomStart(long seed) implements Start {}

    /**
     * At given factors.
     *
     * @param classifier W, d x k
     * @param classMeans M, d x k
     */
    public record WarmStart(HostMatrix classifier, HostMatrix classMeans) implements Start {}

    /** The warm start, if it is one. */
    public Optional<WarmStart> warmStart() {
        return start instanceof WarmStart warm ? Optional.of(warm) : Optional.empty();
    }
}
