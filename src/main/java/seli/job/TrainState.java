package seli.job;

import seli.linalg.HostMatrix;

/**
 * Everything that the next step depends on.
 *
 * @param step steps taken so far
 * @param classifier W, d x k
 * @param embeddings H, d x n, samples sorted by class
 * @param classifierVelocity momentum of W, d x k
 * @param embeddingsVelocity momentum of H, d x n
 */
public record TrainState(
        long step,
        HostMatrix classifier,
        HostMatrix embeddings,
        HostMatrix classifierVelocity,
        HostMatrix embeddingsVelocity) {
    /** A state before the first step, velocities zero. */
    public static TrainState at(HostMatrix classifier, HostMatrix embeddings) {
        return new TrainState(
                0,
                classifier,
                embeddings,
                HostMatrix.zeros(classifier.rows(), classifier.cols()),
                HostMatrix.zeros(embeddings.rows(), embeddings.cols()));
    }
}
