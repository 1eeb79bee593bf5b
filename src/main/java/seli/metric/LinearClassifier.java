package seli.metric;

import seli.linalg.HostMatrix;

/**
 * The last layer of a network: logits z = W'h + b.
 *
 * @param weights W (d x k), column c is the classifier of class c
 * @param bias b (k x 1), zero where the layer has none
 */
public record LinearClassifier(HostMatrix weights, HostMatrix bias) {
    /** Checks that there is one bias for each class, and at least two classes and one feature. */
    public LinearClassifier {
        if (weights.cols() < 2 || weights.rows() < 1) {
            throw new IllegalArgumentException("classifier of %d features and %d classes; expected at least 1 and 2"
                    .formatted(weights.rows(), weights.cols()));
        }
        if (bias.rows() != weights.cols() || bias.cols() != 1) {
            throw new IllegalArgumentException("bias of %d x %d for %d classes; expected %d x 1"
                    .formatted(bias.rows(), bias.cols(), weights.cols(), weights.cols()));
        }
    }

    /** A classifier without bias. */
    public static LinearClassifier of(HostMatrix weights) {
        return new LinearClassifier(weights, HostMatrix.zeros(weights.cols(), 1));
    }

    /** Number of classes k. */
    public int classes() {
        return weights.cols();
    }

    /** Number of features d. */
    public int featureDim() {
        return weights.rows();
    }
}
