package seli.backend.cuda;

import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.backend.arena.Arena;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.linalg.HostMatrix;

/** Matrices in device memory, each an allocation of its own. */
final class CudaWorkspace implements Workspace {
    private final DeviceMemory memory;
    private final Precision precision;
    private final int padding;
    private final Arena arena;

    /**
     * An empty workspace.
     *
     * @param padding rows below each column that belong to no matrix: 0, or more in tests of leading dimensions
     */
    CudaWorkspace(MemoryLedger ledger, DeviceMemory memory, Precision precision, int padding) {
        this.memory = memory;
        this.precision = precision;
        this.padding = padding;
        this.arena = ledger.openArena();
    }

    @Override
    public CudaMatrix zeros(int rows, int cols) {
        CudaMatrix matrix = uninitialized(rows, cols);
        matrix.clear();
        return matrix;
    }

    @Override
    public DenseMatrix upload(HostMatrix m) {
        CudaMatrix matrix = uninitialized(m.rows(), m.cols());
        matrix.upload(m);
        return matrix;
    }

    /** A matrix whose entries must be written before they are read. */
    CudaMatrix uninitialized(int rows, int cols) {
        arena.requireOpen("workspace");
        Shapes.requireSize(rows, cols);
        int leading = Math.addExact(Math.max(1, rows), padding);
        long address =
                memory.allocate(arena, leading, cols, precision.bytes(), "matrix of %d x %d".formatted(rows, cols));
        return new CudaMatrix(arena, memory, precision, address, rows, cols, rows == 0 ? 1 : leading);
    }

    /** The address of {@code count} numbers of {@code bytesEach} bytes, not initialised. */
    long numbers(long count, int bytesEach) {
        arena.requireOpen("workspace");
        return memory.allocate(arena, count, 1, bytesEach, "%d numbers".formatted(count));
    }

    /** Runs {@code release} when this workspace is closed, before what was handed out earlier is freed. */
    void onClose(Runnable release) {
        arena.adopt(0, release);
    }

    @Override
    public LabelVector labels(int[] labels, int classes) {
        arena.requireOpen("workspace");
        return new CudaLabels(arena, memory, labels, classes);
    }

    @Override
    public void close() {
        arena.close();
    }
}
