package seli.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import seli.linalg.HostMatrix;

/**
 * An array ready to be written in NumPy's format, version 1.0, little endian. Matrices are f8 in Fortran order, so that
 * their columns go out as they lie in memory; the same content always gives the same bytes.
 */
public final class NpyWriter {
    /** Columns up to this length are copied together, longer ones go entry by entry. */
    private static final int MAX_COPY = 1 << 14;

    private final ArrayLayout layout;
    private final Values values;

    private NpyWriter(ElementType type, boolean fortran, List<Long> shape, Values values) {
        this.layout = new ArrayLayout(type, ByteOrder.LITTLE_ENDIAN, fortran, shape);
        this.values = values;
    }

    /** Puts all values of an array, in the order of the file. */
    @FunctionalInterface
    private interface Values {
        void putTo(LittleEndianOutput out) throws IOException;
    }

    /** A matrix: f8, Fortran order, shape (rows, cols). Reads the matrix by blocks of columns while writing. */
    public static NpyWriter of(HostMatrix matrix) {
        List<Long> shape = List.of((long) matrix.rows(), (long) matrix.cols());
        return new NpyWriter(ElementType.FLOAT64, true, shape, out -> putMatrix(matrix, out));
    }

    /** A vector of doubles: f8, copied. */
    public static NpyWriter of(double... vector) {
        double[] copy = vector.clone();
        return new NpyWriter(ElementType.FLOAT64, false, List.of((long) copy.length), out -> {
            for (double value : copy) {
                out.putDouble(value);
            }
        });
    }

    /** A vector of integers: i8, copied. */
    public static NpyWriter of(long... vector) {
        long[] copy = vector.clone();
        return new NpyWriter(ElementType.INT64, false, List.of((long) copy.length), out -> {
            for (long value : copy) {
                out.putLong(value);
            }
        });
    }

    /** A vector of integers, such as labels: i4, copied. */
    public static NpyWriter of(int... vector) {
        int[] copy = vector.clone();
        return new NpyWriter(ElementType.INT32, false, List.of((long) copy.length), out -> {
            for (int value : copy) {
                out.putInt(value);
            }
        });
    }

    /** One integer: i8, shape (). */
    public static NpyWriter ofScalar(long value) {
        return new NpyWriter(ElementType.INT64, false, List.of(), out -> out.putLong(value));
    }

    /** One double: f8, shape (). */
    public static NpyWriter ofScalar(double value) {
        return new NpyWriter(ElementType.FLOAT64, false, List.of(), out -> out.putDouble(value));
    }

    private static void putMatrix(HostMatrix matrix, LittleEndianOutput out) throws IOException {
        int rows = matrix.rows();
        if (rows > MAX_COPY) {
            for (int j = 0; j < matrix.cols(); j++) {
                for (int i = 0; i < rows; i++) {
                    out.putDouble(matrix.get(i, j));
                }
            }
            return;
        }
        int band = MAX_COPY / Math.max(1, rows);
        double[] columns = new double[rows * Math.min(band, matrix.cols())];
        for (long first = 0; first < matrix.cols(); first += band) {
            int count = (int) Math.min(band, matrix.cols() - first);
            matrix.copyColumns((int) first, count, columns);
            for (int i = 0; i < count * rows; i++) {
                out.putDouble(columns[i]);
            }
        }
    }

    /** Bytes that {@link #writeTo} writes. */
    public long byteCount() {
        return NpyHeader.toBytes(layout).length + layout.byteCount();
    }

    /** Writes header and values; does not close or synchronize {@code out}. */
    public void writeTo(OutputStream out) throws IOException {
        LittleEndianOutput numbers = new LittleEndianOutput(out, layout.byteCount());
        numbers.putBytes(NpyHeader.toBytes(layout));
        values.putTo(numbers);
        numbers.flush();
    }

    /**
     * Writes a {@code .npy} file as {@link AtomicFile#write} does.
     *
     * @throws UnusableFileException if the place cannot be written to
     * @throws IOException if writing fails; an older file is then still there
     */
    public void write(Path target) throws IOException {
        AtomicFile.write(target, this::writeTo);
    }
}
