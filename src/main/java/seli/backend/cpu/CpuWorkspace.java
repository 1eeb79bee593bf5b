package seli.backend.cpu;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.Workspace;
import seli.backend.arena.Arena;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.linalg.HostMatrix;

/** Matrices in ND4J arrays in 'f' order, which closing the workspace frees at once. */
final class CpuWorkspace implements Workspace {
    private static final int LINE = 64;

    private final MemoryLedger ledger;
    private final NativeNumbers numbers;
    private final Padding padding;
    private final Arena arena;

    CpuWorkspace(MemoryLedger ledger, NativeNumbers numbers, Padding padding) {
        this.ledger = ledger;
        this.numbers = numbers;
        this.padding = padding;
        this.arena = ledger.openArena();
    }

    @Override
    public CpuMatrix zeros(int rows, int cols) {
        CpuMatrix matrix = uninitialized(rows, cols);
        matrix.clear();
        return matrix;
    }

    @Override
    public DenseMatrix upload(HostMatrix m) {
        CpuMatrix matrix = uninitialized(m.rows(), m.cols());
        matrix.upload(m);
        return matrix;
    }

    /** A matrix whose entries must be written before they are read. */
    CpuMatrix uninitialized(int rows, int cols) {
        arena.requireOpen("workspace");
        Shapes.requireSize(rows, cols);
        long leading = Math.max(1L, (long) rows + padding.rows());
        long width = Math.max(1L, (long) cols + 2L * padding.columns());
        String name = "matrix of %d x %d".formatted(rows, cols);
        long bytes = ledger.requireRoom(leading, width, numbers.precision().bytes(), name);
        INDArray array = Nd4j.createUninitialized(numbers.type(), new long[] {leading, width}, 'f');
        Pointer memory = array.data().addressPointer();
        arena.adopt(bytes, () -> free(array, memory, leading, width, name));
        if (!padding.equals(Padding.NONE)) {
            Padding.fill(numbers.precision(), memory, leading * width);
        }
        Pointer first = numbers.at(memory, padding.columns() * leading);
        return new CpuMatrix(arena, numbers, first, rows, cols, Math.toIntExact(leading));
    }

    /** The address of {@code bytes} bytes, on a cache line of their own; not initialised. */
    long raw(long bytes) {
        arena.requireOpen("workspace");
        long numbers = Math.addExact(bytes, 2L * LINE) / Double.BYTES;
        String name = "%d bytes of intermediate results".formatted(bytes);
        long size = ledger.requireRoom(numbers, 1, Double.BYTES, name);
        INDArray array = Nd4j.createUninitialized(DataType.DOUBLE, new long[] {numbers, 1}, 'f');
        arena.adopt(size, array::close);
        return (array.data().addressPointer().address() + LINE - 1) / LINE * LINE;
    }

    private void free(INDArray array, Pointer memory, long leading, long width, String name) {
        try {
            if (!padding.equals(Padding.NONE)) {
                padding.verify(numbers.precision(), memory, leading, width, name);
            }
        } finally {
            array.close();
        }
    }

    @Override
    public LabelVector labels(int[] labels, int classes) {
        arena.requireOpen("workspace");
        return new HostLabels(arena, labels, classes);
    }

    @Override
    public void close() {
        arena.close();
    }
}
