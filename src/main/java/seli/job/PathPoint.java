package seli.job;

import java.util.List;
import java.util.Optional;
import seli.certificate.OptimalityCertificate;
import seli.geometry.SingularValue;
import seli.metric.GeometryDistances;
import seli.solver.SolverStatus;

/**
 * The optimum at one lambda of a regularisation path.
 *
 * @param lambda the weight of the nuclear norm
 * @param status OPTIMAL where the certificate proves it
 * @param certificate the certificate
 * @param rank rank of the logits
 * @param nuclearNorm nuclear norm of the k x k form of the logits
 * @param singularValues those of that form which are not 0, decreasing
 * @param steps Newton steps
 * @param distances distances to SELI and to the simplex ETF
 * @param sampleDistances the same in conventions that do not centre, or weigh by samples
 * @param collapsedGroups groups whose classes share one classifier and one class mean
 * @param margins least margin of a sample of each group
 * @param probabilities probability of the target for a sample of each group
 * @param geometry norms and angles, where there are few groups
 */
public record PathPoint(
        double lambda,
        SolverStatus status,
        OptimalityCertificate certificate,
        long rank,
        double nuclearNorm,
        List<SingularValue> singularValues,
        long steps,
        GeometryDistances distances,
        SampleDistances sampleDistances,
        List<Integer> collapsedGroups,
        List<Double> margins,
        List<Double> probabilities,
        Optional<SolveOutcome.Geometry> geometry) {
    /** Copies the lists. */
    public PathPoint {
        singularValues = List.copyOf(singularValues);
        collapsedGroups = List.copyOf(collapsedGroups);
        margins = List.copyOf(margins);
        probabilities = List.copyOf(probabilities);
    }

    /**
     * Distances to SELI; NaN where a matrix is zero.
     *
     * @param embedding of M'M of the class means as they are
     * @param samples of H'H, n x n
     * @param sampleLogits of W'H, k x n
     */
    public record SampleDistances(double embedding, double samples, double sampleLogits) {}
}
