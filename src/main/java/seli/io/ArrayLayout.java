package seli.io;

import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How the elements of an array lie in a file: element type, byte order, order on disk and shape.
 *
 * @param type element type
 * @param order byte order of the elements
 * @param fortran whether the first index runs fastest, otherwise the last
 * @param shape the dimensions, each at least 0, with a product that fits 63 bits also in bytes
 */
record ArrayLayout(ElementType type, ByteOrder order, boolean fortran, List<Long> shape) {
    /** What {@link seli.linalg.HostMatrix} accepts as its number of rows; its own check would not name the file. */
    static final int MAX_MATRIX_ROWS = 1 << 27;

    private static final int MAX_LISTED = 8;

    ArrayLayout {
        shape = List.copyOf(shape);
    }

    /**
     * The layout of an untrusted shape.
     *
     * @throws MalformedFileException if a dimension is negative or all elements together have more than 2^63 - 1 bytes
     */
    static ArrayLayout checked(ElementType type, ByteOrder order, List<Long> shape, String source)
            throws MalformedFileException {
        return new ArrayLayout(type, order, false, shape).checked(source);
    }

    /** This layout, checked as {@link #checked(ElementType, ByteOrder, List, String)}. */
    ArrayLayout checked(String source) throws MalformedFileException {
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new MalformedFileException(
                        source, "negative dimension " + dimension + " in the shape; expected 0 or more");
            }
        }
        try {
            byteCount();
            return this;
        } catch (ArithmeticException e) {
            throw new MalformedFileException(
                    source, "shape " + shapeText() + " has more than 2^63 bytes; expected a shape that fits the data");
        }
    }

    /** Number of elements: the product of the dimensions, 1 for a scalar. */
    long size() {
        long size = shape.contains(0L) ? 0 : 1;
        for (long dimension : shape) {
            size = size == 0 ? 0 : Math.multiplyExact(size, dimension);
        }
        return size;
    }

    /** Bytes of all elements. */
    long byteCount() {
        return Math.multiplyExact(size(), (long) type.size());
    }

    /** Rows of the matrix: the first dimension. */
    long rows() {
        return shape.get(0);
    }

    /** Columns of the matrix: the second dimension, 1 for a vector, which is taken as a column. */
    long cols() {
        return shape.size() == 2 ? shape.get(1) : 1;
    }

    /** This layout, if it is that of a matrix or of a vector. */
    ArrayLayout requireMatrix(String source) throws MalformedFileException {
        if (shape.isEmpty() || shape.size() > 2) {
            throw wrong(source, "expected a matrix (two dimensions)");
        }
        return this;
    }

    /** A refusal of this shape. */
    MalformedFileException wrong(String source, String expected) {
        return new MalformedFileException(source, "array of shape " + shapeText() + "; " + expected);
    }

    /** The shape as NumPy prints it, such as {@code (10, 512)} or {@code (3,)}; cut after 8 dimensions. */
    String shapeText() {
        String end = shape.size() == 1 ? ",)" : shape.size() > MAX_LISTED ? ", ...)" : ")";
        return shape.stream().limit(MAX_LISTED).map(String::valueOf).collect(Collectors.joining(", ", "(", end));
    }
}
