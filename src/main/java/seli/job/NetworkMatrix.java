package seli.job;

import java.util.List;
import seli.io.MalformedFileException;
import seli.io.NpyArray;
import seli.io.UnusableFileException;
import seli.linalg.HostMatrix;

/** A matrix of a network as its file has it: a source to name in messages, a shape, and finite entries of sane size. */
final class NetworkMatrix {
    /** Squares and fourth powers of smaller numbers stay finite when millions of them are summed. */
    private static final double LARGEST = 1e60;

    private final NpyArray array;

    private NetworkMatrix(NpyArray array) {
        this.array = array;
    }

    /**
     * A matrix from a loaded array.
     *
     * @throws MalformedFileException if it has not two dimensions, no entry at all, or one that is not finite
     */
    static NetworkMatrix of(NpyArray array) throws UnusableFileException {
        List<Long> shape = array.shape();
        if (shape.size() != 2 || array.size() == 0) {
            throw new MalformedFileException(
                    array.source(),
                    "array of shape " + shape + "; expected a matrix with at least one row and one column");
        }
        return new NetworkMatrix(array.requireFinite());
    }

    /** Number of rows in the file. */
    long rows() {
        return array.shape().get(0);
    }

    /** Number of columns in the file. */
    long cols() {
        return array.shape().get(1);
    }

    /** The file or {@code FILE:MEMBER}. */
    String source() {
        return array.source();
    }

    /** Such as {@code w.npy is 10 x 512}. */
    String described() {
        return source() + " is " + rows() + " x " + cols();
    }

    /**
     * Checks the number of rows.
     *
     * @param each what a row stands for, such as {@code class}
     * @param because where the number comes from, such as {@code y.npy has 100 labels}
     * @throws IllegalArgumentException if it is another one; says so if the matrix looks transposed
     */
    NetworkMatrix requireRows(long expected, String each, String because) {
        return rows() == expected ? this : refuse(expected + " rows", each, because, cols() == expected);
    }

    /** Checks the number of columns, as {@link #requireRows}. */
    NetworkMatrix requireCols(long expected, String each, String because) {
        return cols() == expected ? this : refuse(expected + " columns", each, because, rows() == expected);
    }

    private NetworkMatrix refuse(String expected, String each, String because, boolean transposed) {
        String mend = transposed ? "; it looks transposed, so save its transpose (in NumPy: A.T)" : "";
        throw new IllegalArgumentException(
                "%s but %s; expected %s, one for each %s%s".formatted(described(), because, expected, each, mend));
    }

    /** The matrix as the file has it. */
    HostMatrix asWritten() throws UnusableFileException {
        HostMatrix matrix = array.toMatrix();
        requireModerate(matrix, "(%d, %d)");
        return matrix;
    }

    /** The transpose of what the file has; a file in C order is not copied twice. */
    HostMatrix transposed() throws UnusableFileException {
        HostMatrix matrix = array.toTransposedMatrix();
        requireModerate(matrix, "(%2$d, %1$d)");
        return matrix;
    }

    /** Names the first entry that is too large; {@code place} formats its row and column as the file counts them. */
    private void requireModerate(HostMatrix matrix, String place) throws MalformedFileException {
        for (int j = 0; j < matrix.cols(); j++) {
            for (int i = 0; i < matrix.rows(); i++) {
                if (Math.abs(matrix.get(i, j)) > LARGEST) {
                    throw new MalformedFileException(
                            source(),
                            "entry " + place.formatted(i, j) + " is " + matrix.get(i, j)
                                    + "; expected numbers of at most " + LARGEST + " in size");
                }
            }
        }
    }
}
