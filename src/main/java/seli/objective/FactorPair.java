package seli.objective;

import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;

/**
 * The two factors of the logits Z = W'H as one point of a vector space: classifier W (d x k) and embeddings H (d x n,
 * or d x k with one column for each class). Handles only; the workspace owns the memory, and the entries are mutable.
 *
 * @param classifier W, d x k
 * @param embeddings H, d x n
 */
public record FactorPair(DenseMatrix classifier, DenseMatrix embeddings) {
    /** Checks that both have d rows. */
    public FactorPair {
        if (classifier.rows() != embeddings.rows()) {
            throw new IllegalArgumentException(
                    "classifier has %d rows but embeddings have %d; expected the same feature dimension"
                            .formatted(classifier.rows(), embeddings.rows()));
        }
    }

    /** A new pair of zeros, d x k and d x n. */
    public static FactorPair zeros(Workspace workspace, int featureDim, int classes, int columns) {
        return new FactorPair(workspace.zeros(featureDim, classes), workspace.zeros(featureDim, columns));
    }

    /** A new pair of zeros of this pair's shapes. */
    public FactorPair zerosLike(Workspace workspace) {
        return zeros(workspace, classifier.rows(), classifier.cols(), embeddings.cols());
    }

    /** {@code this <- alpha x + beta this}; with {@code beta == 0} the old entries are not read. */
    public void axpby(DenseAlgebra algebra, double alpha, FactorPair x, double beta) {
        algebra.axpby(alpha, x.classifier, beta, classifier);
        algebra.axpby(alpha, x.embeddings, beta, embeddings);
    }

    /** {@code this <- factor this}. */
    public void scale(DenseAlgebra algebra, double factor) {
        algebra.scale(factor, classifier);
        algebra.scale(factor, embeddings);
    }

    /** The inner product, over both factors. */
    public double dot(DenseAlgebra algebra, FactorPair other) {
        return algebra.dot(classifier, other.classifier) + algebra.dot(embeddings, other.embeddings);
    }

    /** The norm {@code sqrt(|W|_F^2 + |H|_F^2)}. */
    public double norm(DenseAlgebra algebra) {
        return Math.hypot(algebra.norm(classifier), algebra.norm(embeddings));
    }
}
