package seli.backend;

import seli.linalg.HostMatrix;

/**
 * A handle to a column-major {@code rows x cols} matrix in device memory; its {@link Workspace} owns the memory. The
 * leading dimension is the backend's affair.
 */
public interface DenseMatrix {
    /** Number of rows. */
    int rows();

    /** Number of columns. */
    int cols();

    /** The entries as doubles; synchronizes. */
    HostMatrix download();

    /**
     * Overwrites all entries.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    void upload(HostMatrix m);

    /**
     * A view of columns {@code first .. first + count}: the same memory, valid as long as this matrix.
     *
     * @throws IllegalArgumentException if the range is not inside this matrix
     */
    DenseMatrix columns(int first, int count);
}
