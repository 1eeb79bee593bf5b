package seli.backend.reference;

import seli.backend.DenseMatrix;
import seli.backend.arena.Arena;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.linalg.HostMatrix;

/** Column-major entries in one array; a view starts at an offset. */
final class ReferenceMatrix implements DenseMatrix {
    private final Arena arena;
    private final int rows;
    private final int cols;
    private final double[] data;
    private final int offset;

    /** A matrix in {@code data}, which it takes over. */
    ReferenceMatrix(Arena arena, int rows, int cols, double[] data) {
        this(arena, rows, cols, data, 0);
    }

    private ReferenceMatrix(Arena arena, int rows, int cols, double[] data, int offset) {
        this.arena = arena;
        this.rows = rows;
        this.cols = cols;
        this.data = data;
        this.offset = offset;
    }

    /** {@code m} as a reference matrix that {@code user} may use; IllegalStateException if it may not. */
    static ReferenceMatrix of(MemoryLedger user, DenseMatrix m) {
        if (!(m instanceof ReferenceMatrix mine)) {
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

    double get(int i, int j) {
        return data[offset + j * rows + i];
    }

    void set(int i, int j, double value) {
        data[offset + j * rows + i] = value;
    }

    boolean overlaps(ReferenceMatrix other) {
        return data == other.data // identity: views share the array
                && offset < other.offset + other.rows * other.cols
                && other.offset < offset + rows * cols;
    }

    @Override
    public HostMatrix download() {
        arena.requireOpen(this);
        return HostMatrix.generate(rows, cols, this::get);
    }

    @Override
    public void upload(HostMatrix m) {
        arena.requireOpen(this);
        Shapes.requireUpload(m, this);
        for (int j = 0; j < cols; j++) {
            m.copyColumn(j, data, offset + j * rows);
        }
    }

    @Override
    public DenseMatrix columns(int first, int count) {
        arena.requireOpen(this);
        Shapes.requireColumns(this, first, count);
        return new ReferenceMatrix(arena, rows, count, data, offset + first * rows);
    }

    @Override
    public String toString() {
        return "%d x %d matrix of %s".formatted(rows, cols, arena.name());
    }
}
