package seli.problem;

import seli.label.ClassCounts;

/**
 * The unconstrained-features model under ridge [TKVB22, Eq. 3]: over classifier W (d x k) and embeddings H (d x n),
 *
 * <pre>
 *   minimise  sum_i loss(W' h_i; y_i) + lambdaW/2 |W|_F^2 + lambdaH/2 |H|_F^2.
 * </pre>
 *
 * <p>With {@code lambda = sqrt(lambdaW lambdaH)} and d >= k - 1 its optimal value is that of the convex problem
 * {@code min L(Z) + lambda |Z|_*} over the logits Z = W'H, and every optimal h_i equals its class mean. Immutable;
 * knows no device.
 *
 * @param counts samples of each class
 * @param featureDim d, at least k - 1
 * @param loss the loss, with one set of parameters for each class
 * @param ridge the penalty; {@link Ridge#NONE} has no minimiser but is what training may run on
 */
public record UfmProblem(ClassCounts counts, int featureDim, VectorScalingLoss loss, Ridge ridge) {
    /** Checks that the loss has k classes and that d is at least k - 1. */
    public UfmProblem {
        if (loss.classes() != counts.classes()) {
            throw new IllegalArgumentException("loss has " + loss.classes() + " classes but counts have "
                    + counts.classes() + "; expected the same number");
        }
        if (featureDim < counts.classes() - 1) {
            throw new IllegalArgumentException(
                    "feature dimension " + featureDim + " is too small for " + counts.classes()
                            + " classes; expected at least k - 1 = " + (counts.classes() - 1)
                            + ", below which the optimum cannot be certified");
        }
    }

    /** Cross-entropy with the same ridge weight on both factors. */
    public static UfmProblem crossEntropy(ClassCounts counts, int featureDim, double lambda) {
        return new UfmProblem(counts, featureDim, VectorScalingLoss.crossEntropy(counts.classes()), Ridge.of(lambda));
    }

    /** Number of classes k. */
    public int classes() {
        return counts.classes();
    }
}
