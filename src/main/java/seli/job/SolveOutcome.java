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
 * @param method the method that was used, never AUTO
 * @param status how the run ended; OPTIMAL only where the certificate of the final factors proves it
 * @param certificate the certificate of the final factors
 * @param solution the factors
 * @param effort what it took
 * @param collapsedGroups groups of equal counts (indices in decreasing order of count) whose classes share one
 *     classifier and one class mean
 */
public record SolveOutcome(
        UfmProblem problem,
        SolveMethod method,
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
     * @param classMeans M, d x k
     * @param spread what part of the embeddings is off their class means: sqrt(sum |h_i - m_y|^2 / sum |h_i|^2), 0
     *     where there is one column for each class
     * @param products the inner products of the two
     * @param rank rank of W'M
     * @param nuclearNorm nuclear norm of W' M N^(1/2), the k x k form of the logits
     */
    public record Solution(
            HostMatrix classifier,
            HostMatrix classMeans,
            double spread,
            Products products,
            int rank,
            double nuclearNorm) {}

    /**
     * Inner products of classifiers and class means, each k x k.
     *
     * @param classifier W'W
     * @param embedding M'M
     * @param centredEmbedding the same of the class means less their unweighted mean
     * @param logits W'M
     */
    public record Products(
            HostMatrix classifier, HostMatrix embedding, HostMatrix centredEmbedding, HostMatrix logits) {}

    /**
     * What it took.
     *
     * @param iterations steps of the solver
     * @param seconds wall-clock time, with the certificate
     */
    public record Effort(long iterations, double seconds) {}
}
