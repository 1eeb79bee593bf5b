package seli.backend;

import seli.linalg.HostMatrix;

/**
 * An arena: it owns every matrix and label vector it hands out, and {@link #close} frees them all, in reverse order.
 * Using one of them afterwards, or with another backend, throws IllegalStateException.
 */
public interface Workspace extends AutoCloseable {
    /**
     * A new {@code rows x cols} matrix of zeros.
     *
     * @throws IllegalArgumentException if it does not fit the free memory; the message has both numbers
     */
    DenseMatrix zeros(int rows, int cols);

    /** A new matrix with the entries of {@code m}, rounded to the backend's precision. */
    DenseMatrix upload(HostMatrix m);

    /**
     * The labels of the samples, one for each column of the logits; copied.
     *
     * @throws IllegalArgumentException if a label is outside [0, classes)
     */
    LabelVector labels(int[] labels, int classes);

    /** Frees everything; idempotent. */
    @Override
    void close();
}
