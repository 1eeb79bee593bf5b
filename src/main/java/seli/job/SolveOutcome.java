package seli.job;

import java.util.List;
import java.util.Optional;
import seli.certificate.OptimalityCertificate;
import seli.exact.GroupedSolution;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.geometry.SingularValue;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.GeometryDistances;
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
     * The solution.
     *
     * @param factors the factors, unless there are too many classes to write them down
     * @param geometry norms, angles and distances
     * @param spread what part of the embeddings is off their class means: sqrt(sum |h_i - m_y|^2 / sum |h_i|^2), 0
     *     where there is one column for each class
     * @param rank rank of W'M
     * @param nuclearNorm nuclear norm of W' M N^(1/2), the k x k form of the logits
     * @param singularValues those of that matrix which are not 0, decreasing
     * @param blocks the solution by groups, if the method has one
     */
    public record Solution(
            Optional<Factors> factors,
            Geometry geometry,
            double spread,
            long rank,
            double nuclearNorm,
            List<SingularValue> singularValues,
            Optional<GroupedSolution> blocks) {
        /** Copies the list. */
        public Solution {
            singularValues = List.copyOf(singularValues);
        }

        /** W, d x k. */
        public HostMatrix classifier() {
            return factors.orElseThrow().classifier();
        }

        /** M, d x k. */
        public HostMatrix classMeans() {
            return factors.orElseThrow().classMeans();
        }
    }

    /**
     * The factors.
     *
     * @param classifier W, d x k
     * @param classMeans M, d x k
     * @param embeddings H, d x n, where the method has one column for each sample; else they are the class means
     */
    public record Factors(HostMatrix classifier, HostMatrix classMeans, Optional<HostMatrix> embeddings) {
        /** Factors whose embeddings are their class means. */
        public Factors(HostMatrix classifier, HostMatrix classMeans) {
            this(classifier, classMeans, Optional.empty());
        }
    }

    /**
     * Norms, angles and distances of a solution.
     *
     * @param distances distances to SELI and to the simplex ETF
     * @param classifier of W'W
     * @param embedding of M'M
     * @param alignment cosines of classifiers with class means
     */
    public record Geometry(
            GeometryDistances distances, GramGeometry classifier, GramGeometry embedding, Alignment alignment) {
        /** Measured on inner products that are there. */
        static Geometry of(ClassCounts counts, Products products) {
            return new Geometry(
                    GeometryDistances.ofProducts(
                            SeliGeometry.of(counts),
                            products.classifier(),
                            products.centredEmbedding(),
                            products.logits()),
                    GramGeometry.measured(counts, products.classifier()),
                    GramGeometry.measured(counts, products.embedding()),
                    Alignment.measured(counts, products.classifier(), products.embedding(), products.logits()));
        }
    }

    /**
     * Inner products of classifiers and class means, each k x k.
     *
     * @param classifier W'W
     * @param embedding M'M
     * @param centredEmbedding the same of the class means less their unweighted mean
     * @param logits W'M
     */
    record Products(HostMatrix classifier, HostMatrix embedding, HostMatrix centredEmbedding, HostMatrix logits) {}

    /**
     * What it took.
     *
     * @param iterations steps of the solver
     * @param seconds wall-clock time, with the certificate
     */
    public record Effort(long iterations, double seconds) {}
}
