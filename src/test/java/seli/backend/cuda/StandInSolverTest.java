package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.jcusolver.JCusolver.cusolverGetVersion;
import static jcuda.jcusolver.JCusolverDn.cusolverDnCreate;
import static jcuda.jcusolver.JCusolverDn.cusolverDnCreateGesvdjInfo;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDestroy;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDestroyGesvdjInfo;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDgesvd;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDgesvd_bufferSize;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDgesvdj;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDgesvdj_bufferSize;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDsyevd;
import static jcuda.jcusolver.JCusolverDn.cusolverDnDsyevd_bufferSize;
import static jcuda.jcusolver.JCusolverDn.cusolverDnSetStream;
import static jcuda.jcusolver.JCusolverDn.cusolverDnXgesvdjSetTolerance;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static seli.backend.cuda.StandInDevice.assertNoViolation;
import static seli.backend.cuda.StandInDevice.assertRefused;

import java.lang.reflect.Field;
import java.nio.ByteOrder;
import java.util.Arrays;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.jcusolver.cusolverDnHandle;
import jcuda.jcusolver.gesvdjInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stand-in's cuSOLVER: decompositions, their rules, and the failures that a test can order. */
@Tag("standin")
class StandInSolverTest {
    private static final int M = 40;
    private static final int N = 25;
    private static final String WRONG = "CUSOLVER_STATUS_INVALID_VALUE";

    @RegisterExtension
    final StandInDevice device = new StandInDevice();

    private final cusolverDnHandle solver = new cusolverDnHandle();

    @BeforeEach
    void open() {
        cusolverDnCreate(solver);
        cusolverDnSetStream(solver, device.runtimeStream());
    }

    /** A thin decomposition on the device, and the matrix that it is of. */
    private final class Svd {
        final double[] original = device.gaussians(M * N);
        final CUdeviceptr a = device.upload(original);
        final CUdeviceptr s = device.allocate(8L * N);
        final CUdeviceptr u = device.allocate(8L * M * N);
        final CUdeviceptr v = device.allocate(8L * N * N);
        final CUdeviceptr info = device.allocate(4);

        void run() {
            int[] size = new int[1];
            cusolverDnDgesvd_bufferSize(solver, M, N, size);
            run(size[0]);
        }

        void run(int size) {
            CUdeviceptr work = device.allocate(8L * size);
            cusolverDnDgesvd(solver, 'S', 'S', M, N, a, M, s, u, M, v, N, work, size, new Pointer(), info);
        }

        /** The greatest entry of U S V - A, with V as given by its rows or its columns. */
        double residual(boolean transposed) {
            double[] values = device.download(s, N);
            double[] left = device.download(u, M * N);
            double[] right = device.download(v, N * N);
            double greatest = 0;
            for (int i = 0; i < M; i++) {
                for (int j = 0; j < N; j++) {
                    double sum = -original[i + j * M];
                    for (int l = 0; l < N; l++) {
                        sum += left[i + l * M] * values[l] * right[transposed ? l + j * N : j + l * N];
                    }
                    greatest = Math.max(greatest, Double.isNaN(sum) ? Double.POSITIVE_INFINITY : Math.abs(sum));
                }
            }
            return greatest;
        }
    }

    @Test
    void versionFollowsTheLoadedSet() {
        int[] version = new int[1];
        cusolverGetVersion(version);
        assertEquals(StandIn.generation() - 1, version[0] / 1000);
    }

    @Test
    void gesvdGivesTheFactorsAndDestroysTheMatrix() {
        for (long seed : new long[] {0, 7}) {
            StandIn.setDeferred(seed);
            Svd svd = new Svd();
            svd.run();
            jcuda.driver.JCudaDriver.cuStreamSynchronize(device.stream());
            assertTrue(svd.residual(true) < 1e-13, () -> "residual " + svd.residual(true));
            assertEquals(0, device.downloadInt(svd.info));
            assertTrue(Arrays.stream(device.download(svd.a, M * N)).allMatch(Double::isNaN));
        }
        assertNoViolation();
    }

    @Test
    void gesvdWantsMoreRowsThanColumns() {
        CUdeviceptr memory = device.allocate(8L * 2000);
        assertRefused(
                WRONG,
                "m >= n",
                () -> cusolverDnDgesvd(
                        solver,
                        'N',
                        'N',
                        2,
                        3,
                        memory,
                        2,
                        memory,
                        memory,
                        2,
                        memory,
                        3,
                        memory,
                        500,
                        new Pointer(),
                        memory));
    }

    @Test
    void theWorkspaceHasToBeLongEnough() {
        int[] size = new int[1];
        cusolverDnDgesvd_bufferSize(solver, M, N, size);
        Svd svd = new Svd();
        assertRefused(WRONG, "needed", () -> svd.run(size[0] - 1));
    }

    @Test
    void gesvdjGivesTheRightVectorsNotTransposed() throws ReflectiveOperationException {
        Svd svd = new Svd();
        gesvdjInfo settings = createSettings();
        cusolverDnXgesvdjSetTolerance(settings, 1e-12);
        int[] size = new int[1];
        cusolverDnDgesvdj_bufferSize(solver, 1, 1, M, N, svd.a, M, svd.s, svd.u, M, svd.v, N, size, settings);
        CUdeviceptr work = device.allocate(8L * size[0]);
        cusolverDnDgesvdj(solver, 1, 1, M, N, svd.a, M, svd.s, svd.u, M, svd.v, N, work, size[0], svd.info, settings);
        assertTrue(svd.residual(false) < 1e-13);
        cusolverDnDestroyGesvdjInfo(settings);
        assertRefused(WRONG, "is not live", () -> cusolverDnDestroyGesvdjInfo(settings));
    }

    /** JCuda hands over the present value of the object as the place to write to: 8 bytes of pinned memory. */
    private static gesvdjInfo createSettings() throws ReflectiveOperationException {
        Field address = NativePointerObject.class.getDeclaredField("nativePointer");
        address.setAccessible(true);
        gesvdjInfo settings = new gesvdjInfo();
        Pointer place = StandInDevice.pinned(8);
        address.setLong(settings, address.getLong(place));
        cusolverDnCreateGesvdjInfo(settings);
        address.setLong(
                settings, place.getByteBuffer().order(ByteOrder.nativeOrder()).getLong(0));
        cuMemFreeHost(place);
        return settings;
    }

    @Test
    void anObjectThatJcudaCannotFillIsRefused() {
        assertRefused(WRONG, "the place for the handle is null", () -> cusolverDnCreateGesvdjInfo(new gesvdjInfo()));
    }

    @Test
    void syevdReadsOneTriangleAndLeavesTheVectors() {
        CUdeviceptr a = device.upload(2, Double.NaN, 1, 2);
        double[] values = eigenvalues(a, 2);
        assertEquals(1, values[0], 1e-15);
        assertEquals(3, values[1], 1e-15);
        double[] vectors = device.download(a, 4);
        assertEquals(Math.sqrt(0.5), Math.abs(vectors[3]), 1e-15);
        assertNoViolation();
    }

    /** syevd on the upper triangle, with vectors. */
    private double[] eigenvalues(CUdeviceptr a, int n) {
        CUdeviceptr w = device.allocate(8L * n);
        CUdeviceptr info = device.allocate(4);
        int[] size = new int[1];
        cusolverDnDsyevd_bufferSize(solver, 1, 1, n, a, n, w, size);
        cusolverDnDsyevd(solver, 1, 1, n, a, n, w, device.allocate(8L * size[0]), size[0], info);
        return device.download(w, n);
    }

    @Test
    void theOrderedInfoIsReportedOnce() {
        StandIn.forceInfo(3, 1);
        Svd first = new Svd();
        first.run();
        assertEquals(3, device.downloadInt(first.info));
        Svd second = new Svd();
        second.run();
        assertEquals(0, device.downloadInt(second.info));
    }

    @Test
    void orderedResultsAreWrongWithoutAWord() {
        for (StandIn.Wrong kind : StandIn.Wrong.values()) {
            StandIn.forceWrongValues(kind, 1);
            Svd svd = new Svd();
            svd.run();
            double[] values = device.download(svd.s, N);
            boolean wrongOrder = values[0] < values[N - 1];
            boolean wrongResidual = svd.residual(true) > 1e-3;
            assertEquals(kind == StandIn.Wrong.ORDER, wrongOrder, kind::name);
            assertEquals(kind != StandIn.Wrong.ORDER, wrongResidual, kind::name);
            assertEquals(0, device.downloadInt(svd.info));
        }
        Svd sound = new Svd();
        sound.run();
        assertTrue(sound.residual(true) < 1e-13);
        assertNoViolation();
    }

    @Test
    void orderedEigenvaluesAreWrongWithoutAWord() {
        StandIn.forceWrongValues(StandIn.Wrong.VALUES, 1);
        assertEquals(3.03, eigenvalues(device.upload(2, 0, 1, 2), 2)[1], 1e-12);
        StandIn.forceWrongValues(StandIn.Wrong.ORDER, 1);
        assertEquals(3, eigenvalues(device.upload(2, 0, 1, 2), 2)[0], 1e-12);
    }

    @Test
    void aDestroyedHandleIsRefused() {
        cusolverDnDestroy(solver);
        assertRefused(
                "CUSOLVER_STATUS_NOT_INITIALIZED",
                "is not live",
                () -> cusolverDnDgesvd_bufferSize(solver, 2, 2, new int[1]));
    }
}
