package seli.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import seli.backend.Backend;
import seli.backend.NothingLive;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;
import seli.linalg.SymmetricEigen;

/** Wrong decompositions that a library might return with a clean verdict are found. */
class DecompositionCheckTest {
    private static final HostMatrix SYMMETRIC =
            HostMatrix.generate(6, 6, (i, j) -> Math.sin(1 + Math.min(i, j) + 3.0 * Math.max(i, j)));
    private static final HostMatrix TALL = HostMatrix.generate(7, 4, (i, j) -> Math.sin(1 + i + 3.0 * j * j));

    @RegisterExtension
    final NothingLive live = new NothingLive();

    private Backend backend;

    @BeforeEach
    void open() {
        backend = live.watch(CpuBackends.open(Precision.FLOAT64));
    }

    private static void assertUnsound(Runnable check, String reason) {
        String message = assertThrows(ArithmeticException.class, check::run).getMessage();
        assertTrue(message.contains(reason) && !message.contains("\n"), message);
    }

    @Test
    void wrongEigenvaluesAreFound() {
        try (Workspace workspace = backend.openWorkspace()) {
            DecompositionCheck check =
                    DecompositionCheck.ofUpperTriangle((CpuMatrix) workspace.upload(SYMMETRIC), Precision.FLOAT64);
            double[] values = SymmetricEigen.of(SYMMETRIC).values();
            check.requireEigenvalues(values);

            double[] swapped = values.clone();
            swapped[0] = values[1];
            swapped[1] = values[0];
            assertUnsound(() -> check.requireEigenvalues(swapped), "out of order");
            double[] mirrored = new double[6];
            for (int j = 0; j < 6; j++) {
                mirrored[j] = -values[5 - j];
            }
            assertUnsound(() -> check.requireEigenvalues(mirrored), "trace");
            values[5] *= 1.001;
            assertUnsound(() -> check.requireEigenvalues(values), "norm of the values");
            values[5] = Double.NaN;
            assertUnsound(() -> check.requireEigenvalues(values), "out of order");
        }
    }

    /** Equal entries: the roundings of one sum of all squares go the same way, to 1.6 times what is allowed here. */
    @Test
    void eigenvaluesOfLargeCenteringMatrixAreSound() {
        int m = 2200;
        double[] values = new double[m];
        Arrays.fill(values, 1, m, 1);
        try (Workspace workspace = backend.openWorkspace()) {
            CpuMatrix centering =
                    (CpuMatrix) workspace.upload(HostMatrix.generate(m, m, (i, j) -> (i == j ? 1 : 0) - 1.0 / m));
            DecompositionCheck.ofUpperTriangle(centering, Precision.FLOAT64).requireEigenvalues(values);
            DecompositionCheck.of(centering, Precision.FLOAT64).requireSingularValues(reversed(values));

            values[m - 1] += 1e-7;
            assertUnsound(
                    () -> DecompositionCheck.ofUpperTriangle(centering, Precision.FLOAT64)
                            .requireEigenvalues(values),
                    "norm of the values");
        }
    }

    private static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        for (int j = 0; j < values.length; j++) {
            reversed[j] = values[values.length - 1 - j];
        }
        return reversed;
    }

    @Test
    void wrongEigenvectorsAreFound() {
        try (Workspace workspace = backend.openWorkspace()) {
            DecompositionCheck check =
                    DecompositionCheck.ofUpperTriangle((CpuMatrix) workspace.upload(SYMMETRIC), Precision.FLOAT64);
            SymmetricEigen eigen = SymmetricEigen.of(SYMMETRIC);
            HostMatrix v = eigen.vectors();
            check.requireEigen(eigen.values(), (CpuMatrix) workspace.upload(v));

            HostMatrix swapped = HostMatrix.generate(6, 6, (i, j) -> v.get(i, j == 0 ? 5 : j == 5 ? 0 : j));
            CpuMatrix wrong = (CpuMatrix) workspace.upload(swapped);
            assertUnsound(() -> check.requireEigen(eigen.values(), wrong), "do not multiply");
        }
    }

    @Test
    void wrongSingularValuesAndVectorsAreFound() {
        try (Workspace workspace = backend.openWorkspace()) {
            DecompositionCheck check = DecompositionCheck.of((CpuMatrix) workspace.upload(TALL), Precision.FLOAT64);
            Svd svd = Svd.of(TALL);
            CpuMatrix u = (CpuMatrix) workspace.upload(svd.u());
            CpuMatrix vt = (CpuMatrix) workspace.upload(svd.vt());
            check.requireSvd(svd.values(), u, vt);

            double[] negative = svd.values();
            negative[3] = -negative[3];
            assertUnsound(() -> check.requireSingularValues(negative), "negative or out of order");
            double[] off = svd.values();
            off[0] *= 1 + 1e-9;
            assertUnsound(() -> check.requireSingularValues(off), "norm of the values");
            CpuMatrix flipped = (CpuMatrix) workspace.upload(svd.u().times(-1));
            assertUnsound(() -> check.requireSvd(svd.values(), flipped, vt), "do not multiply");
        }
    }
}
