package seli.backend.cpu;

import org.bytedeco.javacpp.Pointer;
import seli.backend.DenseMatrix;
import seli.backend.arena.Arena;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.linalg.HostMatrix;

/**
 * Column-major numbers in native memory. Matrices with equally many rows have equal leading dimensions, so that one
 * offset fits all operands of an entrywise operation; {@link #blocks} cuts such operations into stretches for the heap.
 */
final class CpuMatrix implements DenseMatrix {
    /** Numbers that entrywise operations move at a time: a few arrays of them fit the first-level cache's successor. */
    static final int BLOCK = 4096;

    private final Arena arena;
    private final NativeNumbers numbers;
    private final Pointer data;
    private final int rows;
    private final int cols;
    private final int leading;

    // waiver(parameters): a handle is exactly its owner, its memory and its shape
    CpuMatrix(Arena arena, NativeNumbers numbers, Pointer data, int rows, int cols, int leading) {
        this.arena = arena;
        this.numbers = numbers;
        this.data = data;
        this.rows = rows;
        this.cols = cols;
        this.leading = leading;
    }

    /** {@code m} as a matrix that {@code user} may use; IllegalStateException if it may not. */
    static CpuMatrix of(MemoryLedger user, DenseMatrix m) {
        if (!(m instanceof CpuMatrix mine)) {
            throw Arena.foreign(user, m);
        }
        mine.arena.requireUsableBy(user, m);
        return mine;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int cols() {
        return cols;
    }

    /** The leading dimension, at least 1. */
    int leading() {
        return leading;
    }

    /** The first number. */
    Pointer data() {
        return data;
    }

    boolean overlaps(CpuMatrix other) {
        long first = data.address();
        long otherFirst = other.data.address();
        return first < otherFirst + other.span() && otherFirst < first + span();
    }

    /** Bytes from the first number to behind the last. */
    private long span() {
        return rows == 0 || cols == 0
                ? 0
                : ((cols - 1L) * leading + rows) * numbers.precision().bytes();
    }

    /** Number of stretches of at most {@link #BLOCK} adjacent numbers. */
    long blocks() {
        return leading == rows ? ceil((long) rows * cols) : cols * ceil(rows);
    }

    /** Offset of the first number of stretch {@code b}. */
    long blockOffset(long b) {
        return leading == rows ? b * BLOCK : b / ceil(rows) * leading + b % ceil(rows) * BLOCK;
    }

    /** Number of numbers in stretch {@code b}. */
    int blockLength(long b) {
        long left = leading == rows ? (long) rows * cols - b * BLOCK : rows - b % ceil(rows) * BLOCK;
        return (int) Math.min(BLOCK, left);
    }

    private static long ceil(long count) {
        return (count + BLOCK - 1) / BLOCK;
    }

    /** Offset of entry (i, j). */
    long offset(int i, int j) {
        return (long) j * leading + i;
    }

    void read(long offset, double[] into, int count) {
        numbers.read(data, offset, into, 0, count);
    }

    void write(double[] from, long offset, int count) {
        numbers.write(from, 0, data, offset, count);
    }

    /** Copies columns {@code first .. first + count} to the start of {@code into}, one after the other. */
    void readColumns(int first, int count, double[] into) {
        if (leading == rows) {
            numbers.read(data, offset(0, first), into, 0, count * rows);
            return;
        }
        for (int j = 0; j < count; j++) {
            numbers.read(data, offset(0, first + j), into, j * rows, rows);
        }
    }

    /** The reverse of {@link #readColumns}. */
    void writeColumns(double[] from, int first, int count) {
        if (leading == rows) {
            numbers.write(from, 0, data, offset(0, first), count * rows);
            return;
        }
        for (int j = 0; j < count; j++) {
            numbers.write(from, j * rows, data, offset(0, first + j), rows);
        }
    }

    /** Copies column {@code column} of {@code source}, of equal precision and height, bit for bit. */
    void copyColumn(CpuMatrix source, int column, int to) {
        long bytes = (long) rows * numbers.precision().bytes();
        Pointer.memcpy(numbers.at(data, offset(0, to)), numbers.at(source.data, source.offset(0, column)), bytes);
    }

    /** Copies what stands above the diagonal in column {@code j} of this square matrix to the left of it in row j. */
    void copyColumnToRow(int j) {
        numbers.spread(j, data, offset(0, j), data, offset(j, 0), leading);
    }

    /** Makes every entry 0. */
    void clear() {
        int bytes = numbers.precision().bytes();
        if (leading == rows) {
            Pointer.memset(data, 0, (long) rows * cols * bytes);
            return;
        }
        for (int j = 0; j < cols; j++) {
            Pointer.memset(numbers.at(data, offset(0, j)), 0, (long) rows * bytes);
        }
    }

    @Override
    public HostMatrix download() {
        arena.requireOpen(this);
        HostMatrix.Builder host = HostMatrix.builder(rows, cols);
        double[] column = new double[rows];
        for (int j = 0; j < cols; j++) {
            readColumns(j, 1, column);
            host.setColumn(j, column, 0);
        }
        return host.build();
    }

    @Override
    public void upload(HostMatrix m) {
        arena.requireOpen(this);
        Shapes.requireUpload(m, this);
        double[] column = new double[rows];
        for (int j = 0; j < cols; j++) {
            m.copyColumn(j, column, 0);
            writeColumns(column, j, 1);
        }
    }

    @Override
    public DenseMatrix columns(int first, int count) {
        arena.requireOpen(this);
        Shapes.requireColumns(this, first, count);
        return new CpuMatrix(arena, numbers, numbers.at(data, offset(0, first)), rows, count, leading);
    }

    @Override
    public String toString() {
        return "%d x %d matrix of %s".formatted(rows, cols, arena.name());
    }
}
