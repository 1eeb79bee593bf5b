package seli.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;

/** What each precision rounds. */
@Tag("cuda")
class CudaPrecisionTest {
    private static final double FINE = 1 + 0x1p-15; // a float, but no TF32

    private static double square(Precision precision) {
        try (Backend backend = CudaBackends.open(precision);
                Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.upload(HostMatrix.generate(64, 64, (i, j) -> i == j ? FINE : 0));
            DenseMatrix b = workspace.zeros(64, 64);
            backend.algebra().gemm(false, false, 1, a, a, 0, b);
            return b.download().get(3, 3);
        }
    }

    @Test
    void onlyTf32RoundsTheInputsOfProducts() {
        assertEquals(FINE * FINE, square(Precision.FLOAT64));
        assertEquals((float) (FINE * FINE), square(Precision.FLOAT32));
        double slack = CudaBackends.isStandIn() ? 0 : FINE * FINE - 1; // a library may keep so small a product in full
        assertEquals(1, square(Precision.TF32), slack);
    }
}
