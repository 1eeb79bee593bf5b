package seli.backend.cuda;

import seli.backend.DenseMatrix;
import seli.backend.Precision;
import seli.backend.arena.Arena;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.linalg.HostMatrix;

/** Column-major numbers in device memory, known by the address of the first. */
final class CudaMatrix implements DenseMatrix {
    private final Arena arena;
    private final DeviceMemory memory;
    private final Precision precision;
    private final long address;
    private final int rows;
    private final int cols;
    private final int leading;

    // waiver(parameters): a handle is exactly its owner, its memory and its shape
    CudaMatrix(Arena arena, DeviceMemory memory, Precision precision, long address, int rows, int cols, int leading) {
        this.arena = arena;
        this.memory = memory;
        this.precision = precision;
        this.address = address;
        this.rows = rows;
        this.cols = cols;
        this.leading = leading;
    }

    /** {@code m} as a matrix that {@code user} may use; IllegalStateException if it may not. */
    static CudaMatrix of(MemoryLedger user, DenseMatrix m) {
        if (!(m instanceof CudaMatrix mine)) {
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

    /** The leading dimension in numbers, at least 1. */
    int leading() {
        return leading;
    }

    /** The address of the first number. */
    long address() {
        return address;
    }

    /** The address of the first number, for the libraries. */
    DevicePointer pointer() {
        return DevicePointer.at(address);
    }

    boolean isEmpty() {
        return rows == 0 || cols == 0;
    }

    boolean overlaps(CudaMatrix other) {
        return address < other.address + other.span() && other.address < address + span();
    }

    /** Bytes from the first number to behind the last. */
    private long span() {
        return isEmpty() ? 0 : ((cols - 1L) * leading + rows) * precision.bytes();
    }

    private long columnAddress(int j) {
        return address + (long) j * leading * precision.bytes();
    }

    /** Makes every entry 0; only enqueues. */
    void clear() {
        long column = (long) rows * precision.bytes();
        if (leading == rows) {
            memory.clear(address, column * cols);
            return;
        }
        for (int j = 0; j < cols; j++) {
            memory.clear(columnAddress(j), column);
        }
    }

    /** Columns that one copy moves: adjacent ones as far as the staging reaches. */
    private int columnsAtOnce() {
        return leading == rows ? Math.max(1, DeviceMemory.stagingBytes() / precision.bytes() / rows) : 1;
    }

    @Override
    public HostMatrix download() {
        arena.requireOpen(this);
        HostMatrix.Builder host = HostMatrix.builder(rows, cols);
        if (isEmpty()) {
            return host.build();
        }
        int width = Math.min(cols, columnsAtOnce());
        double[] block = new double[width * rows];
        for (int j = 0; j < cols; j += width) {
            int count = Math.min(width, cols - j);
            memory.readNumbers(columnAddress(j), precision, block, count * rows);
            for (int i = 0; i < count; i++) {
                host.setColumn(j + i, block, i * rows);
            }
        }
        return host.build();
    }

    @Override
    public void upload(HostMatrix m) {
        arena.requireOpen(this);
        Shapes.requireUpload(m, this);
        if (isEmpty()) {
            return;
        }
        int width = Math.min(cols, columnsAtOnce());
        double[] block = new double[width * rows];
        for (int j = 0; j < cols; j += width) {
            int count = Math.min(width, cols - j);
            for (int i = 0; i < count; i++) {
                m.copyColumn(j + i, block, i * rows);
            }
            memory.writeNumbers(columnAddress(j), precision, block, count * rows);
        }
    }

    @Override
    public DenseMatrix columns(int first, int count) {
        arena.requireOpen(this);
        Shapes.requireColumns(this, first, count);
        return new CudaMatrix(arena, memory, precision, columnAddress(first), rows, count, leading);
    }

    @Override
    public String toString() {
        return "%d x %d matrix of %s".formatted(rows, cols, arena.name());
    }
}
