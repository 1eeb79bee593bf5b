package seli.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import seli.backend.Backend;
import seli.backend.BackendInfo;
import seli.backend.BackendProvider;
import seli.backend.BackendUnavailableException;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.NothingLive;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

class CpuBackendTest {
    @RegisterExtension
    final NothingLive live = new NothingLive();

    @Test
    void infoNamesTheLibrariesAndTheKernels() {
        BackendInfo info = live.watch(CpuBackends.open(Precision.FLOAT64)).info();

        assertEquals("cpu", info.name());
        assertEquals(Runtime.getRuntime().availableProcessors(), info.threads());
        String openBlas = info.libraries().getOrDefault("OpenBLAS", "missing");
        assertTrue(openBlas.matches("0\\.3\\.\\d+ \\([A-Z0-9]+ kernels\\)"), openBlas);
        assertTrue(info.libraries().getOrDefault("ND4J", "missing").startsWith("1.0"), info::toString);
        assertFalse(info.device().isBlank());
    }

    @Test
    void liveBytesAreExact() {
        Backend backend = live.watch(CpuBackends.open(Precision.FLOAT32));
        try (Workspace workspace = backend.openWorkspace()) {
            workspace.zeros(5, 7);
            assertEquals(35 * 4, backend.liveBytes());
        }
        Backend guarded = live.watch(CpuBackends.guarded(Precision.FLOAT64));
        try (Workspace workspace = guarded.openWorkspace()) {
            workspace.zeros(5, 7);
            assertEquals((5 + 3) * (7 + 2) * 8, guarded.liveBytes());
        }
    }

    @Test
    void memoryLimitIsEnforcedWithBothNumbers() {
        live.watch(CpuBackends.open(Precision.FLOAT64)); // skips where there is no CPU backend
        Backend small = live.watch(CpuBackend.open(Precision.FLOAT64, 1, 3_000_000));
        try (Workspace workspace = small.openWorkspace()) {
            workspace.zeros(100_000, 1);

            String message = assertThrows(IllegalArgumentException.class, () -> workspace.zeros(1000, 1000))
                    .getMessage();

            assertTrue(message.contains("1000 x 1000 needs 8 MB") && message.contains("2 MB left"), message);
        }
    }

    @Test
    void zeroThreadsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> CpuBackend.open(Precision.FLOAT64, 0));
    }

    @Test
    void defaultLimitAllowsOrdinaryMatrices() {
        live.watch(CpuBackends.open(Precision.FLOAT64));
        Backend backend = live.watch(new CpuProvider().open(BackendProvider.Request.of(Precision.FLOAT64, 1)));
        try (Workspace workspace = backend.openWorkspace()) {
            assertEquals(1000, workspace.zeros(1000, 100).rows());
        }
    }

    @Test
    void guardZonesFindAStrayWrite() {
        for (Precision precision : List.of(Precision.FLOAT64, Precision.FLOAT32)) {
            Backend backend = live.watch(CpuBackends.guarded(precision));
            for (long stray : new long[] {3, -1, 6}) { // below the column, before the matrix, behind it
                Workspace workspace = backend.openWorkspace();
                CpuMatrix m = (CpuMatrix) workspace.zeros(3, 1);
                Pointer data = m.data();
                NativeNumbers.of(precision)
                        .write(new double[] {0}, 0, NativeNumbers.of(precision).at(data, stray), 0, 1);

                String message = assertThrows(IllegalStateException.class, workspace::close)
                        .getMessage();

                assertTrue(message.startsWith("bug:") && message.contains("3 x 1"), message);
            }
        }
    }

    @Test
    void refusalNamesTheRootCauseAndKeepsTheFailure() {
        UnsatisfiedLinkError root = new UnsatisfiedLinkError("libopenblas missing");
        RuntimeException wrapped = new RuntimeException("ND4J", new ExceptionInInitializerError(root));

        BackendUnavailableException refusal = CpuBackend.refusal(wrapped);

        assertEquals("cpu", refusal.backend());
        assertTrue(refusal.reason().contains("libopenblas missing"), refusal.reason());
        assertSame(wrapped, refusal.getCause());
    }

    @Test
    void nothingIsPrinted() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            System.setErr(capture);
            Backend backend = live.watch(CpuBackends.open(Precision.FLOAT64));
            try (Workspace workspace = backend.openWorkspace()) {
                backend.algebra().singularValues(workspace.upload(HostMatrix.identity(5)));
            }
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void lossTableFollowsTheLossOfEachCall() {
        Backend backend = live.watch(CpuBackends.open(Precision.FLOAT64));
        VectorScalingLoss ce = VectorScalingLoss.crossEntropy(3);
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.zeros(3, 2);
            LabelVector labels = workspace.labels(new int[] {0, 2}, 3);

            double once = backend.kernels().loss(z, labels, ce).value();
            double twice = backend.kernels().loss(z, labels, ce.times(2)).value();
            double again = backend.kernels().loss(z, labels, ce).value();

            assertEquals(2 * Math.log(3), once, 1e-15);
            assertEquals(2 * once, twice);
            assertEquals(once, again);
        }
    }

    @Test
    void moreThanABlockIsReducedAndMoved() {
        int rows = 3 * CpuMatrix.BLOCK + 17;
        for (Backend backend : new Backend[] {
            live.watch(CpuBackends.open(Precision.FLOAT64)), live.watch(CpuBackends.guarded(Precision.FLOAT64))
        }) {
            try (Workspace workspace = backend.openWorkspace()) {
                DenseMatrix ones = workspace.upload(HostMatrix.generate(rows, 2, (i, j) -> 1));

                assertEquals(2.0 * rows, backend.algebra().dot(ones, ones));
                assertEquals(Math.sqrt(2.0 * rows), backend.algebra().norm(ones));
                backend.algebra().scale(3, ones);
                assertEquals(18.0 * rows, backend.algebra().dot(ones, ones));
            }
        }
    }

    @Test
    void classesBeyondABlockWork() {
        int k = CpuMatrix.BLOCK + 1;
        Backend backend = live.watch(CpuBackends.open(Precision.FLOAT64));
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.zeros(k, 2);
            double loss = backend.kernels()
                    .lossAndGradient(z, workspace.labels(new int[] {0, k - 1}, k), VectorScalingLoss.crossEntropy(k));

            assertEquals(2 * Math.log(k), loss, 1e-12);
            assertEquals(1.0 / k, z.download().get(1, 1), 1e-18);
            assertEquals(-(k - 1.0) / k, z.download().get(k - 1, 1), 1e-12);
        }
    }
}
