package seli.metric;

import seli.linalg.HostMatrix;
import seli.linalg.Svd;

/**
 * The k x k matrices of inner products of a classifier W and its class means, for figures; Mc are the means less their
 * unweighted mean.
 *
 * @param classifier W'W
 * @param embedding Mc'Mc
 * @param logits W'M, without bias
 */
public record ClassGrams(HostMatrix classifier, HostMatrix embedding, HostMatrix logits) {
    /** Up to so many classes they are kept. */
    public static final int MOST_CLASSES = 200;

    /** Singular values of the class logits W'M, decreasing: beside those of SELI's P, which are all 1. */
    public double[] logitValues() {
        return Svd.of(logits).values();
    }

    /** Singular values of W, decreasing; those below 1e-8 of the first are rounding. */
    public double[] classifierValues() {
        return roots(classifier);
    }

    /** Singular values of Mc, decreasing; those below 1e-8 of the first are rounding. */
    public double[] embeddingValues() {
        return roots(embedding);
    }

    private static double[] roots(HostMatrix gram) {
        double[] values = Svd.of(gram).values(); // of a symmetric matrix without negative eigenvalues
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.sqrt(values[i]);
        }
        return values;
    }
}
