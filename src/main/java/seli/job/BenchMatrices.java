package seli.job;

import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;

/**
 * Matrices with entries spread evenly over an interval around 0, from a hash of their place: quick to make, and the
 * same on every backend. Wide ones repeat their first columns, so that little is made on the host and sent to the
 * device.
 */
final class BenchMatrices {
    /** Prime, so that no tile of the libraries sees equal columns side by side. */
    private static final int DISTINCT_COLUMNS = 61;

    private BenchMatrices() {}

    /** A new {@code rows x cols} matrix; entry (i, j) is {@link #entry} at column j mod 61. */
    static DenseMatrix repeating(Backend backend, Workspace workspace, Shape shape, int stream) {
        DenseMatrix matrix = workspace.zeros(shape.rows(), shape.cols());
        int distinct = Math.min(DISTINCT_COLUMNS, shape.cols());
        int[] columns = new int[shape.cols()];
        for (int j = 0; j < columns.length; j++) {
            columns[j] = j % distinct;
        }
        try (Workspace scratch = backend.openWorkspace()) {
            DenseMatrix first =
                    scratch.upload(HostMatrix.generate(shape.rows(), distinct, (i, j) -> entry(shape, i, j, stream)));
            backend.kernels().gatherColumns(first, columns, matrix);
            backend.synchronize(); // the scratch goes
        }
        return matrix;
    }

    /** Entry (i, j) of what {@link #repeating} makes. */
    static double repeated(Shape shape, int i, int j, int stream) {
        return entry(shape, i, j % Math.min(DISTINCT_COLUMNS, shape.cols()), stream);
    }

    /** A matrix on the host without repeated columns. */
    static HostMatrix distinct(Shape shape, int stream) {
        return HostMatrix.generate(shape.rows(), shape.cols(), (i, j) -> entry(shape, i, j, stream));
    }

    /** Entry (i, j) of the matrix of number {@code stream}: at most {@code scale} in size. */
    static double entry(Shape shape, int i, int j, int stream) {
        long hash = ((long) stream << 58) + (long) j * shape.rows() + i + 1;
        hash *= 0x9E3779B97F4A7C15L; // the finaliser of SplitMix64
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        hash ^= hash >>> 31;
        return shape.scale() * ((hash >> 11) * 0x1p-52);
    }

    /**
     * Shape and size of the entries.
     *
     * @param rows number of rows
     * @param cols number of columns
     * @param scale bound on the absolute value of an entry
     */
    record Shape(int rows, int cols, double scale) {}
}
