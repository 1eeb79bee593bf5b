package seli.backend.reference;

import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.Workspace;
import seli.backend.arena.Arena;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.linalg.HostMatrix;

/** Matrices as arrays on the heap. */
final class ReferenceWorkspace implements Workspace {
    private final MemoryLedger ledger;
    private final Arena arena;

    ReferenceWorkspace(MemoryLedger ledger) {
        this.ledger = ledger;
        this.arena = ledger.openArena();
    }

    @Override
    public DenseMatrix zeros(int rows, int cols) {
        arena.requireOpen("workspace");
        Shapes.requireSize(rows, cols);
        String what = "matrix of %d x %d".formatted(rows, cols);
        long bytes = ledger.requireRoom(rows, cols, Double.BYTES, what);
        if (bytes / Double.BYTES > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(what + " exceeds the 2^31 entries of one Java array; use --backend cpu");
        }
        ReferenceMatrix matrix = new ReferenceMatrix(arena, rows, cols, new double[rows * cols]);
        arena.adopt(bytes, () -> {});
        return matrix;
    }

    @Override
    public DenseMatrix upload(HostMatrix m) {
        DenseMatrix matrix = zeros(m.rows(), m.cols());
        matrix.upload(m);
        return matrix;
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
