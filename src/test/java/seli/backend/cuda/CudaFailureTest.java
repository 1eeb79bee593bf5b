package seli.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import seli.backend.Backend;
import seli.backend.BackendProvider;
import seli.backend.BackendUnavailableException;
import seli.backend.DenseMatrix;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/** What happens when the driver, a library or the device fails: one clear line, and nothing is left alive. */
@Tag("standin")
class CudaFailureTest {
    private static final BackendProvider.Request REQUEST = BackendProvider.Request.of(Precision.FLOAT64, 1);

    @BeforeEach
    void begin() {
        CudaBackends.requireStandIn();
        StandIn.reset();
        StandIn.setDeferred(12);
    }

    @AfterEach
    void nothingIsLeft() {
        if (CudaBackends.isStandIn()) {
            List<String> violations = StandIn.messages();
            long device = StandIn.liveDeviceAllocations();
            long host = StandIn.liveHostAllocations();
            long handles = StandIn.liveHandles();
            StandIn.reset();
            assertEquals(List.of(), violations);
            assertEquals(0, device, "device allocations left");
            assertEquals(0, host, "pinned allocations left");
            assertEquals(0, handles, "handles left");
        }
    }

    private static void assertOneLine(Throwable e, String part) {
        String message = String.valueOf(e.getMessage());
        assertFalse(message.contains("\n"), message);
        assertTrue(message.contains(part), message);
    }

    /** Every call that opening a backend makes, each failing once with a code of its library. */
    @ParameterizedTest
    @CsvSource({
        "cuDeviceGetCount, 3",
        "cuDeviceGet, 101",
        "cuDevicePrimaryCtxRetain, 2",
        "cuCtxSetCurrent, 201",
        "cuStreamCreate, 2",
        "cublasCreate_v2, 3",
        "cublasSetStream_v2, 1",
        "cusolverDnCreate, 1",
        "cusolverDnSetStream, 1",
        "cuDeviceGetName, 101",
        "cuDeviceGetAttribute, 101",
        "cuMemGetInfo_v2, 201",
        "nvrtcGetNumSupportedArchs, 5",
        "nvrtcCreateProgram, 1",
        "nvrtcCompileProgram, 5",
        "nvrtcGetCUBIN, 3",
        "cuModuleLoadData, 209",
        "cuMemHostAlloc, 2",
        "cuMemAlloc_v2, 2"
    })
    void failureWhileOpeningIsARefusal(String call, int status) {
        StandIn.failCall(call, 1, status);
        BackendUnavailableException e =
                assertThrows(BackendUnavailableException.class, () -> CudaBackend.open(REQUEST));
        assertOneLine(e, "cuda backend unavailable");
        try (Backend again = CudaBackend.open(REQUEST)) { // and the next attempt works
            assertEquals("cuda", again.info().name());
        }
    }

    /** Every allocation of a short piece of work, each failing once. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void memoryThatRunsOutIsSaidInOneLine(int allocation) {
        try (Backend backend = CudaBackend.open(REQUEST)) {
            StandIn.failAllocation(allocation);
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> work(backend));
            assertOneLine(e, "use a smaller problem, tiles or more memory");
            assertEquals(0, backend.liveBytes());
            work(backend); // and afterwards it works
        }
    }

    private static void work(Backend backend) {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.upload(HostMatrix.generate(4, 4, (i, j) -> i == j ? 2 : 0.1 * (i + j)));
            DenseMatrix u = workspace.zeros(4, 4);
            DenseMatrix vt = workspace.zeros(4, 4);
            backend.algebra().svd(a, u, vt);
            backend.kernels()
                    .lossAndGradient(a, workspace.labels(new int[] {0, 1, 2, 3}, 4), VectorScalingLoss.crossEntropy(4));
        }
    }

    @Test
    void matrixLargerThanTheDeviceIsRefusedWithBothNumbers() {
        StandIn.setDeviceBytes(64L << 20);
        try (Backend backend = CudaBackend.open(REQUEST);
                Workspace workspace = backend.openWorkspace()) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> workspace.zeros(100_000, 100));
            assertOneLine(e, "80 MB");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cuLaunchKernel, 719, kernel",
        "cublasDgemm_v2_64, 13, gemm",
        "cuMemcpyHtoDAsync_v2, 700, copy",
        "cuMemcpyDtoHAsync_v2, 700, copy",
        "cuStreamSynchronize, 700, waiting",
        "cuMemsetD8Async, 700, clearing"
    })
    void failureAtWorkNamesTheCall(String call, int status, String part) {
        try (Backend backend = CudaBackend.open(REQUEST)) {
            StandIn.failCall(call, 1, status);
            BackendUnavailableException e = assertThrows(BackendUnavailableException.class, () -> multiply(backend));
            assertOneLine(e, "device 0 failed in");
            assertOneLine(e, part);
        }
    }

    private static void multiply(Backend backend) {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.upload(HostMatrix.identity(3));
            DenseMatrix b = workspace.zeros(3, 3);
            backend.algebra().gemm(false, false, 1, a, a, 0, b);
            backend.algebra().norm(b);
        }
    }

    /** A wrong result that the library returns in silence: the second algorithm gives the right one. */
    @ParameterizedTest
    @EnumSource(StandIn.Wrong.class)
    void wrongDecompositionIsFoundAndMadeAnew(StandIn.Wrong kind) {
        try (Backend backend = CudaBackend.open(REQUEST);
                Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.upload(HostMatrix.of(2, 2, 3, 1, 1, 3)); // eigenvalues 2 and 4
            DenseMatrix u = workspace.zeros(2, 2);
            DenseMatrix vt = workspace.zeros(2, 2);
            StandIn.forceWrongValues(kind, 1);
            assertArrayEquals(new double[] {4, 2}, backend.algebra().svd(a, u, vt), 1e-14);
            assertEquals(1, StandIn.calls("cusolverDnDgesvdj"));
            StandIn.forceWrongValues(kind, 1);
            assertArrayEquals(new double[] {2, 4}, backend.algebra().symmetricEigen(a, u), 1e-13);
        }
    }

    @Test
    void decompositionThatFailsTwiceIsAnError() {
        try (Backend backend = CudaBackend.open(REQUEST);
                Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.upload(HostMatrix.of(2, 2, 3, 1, 1, 3));
            DenseMatrix u = workspace.zeros(2, 2);
            DenseMatrix vt = workspace.zeros(2, 2);
            StandIn.forceInfo(1, 2);
            ArithmeticException e = assertThrows(
                    ArithmeticException.class, () -> backend.algebra().svd(a, u, vt));
            assertOneLine(e, "no convergence (info 1)");
            StandIn.forceInfo(2, 2);
            assertOneLine(
                    assertThrows(
                            ArithmeticException.class, () -> backend.algebra().symmetricEigen(a, u)),
                    "info 2");
        }
    }

    @Test
    void deviceThatDoesNotExistIsNamed() {
        BackendProvider.Request second =
                new BackendProvider.Request(Precision.FLOAT64, 1, 1, BackendProvider.Memory.USUAL);
        assertOneLine(
                assertThrows(BackendUnavailableException.class, () -> CudaBackend.open(second)),
                "there is no device 1, but 1 in all");
    }

    @Test
    void deviceThatIsTooOldForTheCompilerIsNamed() {
        StandIn.setComputeCapability(35);
        assertOneLine(
                assertThrows(BackendUnavailableException.class, () -> CudaBackend.open(REQUEST)),
                "compute capability 3.5 is too low");
    }

    @Test
    void deviceNewerThanTheCompilerRunsPtx() {
        StandIn.setComputeCapability(999);
        try (Backend backend = CudaBackend.open(REQUEST)) {
            multiply(backend);
            assertTrue(StandIn.calls("nvrtcGetPTX") > 0);
            assertEquals(0, StandIn.calls("nvrtcGetCUBIN"));
        }
    }
}
