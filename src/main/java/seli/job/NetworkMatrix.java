package seli.job;

import java.util.List;
import seli.io.ArraySource;
import seli.io.MalformedFileException;
import seli.io.NpyArray;
import seli.io.RowBlocks;
import seli.io.UnusableFileException;
import seli.linalg.HostMatrix;
import seli.metric.SampleStream;

/**
 * A matrix of a network as its file has it: a source to name in messages, a shape, and finite entries of sane size that
 * are read in blocks of vectors. A vector is a row of the file, one for each class or sample; in archives of this
 * program it is a column.
 */
final class NetworkMatrix {
    /** Squares and fourth powers of smaller numbers stay finite when millions of them are summed. */
    private static final double LARGEST = 1e60;

    private final RowBlocks vectors;
    private final boolean isTurned; // vectors are columns of the file

    private NetworkMatrix(RowBlocks vectors, boolean isTurned) {
        this.vectors = vectors;
        this.isTurned = isTurned;
    }

    /**
     * The matrix in a file, whose rows are vectors; only its shape is read now.
     *
     * @throws MalformedFileException if it is no matrix or has no entry at all
     */
    static NetworkMatrix of(ArraySource source) throws UnusableFileException {
        RowBlocks rows = source.rows();
        if (rows.rows() == 0) {
            throw new MalformedFileException(
                    rows.source(), "matrix of 0 rows; expected at least one row and one column");
        }
        return new NetworkMatrix(rows, false);
    }

    /** A loaded array whose rows are vectors. */
    static NetworkMatrix ofRows(NpyArray array) throws UnusableFileException {
        return new NetworkMatrix(LoadedRows.ofRows(checked(array)), false);
    }

    /** A loaded array whose columns are vectors. */
    static NetworkMatrix ofColumns(NpyArray array) throws UnusableFileException {
        return new NetworkMatrix(LoadedRows.ofColumns(checked(array)), true);
    }

    private static NpyArray checked(NpyArray array) throws MalformedFileException {
        List<Long> shape = array.shape();
        if (shape.size() != 2 || array.size() == 0) {
            throw new MalformedFileException(
                    array.source(),
                    "array of shape " + shape + "; expected a matrix with at least one row and one column");
        }
        return array;
    }

    /** Number of rows in the file. */
    long rows() {
        return isTurned ? vectors.cols() : vectors.rows();
    }

    /** Number of columns in the file. */
    long cols() {
        return isTurned ? vectors.rows() : vectors.cols();
    }

    /** The file or {@code FILE:MEMBER}. */
    String source() {
        return vectors.source();
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
        String mend = transposed && rows() > 1 && cols() > 1
                ? "; it looks transposed, so save its transpose (in NumPy: A.T)"
                : "";
        throw new IllegalArgumentException(
                "%s but %s; expected %s, one for each %s%s".formatted(described(), because, expected, each, mend));
    }

    /** All vectors as the columns of a matrix. */
    HostMatrix matrix() throws UnusableFileException {
        int d = vectors.cols();
        HeapNeed.require((double) d * vectors.rows(), described());
        HostMatrix.Builder all = HostMatrix.builder(d, Math.toIntExact(vectors.rows()));
        double[] column = new double[d];
        read(SampleStream.blockSize(d), (first, block) -> {
            for (int j = 0; j < block.cols(); j++) {
                block.copyColumn(j, column, 0);
                all.setColumn((int) first + j, column, 0);
            }
        });
        return all.build();
    }

    /** The vectors as a stream of samples, which reads the file again each time. */
    SampleStream stream() {
        if (vectors.rows() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    described() + "; expected at most " + (Integer.MAX_VALUE - 8) + " samples");
        }
        return new RowSamples(this, vectors.cols(), (int) vectors.rows());
    }

    /** Reads all vectors in blocks, d x b, and refuses an entry that is too large. */
    void read(int most, RowBlocks.Receiver receiver) throws UnusableFileException {
        double[] column = new double[vectors.cols()];
        vectors.read(most, (first, block) -> {
            for (int j = 0; j < block.cols(); j++) {
                block.copyColumn(j, column, 0);
                requireModerate(first + j, column);
            }
            receiver.accept(first, block);
        });
    }

    private void requireModerate(long vector, double[] entries) throws MalformedFileException {
        for (int i = 0; i < entries.length; i++) {
            if (Math.abs(entries[i]) > LARGEST) {
                String place = isTurned ? "(" + i + ", " + vector + ")" : "(" + vector + ", " + i + ")";
                throw new MalformedFileException(
                        source(),
                        "entry " + place + " is " + entries[i] + "; expected numbers of at most " + LARGEST
                                + " in size");
            }
        }
    }
}
