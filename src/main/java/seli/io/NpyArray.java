package seli.io;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import seli.linalg.HostMatrix;

/**
 * One array of numbers, loaded from a file and immutable: shape, element type and values.
 *
 * <p>Kept in the element type and order that the file has; entries are named by their indices as NumPy names them,
 * 0-based. More than 2^31 elements are fine where memory allows. Every method that converts refuses, with one line that
 * names the file, what does not fit the target; nothing is rounded except integers beyond 2^53 to the nearest double.
 */
public final class NpyArray {
    private static final int TILE = 64;

    private final String source;
    private final ArrayLayout layout;
    private final long size;
    private final ByteBlocks bytes;

    NpyArray(String source, ArrayLayout layout, ByteBlocks bytes) {
        this.source = source;
        this.layout = layout;
        this.size = layout.size();
        this.bytes = bytes;
    }

    /**
     * Reads a {@code .npy} file of format version 1.0, 2.0 or 3.0 with element type f2, f4, f8, i1, i2, i4, i8, u1, u2,
     * u4, u8 or b1, of either byte order, in C or Fortran order.
     *
     * <p>Bytes after the last element are refused, although NumPy ignores them: more often than not they mean that the
     * header is wrong.
     *
     * @throws UnusableFileException if the file is missing or unreadable
     * @throws MalformedFileException if it holds anything else, such as pickled objects, or is cut short
     */
    public static NpyArray read(Path file) throws UnusableFileException {
        return NpyFile.find(file).load();
    }

    /** Where the array comes from: the file, or {@code FILE:MEMBER}. */
    public String source() {
        return source;
    }

    /** The dimensions; none for a scalar. */
    public List<Long> shape() {
        return layout.shape();
    }

    /** NumPy's name of the element type without byte order, such as {@code f4}; {@code bf16} for bfloat16. */
    public String elementType() {
        return layout.type().code();
    }

    /** Number of elements. */
    public long size() {
        return size;
    }

    /**
     * This array, if no entry is NaN or infinite.
     *
     * @throws MalformedFileException naming the indices and the value of the first such entry in the order of the file
     */
    public NpyArray requireFinite() throws MalformedFileException {
        if (!layout.type().isWhole()) {
            for (long i = 0; i < size; i++) {
                double value = number(i);
                if (!Double.isFinite(value)) {
                    throw new MalformedFileException(
                            source, "entry " + place(i) + " is " + value + "; expected finite numbers");
                }
            }
        }
        return this;
    }

    /**
     * The matrix of shape rows x cols that NumPy shows, whatever the order in the file; n values in one dimension
     * become an n x 1 column.
     *
     * @throws MalformedFileException if there are not one or two dimensions, a dimension is beyond what
     *     {@link HostMatrix} holds, or the heap has no room
     */
    public HostMatrix toMatrix() throws MalformedFileException {
        return matrix(false);
    }

    /**
     * The transpose of {@link #toMatrix}, without a second copy: rows in C order become columns as they lie.
     *
     * @throws MalformedFileException as {@link #toMatrix}
     */
    public HostMatrix toTransposedMatrix() throws MalformedFileException {
        return matrix(true);
    }

    private HostMatrix matrix(boolean transposed) throws MalformedFileException {
        layout.requireMatrix(source);
        long rows = transposed ? layout.cols() : layout.rows();
        long cols = transposed ? layout.rows() : layout.cols();
        if (rows > ArrayLayout.MAX_MATRIX_ROWS || cols > Integer.MAX_VALUE) {
            throw wrongShape(
                    "expected at most " + ArrayLayout.MAX_MATRIX_ROWS + " rows and " + Integer.MAX_VALUE + " columns");
        }
        HeapRoom.require(Double.BYTES * (size + rows), source);
        HostMatrix.Builder matrix = HostMatrix.builder((int) rows, (int) cols);
        if (layout.fortran() != transposed || cols == 1) {
            fillByColumns(matrix, (int) rows, (int) cols);
        } else {
            fillByRows(matrix, (int) rows, (int) cols);
        }
        return matrix.build();
    }

    private void fillByColumns(HostMatrix.Builder matrix, int rows, int cols) {
        double[] column = new double[rows];
        for (int j = 0; j < cols; j++) {
            for (int i = 0; i < rows; i++) {
                column[i] = number((long) j * rows + i);
            }
            matrix.setColumn(j, column, 0);
        }
    }

    /** Transposes in bands of 64 columns: reads runs of 64 entries, writes 64 columns side by side. */
    private void fillByRows(HostMatrix.Builder matrix, int rows, int cols) {
        for (long left = 0; left < cols; left += TILE) {
            int right = (int) Math.min(cols, left + TILE);
            for (int i = 0; i < rows; i++) {
                for (int j = (int) left; j < right; j++) {
                    matrix.set(i, j, number((long) i * cols + j));
                }
            }
        }
    }

    /**
     * The values as a vector; at most one dimension may differ from 1.
     *
     * @throws MalformedFileException if more do, or there are more than 2^31 - 9 values, or the heap has no room
     */
    public double[] toVector() throws MalformedFileException {
        double[] vector = new double[requireVector(Double.BYTES)];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = number(i);
        }
        return vector;
    }

    /**
     * The values as a vector of whole numbers; at most one dimension may differ from 1. Floating-point values are taken
     * if they are whole.
     *
     * @throws MalformedFileException as {@link #toVector}, or naming the first value that is not whole or beyond 64
     *     bits
     */
    public long[] toIntegers() throws MalformedFileException {
        long[] integers = new long[requireVector(Long.BYTES)];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = integer(i);
        }
        return integers;
    }

    /** Checks that this is a vector of a length for one Java array of such elements, and gives the length. */
    int requireVector(int elementBytes) throws MalformedFileException {
        if (layout.shape().stream().filter(dimension -> dimension != 1).count() > 1) {
            throw wrongShape("expected a vector (one dimension)");
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw wrongShape("expected at most " + (Integer.MAX_VALUE - 8) + " values");
        }
        HeapRoom.require(elementBytes * size, source);
        return (int) size;
    }

    /** Value {@code i} in the order of the file, if it is a whole number of 64 bits. */
    long integer(long i) throws MalformedFileException {
        ElementType type = layout.type();
        if (type.isWhole()) {
            long at = i * type.size();
            long value = type.whole(bytes.block(at), ByteBlocks.offset(at));
            if (value >= 0 || type != ElementType.UINT64) {
                return value;
            }
        }
        double value = number(i);
        if (value != Math.rint(value) || !(Math.abs(value) < 0x1p63)) {
            throw new MalformedFileException(source, "entry " + place(i) + " is " + value + "; expected whole numbers");
        }
        return (long) value;
    }

    /** Value {@code i} in the order of the file. */
    private double number(long i) {
        long at = i * layout.type().size();
        ByteBuffer block = bytes.block(at);
        return layout.type().number(block, ByteBlocks.offset(at));
    }

    /** The indices of value {@code i} in the order of the file: {@code 5} or {@code (3, 7)}. */
    String place(long i) {
        int dimensions = layout.shape().size();
        long[] index = new long[dimensions];
        long rest = i;
        for (int step = 0; step < dimensions; step++) {
            int d = layout.fortran() ? step : dimensions - 1 - step;
            index[d] = rest % layout.shape().get(d);
            rest /= layout.shape().get(d);
        }
        if (dimensions == 1) {
            return String.valueOf(i);
        }
        StringJoiner text = new StringJoiner(", ", "(", ")");
        for (long one : index) {
            text.add(String.valueOf(one));
        }
        return text.toString();
    }

    private MalformedFileException wrongShape(String expected) {
        return layout.wrong(source, expected);
    }

    /** Source, element type and shape. */
    @Override
    public String toString() {
        return source + ": " + elementType() + " " + layout.shapeText();
    }
}
