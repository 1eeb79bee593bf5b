package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDasum;
import static jcuda.jcublas.JCublas2.cublasDaxpy;
import static jcuda.jcublas.JCublas2.cublasDcopy;
import static jcuda.jcublas.JCublas2.cublasDdot;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasDgeam;
import static jcuda.jcublas.JCublas2.cublasDgemm;
import static jcuda.jcublas.JCublas2.cublasDgemmStridedBatched;
import static jcuda.jcublas.JCublas2.cublasDgemm_v2_64;
import static jcuda.jcublas.JCublas2.cublasDgemv;
import static jcuda.jcublas.JCublas2.cublasDnrm2;
import static jcuda.jcublas.JCublas2.cublasDscal;
import static jcuda.jcublas.JCublas2.cublasDsyrk_v2_64;
import static jcuda.jcublas.JCublas2.cublasGemmEx_64_new;
import static jcuda.jcublas.JCublas2.cublasGemmEx_new;
import static jcuda.jcublas.JCublas2.cublasGetVersion;
import static jcuda.jcublas.JCublas2.cublasIdamax;
import static jcuda.jcublas.JCublas2.cublasSetMathMode;
import static jcuda.jcublas.JCublas2.cublasSetPointerMode;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSetWorkspace;
import static jcuda.jcublas.JCublas2.cublasSgemm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static seli.backend.cuda.StandInDevice.assertNoViolation;
import static seli.backend.cuda.StandInDevice.assertRefused;
import static seli.backend.cuda.StandInDevice.scalar;

import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasPointerMode;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stand-in's cuBLAS: results, rounding, and the mistakes that it tells of. */
@Tag("standin")
class StandInBlasTest {
    private static final int FLOAT_COMPUTE = 68;
    private static final int DOUBLE_COMPUTE = 70;
    private static final int BF16_COMPUTE = 75;
    private static final int TF32_COMPUTE = 77;

    @RegisterExtension
    final StandInDevice device = new StandInDevice();

    private final cublasHandle blas = new cublasHandle();

    @BeforeEach
    void open() {
        cublasCreate(blas);
        cublasSetStream(blas, device.runtimeStream());
    }

    @Test
    void versionFollowsTheLoadedSet() {
        int[] version = new int[1];
        cublasGetVersion(blas, version);
        assertEquals(StandIn.generation(), version[0] / 10000);
    }

    /** 2 (A' B')_{ij} of A 9 x 7 and B 5 x 9 with padding in all three; C is fresh and so NaN. */
    @Test
    void aTransposedProductReadsNeitherPaddingNorCWhenBetaIsZero() {
        int m = 7, n = 5, k = 9, lda = 11, ldb = 6, ldc = 8;
        double[] a = device.gaussians(lda * m);
        double[] b = device.gaussians(ldb * k);
        CUdeviceptr c = device.allocate(8L * ldc * n);
        for (long seed : new long[] {0, 7}) {
            StandIn.setDeferred(seed);
            cublasDgemm(
                    blas,
                    1,
                    1,
                    m,
                    n,
                    k,
                    scalar(2.0),
                    device.upload(a),
                    lda,
                    device.upload(b),
                    ldb,
                    scalar(0.0),
                    c,
                    ldc);
            cuStreamSynchronize(device.stream());
            double[] result = device.download(c, ldc * n);
            for (int entry = 0; entry < m * n; entry++) {
                int i = entry % m;
                int j = entry / m;
                double sum = IntStream.range(0, k)
                        .mapToDouble(l -> a[l + i * lda] * b[j + l * ldb])
                        .sum();
                assertEquals(2 * sum, result[i + j * ldc], 1e-14);
                assertTrue(Double.isNaN(result[m + j * ldc]), "padding is not written");
            }
        }
        assertNoViolation();
    }

    @Test
    void theSixtyFourBitFormsAgree() {
        CUdeviceptr a = device.upload(1, 2, 3, 4);
        CUdeviceptr c = device.upload(1, 1, 1, 1);
        cublasDgemm_v2_64(blas, 0, 0, 2, 2, 2, scalar(1.0), a, 2, a, 2, scalar(1.0), c, 2);
        assertArrayEquals(new double[] {8, 11, 16, 23}, device.download(c, 4));
        cublasGemmEx_64_new(
                blas, 0, 1, 2, 2, 2, scalar(1.0), a, 1, 2, a, 1, 2, scalar(0.0), c, 1, 2, DOUBLE_COMPUTE, -1);
        assertArrayEquals(new double[] {10, 14, 14, 20}, device.download(c, 4));
        CUdeviceptr triangle = device.allocate(32);
        cublasDsyrk_v2_64(blas, 1, 0, 2, 2, scalar(1.0), a, 2, scalar(0.0), triangle, 2);
        double[] upper = device.download(triangle, 4);
        assertTrue(Double.isNaN(upper[1]), "the other triangle is not written");
        assertArrayEquals(new double[] {10, 14, 20}, new double[] {upper[0], upper[2], upper[3]});
        assertEquals(1, StandIn.calls("cublasDgemm_64"));
        assertNoViolation();
    }

    @Test
    void fasterComputeTypesRoundTheInputs() {
        double full = productError(FLOAT_COMPUTE);
        double tf32 = productError(TF32_COMPUTE);
        double bf16 = productError(BF16_COMPUTE);
        assertTrue(full < 1e-5 && tf32 > 1e-4 && tf32 < 1e-2 && bf16 > tf32, full + " " + tf32 + " " + bf16);
        cublasSetMathMode(blas, 3);
        assertEquals(tf32, productError(FLOAT_COMPUTE), "the TF32 math mode rounds as the compute type does");
        assertNoViolation();
    }

    /** The greatest error of a 64 x 64 product, with the same numbers each time. */
    private double productError(int compute) {
        int n = 64;
        device.random.setSeed(5);
        float[] a = floats(n * n);
        float[] b = floats(n * n);
        CUdeviceptr c = device.allocate(4L * n * n);
        cublasGemmEx_new(
                blas,
                0,
                0,
                n,
                n,
                n,
                scalar(1f),
                device.uploadFloats(a),
                0,
                n,
                device.uploadFloats(b),
                0,
                n,
                scalar(0f),
                c,
                0,
                n,
                compute,
                -1);
        float[] result = device.downloadFloats(c, n * n);
        double error = 0;
        for (int i = 0; i < n * n; i++) {
            double sum = 0;
            for (int l = 0; l < n; l++) {
                sum += (double) a[i % n + l * n] * b[l + i / n * n];
            }
            error = Math.max(error, Math.abs(result[i] - sum));
        }
        return error;
    }

    private float[] floats(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = device.random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    @Test
    void aBatchHasItsStrides() {
        CUdeviceptr a = device.upload(1, 2, 3);
        CUdeviceptr c = device.allocate(24);
        cublasDgemmStridedBatched(blas, 0, 0, 1, 1, 1, scalar(1.0), a, 1, 1L, a, 1, 1L, scalar(0.0), c, 1, 1L, 3);
        assertArrayEquals(new double[] {1, 4, 9}, device.download(c, 3));
        assertRefused(
                "CUBLAS_STATUS_INVALID_VALUE",
                "needs 32 bytes",
                () -> cublasDgemmStridedBatched(
                        blas, 0, 0, 1, 1, 1, scalar(1.0), a, 1, 1L, a, 1, 1L, scalar(0.0), c, 1, 1L, 4));
    }

    @Test
    void sumsAndTransposesOfMatrices() {
        CUdeviceptr a = device.upload(1, 2, 3, 4);
        CUdeviceptr c = device.allocate(32);
        cublasDgeam(blas, 1, 0, 2, 2, scalar(1.0), a, 2, scalar(0.0), new CUdeviceptr(), 2, c, 2);
        assertArrayEquals(new double[] {1, 3, 2, 4}, device.download(c, 4));
        assertRefused(
                "CUBLAS_STATUS_INVALID_VALUE",
                "in place A is not transposed",
                () -> cublasDgeam(blas, 1, 0, 2, 2, scalar(1.0), a, 2, scalar(0.0), a, 2, a, 2));
    }

    @Test
    void vectorsHaveTheirIncrements() {
        CUdeviceptr x = device.upload(1, 0, -2, 0, 2, 0);
        CUdeviceptr y = device.upload(10, 20, 30);
        cublasDaxpy(blas, 3, scalar(2.0), x, 2, y, 1);
        assertArrayEquals(new double[] {12, 16, 34}, device.download(y, 3));
        cublasDscal(blas, 3, scalar(0.5), y, 1);
        cublasDcopy(blas, 3, y, 1, x, 2);
        assertArrayEquals(new double[] {6, 0, 8, 0, 17, 0}, device.download(x, 6));
        Pointer result = StandInDevice.pinned(8);
        cublasDdot(blas, 3, x, 2, y, 1, result);
        assertEquals(36 + 64 + 289, number(result));
        cublasDnrm2(blas, 2, x, 2, result);
        assertEquals(10, number(result));
        cublasDasum(blas, 3, y, 1, result);
        assertEquals(31, number(result));
        cublasIdamax(blas, 3, y, 1, result);
        assertEquals(3, result.getByteBuffer().order(ByteOrder.nativeOrder()).getInt(0));
        assertNoViolation();
    }

    private static double number(Pointer pinned) {
        return pinned.getByteBuffer().order(ByteOrder.nativeOrder()).getDouble(0);
    }

    @Test
    void scalarsCanLieOnTheDevice() {
        CUdeviceptr two = device.upload(2.0);
        CUdeviceptr zero = device.upload(0.0);
        CUdeviceptr a = device.upload(1, 2, 3, 4);
        CUdeviceptr y = device.allocate(16);
        cublasSetPointerMode(blas, cublasPointerMode.CUBLAS_POINTER_MODE_DEVICE);
        cublasDgemv(blas, 1, 2, 2, two, a, 2, a, 1, zero, y, 1);
        assertArrayEquals(new double[] {10, 22}, device.download(y, 2));
        assertRefused("CUBLAS_STATUS_INVALID_VALUE", "alpha=", () -> cublasDscal(blas, 2, scalar(2.0), y, 1));
    }

    @Test
    void mistakesInAProductAreRefused() {
        CUdeviceptr a = device.upload(device.gaussians(100));
        CUdeviceptr c = device.allocate(80);
        Pointer one = scalar(1.0);
        String wrong = "CUBLAS_STATUS_INVALID_VALUE";
        assertRefused(wrong, "A: leading dimension 9 < 10 rows", () -> product(a, 9, c, one));
        assertRefused(wrong, "C needs 800 bytes at offset 0", () -> product(a, 10, c, one));
        assertRefused(wrong, "C does not overlap A", () -> product(a, 10, a, one));
        assertRefused(wrong, "beta is null", () -> product(a, 10, c, new Pointer()));
        cuMemFree(a);
        assertRefused(wrong, "which was freed", () -> product(a, 10, c, one));
    }

    private void product(CUdeviceptr a, int lda, CUdeviceptr c, Pointer beta) {
        cublasDgemm(blas, 0, 0, 10, 10, 10, scalar(1.0), a, lda, a, 10, beta, c, 10);
    }

    @Test
    void pinnedMemoryIsNoMatrix() {
        Pointer pinned = StandInDevice.pinned(8);
        assertRefused(
                "CUBLAS_STATUS_INVALID_VALUE",
                "pinned host memory where device memory was meant",
                () -> cublasDscal(blas, 1, scalar(1.0), pinned, 1));
    }

    @Test
    void theWorkspaceHasToLive() {
        CUdeviceptr workspace = device.allocate(1024);
        CUdeviceptr x = device.upload(1.0);
        cublasSetWorkspace(blas, workspace, 1024);
        cublasDscal(blas, 1, scalar(2.0), x, 1);
        cuMemFree(workspace);
        assertRefused("CUBLAS_STATUS_INVALID_VALUE", "workspace=", () -> cublasDscal(blas, 1, scalar(2.0), x, 1));
    }

    @Test
    void aDestroyedStreamOrHandleIsRefused() {
        CUdeviceptr x = device.upload(1.0);
        cuStreamDestroy(device.stream());
        assertRefused("CUBLAS_STATUS_INVALID_VALUE", "stream", () -> cublasDscal(blas, 1, scalar(2.0), x, 1));
        cublasDestroy(blas);
        assertEquals(0, StandIn.liveHandles());
        assertRefused("CUBLAS_STATUS_NOT_INITIALIZED", "is not live", () -> cublasDestroy(blas));
    }

    @Test
    void theOldFormWithAComputeTypeReturnsWithoutThrowing() {
        CUdeviceptr a = device.uploadFloats(1f);
        int status = JCublas2.cublasGemmEx(
                blas, 0, 0, 1, 1, 1, scalar(1f), a, 0, 1, a, 0, 1, scalar(0f), a, 0, 1, TF32_COMPUTE, -1);
        assertEquals(15, status);
    }

    @Test
    void anOrderedFailureHasItsStatus() {
        StandIn.failCall("cublasSgemm", 1, 13);
        CUdeviceptr a = device.uploadFloats(1f);
        CUdeviceptr c = device.uploadFloats(0f);
        assertRefused(
                "CUBLAS_STATUS_EXECUTION_FAILED",
                () -> cublasSgemm(blas, 0, 0, 1, 1, 1, scalar(1f), a, 1, a, 1, scalar(0f), c, 1));
        cublasSgemm(blas, 0, 0, 1, 1, 1, scalar(1f), a, 1, a, 1, scalar(0f), c, 1);
        assertEquals(1f, device.downloadFloats(c, 1)[0]);
    }

    @Test
    void infinityAndNanSpreadThroughAProduct() {
        CUdeviceptr a = device.allocate(8);
        cuMemcpyHtoD(a, Pointer.to(new double[] {Double.NaN}), 8);
        CUdeviceptr c = device.upload(0.0);
        cublasDgemm(blas, 0, 0, 1, 1, 1, scalar(1.0), a, 1, a, 1, scalar(0.0), c, 1);
        assertTrue(Double.isNaN(device.download(c, 1)[0]));
    }

    @Test
    void fourThreadsHaveTheirOwnStreamsAndHandles() {
        for (long seed : new long[] {0, 7}) {
            StandIn.setDeferred(seed);
            List<CompletableFuture<Double>> sums = IntStream.rangeClosed(1, 4)
                    .mapToObj(factor -> CompletableFuture.supplyAsync(() -> scaledOnAThread(factor)))
                    .toList();
            for (int i = 0; i < 4; i++) {
                assertEquals(Math.pow(i + 1, 50), sums.get(i).join());
            }
        }
        assertNoViolation();
    }

    /** Fifty scalings of 1 on a stream and a handle of this thread's own. */
    private double scaledOnAThread(int factor) {
        cuCtxSetCurrent(device.context());
        CUstream stream = StandInDevice.newStream();
        cublasHandle own = new cublasHandle();
        cublasCreate(own);
        cublasSetStream(own, new cudaStream_t(stream));
        CUdeviceptr x = device.upload(1.0);
        for (int i = 0; i < 50; i++) {
            cublasDscal(own, 1, scalar((double) factor), x, 1);
        }
        cuStreamSynchronize(stream);
        double result = device.download(x, 1)[0];
        cublasDestroy(own);
        cuMemFree(x);
        cuStreamDestroy(stream);
        return result;
    }
}
