package seli.certificate;

import seli.backend.Backend;
import seli.backend.LossValue;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.UfmProblem;

/**
 * A rigorous bound on the distance of a point (W, H) from the global optimum F* of a {@link UfmProblem} with ridge:
 * {@code dual() <= F* <= primal}. The dual point is Q' = (1 - theta) I + theta Q, theta = min(1, lambda / sigma), where
 * column c of Q is the softmax at the class mean of class c and sigma the spectral norm of the weighted residual (I -
 * Q) N^(1/2); it is feasible for every loss of the vector-scaling family (derived in docs).
 *
 * @param primal the objective F(W, H)
 * @param gap {@code primal - dual}, at least 0, formed without cancellation
 * @param spectralNorm sigma, including an allowance for rounding, so that it is not underestimated
 * @param lambda {@code sqrt(lambdaW lambdaH)}, the bound that sigma must not exceed at an optimum
 */
public record OptimalityCertificate(double primal, double gap, double spectralNorm, double lambda) {
    /**
     * The certificate at classifier W and class means M (both d x k), every embedding on its class mean. Cost three k x
     * k products and one symmetric k x k eigenvalue problem on the backend.
     *
     * @throws IllegalArgumentException if the problem has no ridge or the shapes do not fit
     */
    public static OptimalityCertificate at(
            Backend backend, UfmProblem problem, HostMatrix classifier, HostMatrix classMeans) {
        requireShape("classifier", classifier, problem.featureDim(), problem.classes());
        requireShape("class means", classMeans, problem.featureDim(), problem.classes());
        return DualGap.at(backend, problem, classifier, classMeans);
    }

    /**
     * The certificate at classifier W (d x k) and embeddings H (d x n, samples sorted by class) that need not have
     * collapsed: the dual bound is that of the class means, and what the spread within classes costs is added to the
     * gap. Forms k x n logits.
     *
     * @throws IllegalArgumentException as {@link #at}
     */
    public static OptimalityCertificate atSamples(
            Backend backend, UfmProblem problem, HostMatrix classifier, HostMatrix embeddings) {
        requireShape("classifier", classifier, problem.featureDim(), problem.classes());
        requireShape(
                "embeddings",
                embeddings,
                problem.featureDim(),
                Math.toIntExact(problem.counts().samples()));
        try (Workspace workspace = backend.openWorkspace()) {
            UfmObjective objective = UfmObjective.perSample(backend, workspace, problem);
            FactorPair x = new FactorPair(workspace.upload(classifier), workspace.upload(embeddings));
            LossValue loss = objective.loss(x);
            double primal = loss.value() + objective.penalty(x);
            OptimalityCertificate means = at(backend, problem, classifier, objective.classMeans(x));
            double spread = Math.max(0, primal - means.primal);
            return new OptimalityCertificate(primal, means.gap + spread, means.spectralNorm, means.lambda);
        }
    }

    private static void requireShape(String what, HostMatrix matrix, int rows, int cols) {
        if (matrix.rows() != rows || matrix.cols() != cols) {
            throw new IllegalArgumentException(
                    "%s is %d x %d; expected %d x %d".formatted(what, matrix.rows(), matrix.cols(), rows, cols));
        }
    }

    /** The lower bound on the optimal value. */
    public double dual() {
        return primal - gap;
    }

    /** The gap divided by the objective, which is positive for every problem with ridge. */
    public double relativeGap() {
        return gap / Math.abs(primal);
    }

    /** sigma / lambda: at most 1 (up to rounding) at an optimum, above 1 at a saddle that can be escaped. */
    public double spectralNormRatio() {
        return spectralNorm / lambda;
    }

    /** Whether the relative gap is at most {@code tolerance}; false for a gap that is not a number. */
    public boolean provesOptimal(double tolerance) {
        return relativeGap() <= tolerance;
    }
}
