package seli.job;

import seli.linalg.HostMatrix;

/**
 * Everything that the next step depends on.
 *
 * @param step steps taken so far
 * @param logTime natural logarithm of the sum of the rates of these steps, for {@link TrainMethod#NGD}; minus infinity
 *     before the first, and for other methods, which know it from the step
 * @param classifier W, d x k
 * @param embeddings H, d x n, samples sorted by class
 * @param classifierVelocity momentum of W, d x k
 * @param embeddingsVelocity momentum of H, d x n
 */
public record TrainState(
        long step,
        double logTime,
        HostMatrix classifier,
        HostMatrix embeddings,
        HostMatrix classifierVelocity,
        HostMatrix embeddingsVelocity) {
    /** A state before the first step, velocities zero. */
    public static TrainState at(HostMatrix classifier, HostMatrix embeddings) {
        return new TrainState(
                0,
                Double.NEGATIVE_INFINITY,
                classifier,
                embeddings,
                HostMatrix.zeros(classifier.rows(), classifier.cols()),
                HostMatrix.zeros(embeddings.rows(), embeddings.cols()));
    }
}
