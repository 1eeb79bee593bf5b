package seli.backend.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.NothingLive;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;

class ReferenceAlgebraTest {
    @RegisterExtension
    final NothingLive live = new NothingLive();

    private Backend backend;
    private DenseAlgebra algebra;

    @BeforeEach
    void open() {
        backend = live.watch(ReferenceBackend.open());
        algebra = backend.algebra();
    }

    @Test
    void gemmScalesAndAccumulates() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.upload(HostMatrix.of(1, 2, 2, 3));
            DenseMatrix b = workspace.upload(HostMatrix.of(2, 1, 5, 7));
            DenseMatrix c = workspace.upload(HostMatrix.of(1, 1, 100));

            algebra.gemm(false, false, 0.5, a, b, -1, c);

            assertEquals(HostMatrix.of(1, 1, -84.5), c.download());
        }
    }

    @Test
    void axpbyAndScaleByHand() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix x = workspace.upload(HostMatrix.of(1, 2, 1, -2));
            DenseMatrix y = workspace.upload(HostMatrix.of(1, 2, 10, 20));

            algebra.axpby(3, x, 0.5, y);
            assertEquals(HostMatrix.of(1, 2, 8, 4), y.download());

            algebra.scale(-0.25, y);
            assertEquals(HostMatrix.of(1, 2, -2, -1), y.download());
        }
    }

    @Test
    void zeroFactorsDoNotReadNaN() {
        try (Workspace workspace = backend.openWorkspace()) {
            HostMatrix nan = HostMatrix.of(1, 1, Double.NaN);
            DenseMatrix x = workspace.upload(nan);
            DenseMatrix y = workspace.upload(HostMatrix.of(1, 1, 3));

            algebra.axpby(0, x, 2, y);
            assertEquals(6, y.download().get(0, 0));
            algebra.gemm(false, false, 0, x, x, 2, y);
            assertEquals(12, y.download().get(0, 0));
            algebra.scale(0, x);
            assertEquals(0, x.download().get(0, 0));
        }
    }

    @Test
    void dotAndNormByHand() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix x = workspace.upload(HostMatrix.of(2, 1, 3, -4));
            DenseMatrix y = workspace.upload(HostMatrix.of(2, 1, 10, 1));

            assertEquals(26, algebra.dot(x, y));
            assertEquals(5, algebra.norm(x));
        }
    }

    @Test
    void normNeitherOverflowsNorUnderflows() {
        try (Workspace workspace = backend.openWorkspace()) {
            double huge = algebra.norm(workspace.upload(HostMatrix.of(2, 1, 3e300, -4e300)));
            double tiny = algebra.norm(workspace.upload(HostMatrix.of(2, 1, 3e-300, 4e-300)));

            assertEquals(5e300, huge, 4 * 0x1p-53 * 5e300);
            assertEquals(5e-300, tiny, 4 * 0x1p-53 * 5e-300);
        }
    }

    @Test
    void memoryLimitIsEnforcedWithBothNumbers() {
        try (Backend small = ReferenceBackend.open(1000);
                Workspace workspace = small.openWorkspace()) {
            workspace.zeros(10, 10);

            String message = assertThrows(IllegalArgumentException.class, () -> workspace.zeros(5, 6))
                    .getMessage();

            assertTrue(message.contains("5 x 6 needs 240 bytes") && message.contains("200 bytes left"), message);
            workspace.zeros(5, 5);
        }
    }
}
