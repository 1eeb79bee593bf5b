package seli.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import seli.backend.DenseMatrix;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;

/** A matrix of more than 2^31 numbers; takes 9 GB, so it runs in the Maven profile "huge" only. */
@Tag("huge")
class HugeMatrixTest {
    private static final int ROWS = 32_769;
    private static final int COLS = 65_537;

    @Test
    void numbersBehindTheTwoBillionthAreReachedByEveryOperation() {
        assertTrue((long) ROWS * COLS > 1L << 31);
        try (CpuBackend backend = CpuBackend.open(Precision.FLOAT32, 2);
                Workspace workspace = backend.openWorkspace()) {
            Assumptions.assumeTrue(backend.roomBytes() > 10L << 30, "less than 10 GiB are free");
            DenseMatrix w = workspace.zeros(ROWS, COLS);
            HostMatrix ones = HostMatrix.generate(ROWS, 1, (i, j) -> 1);
            w.columns(0, 1).upload(ones);
            w.columns(COLS - 1, 1).upload(ones);
            assertEquals(Math.sqrt(2.0 * ROWS), backend.algebra().norm(w), 1e-9);
            backend.algebra().scale(3, w);
            assertEquals(3, w.columns(COLS - 1, 1).download().get(ROWS - 1, 0));
            assertEquals(0, w.columns(COLS - 2, 1).download().norm());
            assertEquals(18.0 * ROWS, backend.algebra().dot(w, w), 1e-6);

            DenseMatrix h = workspace.upload(ones);
            DenseMatrix z = workspace.zeros(COLS, 1);
            backend.algebra().gemm(true, false, 1, w, h, 0, z);
            HostMatrix logits = z.download();
            assertEquals(3.0 * ROWS, logits.get(0, 0), 1);
            assertEquals(3.0 * ROWS, logits.get(COLS - 1, 0), 1);
            assertEquals(0, logits.get(COLS / 2, 0));

            DenseMatrix g = workspace.zeros(ROWS, 1);
            backend.algebra().gemm(false, false, 1, w, z, 0, g);
            assertEquals(18.0 * ROWS, g.download().get(ROWS - 1, 0), 10);
            DenseMatrix last = w.columns(COLS - 1, 1);
            backend.kernels().momentumStep(last, g, workspace.zeros(ROWS, 1), 0, 0, 0);
            assertEquals(3, last.download().get(0, 0));
        }
    }
}
