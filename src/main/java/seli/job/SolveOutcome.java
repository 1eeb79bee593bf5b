package seli.job;

import java.util.List;
import seli.certificate.OptimalityCertificate;
import seli.linalg.HostMatrix;
import seli.problem.UfmProblem;
import seli.solver.SolverStatus;

/**
 * What {@link SolveJob} found.
 *
 * @param problem the problem that was solved
 * @param status how the run ended; OPTIMAL only where the certificate of the final factors proves it
 * @param certificate the certificate of the final factors
 * @param solution the factors
 * @param effort what it took
 * @param collapsedGroups groups of equal counts (indices in decreasing order of count) whose classes share one
 *     classifier and one class mean
 */
public record SolveOutcome(
        UfmProblem problem,
        SolverStatus status,
        OptimalityCertificate certificate,
        Solution solution,
        Effort effort,
        List<Integer> collapsedGroups) {
    /** Copies the list. */
    public SolveOutcome {
        collapsedGroups = List.copyOf(collapsedGroups);
    }

    /**
     * The factors.
     *
     * @param classifier W, d x k
     * @param classMeans M, d x k; every embedding equals its class mean
     * @param rank rank of W'M
     * @param nuclearNorm nuclear norm of W' M N^(1/2), the k x k form of the logits
     */
    public record Solution(HostMatrix classifier, HostMatrix classMeans, int rank, double nuclearNorm) {}

    /**
     * What it took.
     *
     * @param iterations steps of the solver
     * @param seconds wall-clock time, with the certificate
     */
    public record Effort(long iterations, double seconds) {}
}
