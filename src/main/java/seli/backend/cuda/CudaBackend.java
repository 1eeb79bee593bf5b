package seli.backend.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jcuda.CudaException;
import jcuda.jcublas.JCublas2;
import jcuda.jcusolver.JCusolver;
import seli.backend.Backend;
import seli.backend.BackendInfo;
import seli.backend.BackendProvider;
import seli.backend.BackendUnavailableException;
import seli.backend.DenseAlgebra;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.backend.arena.MemoryLedger;

/**
 * One CUDA device. Calls only enqueue on one stream unless they return a value; every reduction has a fixed order: with
 * equal input, device and libraries the results are equal bit for bit. For the thread that opened it.
 */
public final class CudaBackend implements Backend {
    private static final int VERSION_PARTS = 3;

    private final BackendInfo info;
    private final int padding;
    private final MemoryLedger ledger;
    private final CudaDevice device;
    private final DeviceMemory memory;
    private final CudaAlgebra algebra;
    private final CudaKernels kernels;
    private final List<Runnable> releases;
    private boolean closed;

    // waiver(parameters): what open has made, and the list that it releases where the rest fails
    private CudaBackend(
            CudaLibraries libraries,
            CudaDevice device,
            BackendProvider.Request request,
            int padding,
            List<Runnable> releases) {
        Precision precision = request.precision();
        this.device = device;
        this.releases = releases;
        this.padding = padding;
        this.info = new BackendInfo("cuda", precision, device.describe(), 1, versions(libraries));
        long limit = request.memory().of(CudaDevice.freeBytes());
        this.ledger = new MemoryLedger("cuda " + precision, limit, CudaDevice::freeBytes);
        KernelSet compiled = new KernelSet(device, precision);
        releases.add(compiled::unload);
        compiled.load();
        this.memory = new DeviceMemory(device, ledger);
        releases.add(memory::free);
        MatrixKernels matrices = new MatrixKernels(device, memory, compiled, precision);
        releases.add(matrices::free);
        CudaParts parts =
                new CudaParts(device, memory, ledger, precision, CudaCalls.of(device, precision), compiled, matrices);
        this.algebra = new CudaAlgebra(parts);
        this.kernels = new CudaKernels(parts);
        releases.add(kernels::free);
    }

    /**
     * Opens a device.
     *
     * @throws seli.backend.BackendUnavailableException if driver, libraries, device or memory are missing
     */
    public static CudaBackend open(BackendProvider.Request request) {
        return open(request, 0);
    }

    /** The same with {@code padding} rows below each column of every matrix; for tests of leading dimensions. */
    static CudaBackend open(BackendProvider.Request request, int padding) {
        CudaLibraries libraries = CudaLoader.load();
        CudaDevice device = CudaDevice.open(request.device());
        List<Runnable> releases = new ArrayList<>();
        releases.add(device::release);
        try {
            return new CudaBackend(libraries, device, request, padding, releases);
        } catch (CudaException e) {
            BackendUnavailableException refusal = device.failure("setting up", e);
            release(releases);
            throw refusal;
        } catch (IllegalArgumentException e) { // not even the first few bytes fit
            release(releases);
            throw CudaLoader.refusal("its memory is full (" + e.getMessage() + ")", "free it, see nvidia-smi", e);
        } catch (RuntimeException e) {
            release(releases);
            throw e;
        }
    }

    private static void release(List<Runnable> releases) {
        for (int i = releases.size() - 1; i >= 0; i--) {
            releases.get(i).run();
        }
        releases.clear();
    }

    private static Map<String, String> versions(CudaLibraries libraries) {
        Map<String, String> versions = new LinkedHashMap<>();
        LibrarySet set = libraries.set();
        int[] solver = new int[1];
        JCusolver.cusolverGetVersion(solver);
        int[] part = new int[1];
        StringBuilder blas = new StringBuilder();
        for (int i = 0; i < VERSION_PARTS; i++) {
            JCublas2.cublasGetProperty(i, part);
            blas.append(i == 0 ? "" : ".").append(part[0]);
        }
        versions.put("CUDA driver", CudaLoader.release(libraries.driver()));
        versions.put("cuBLAS", blas + " (" + set.files().get(LibrarySet.cublas(set.major())) + ")");
        versions.put(
                "cuSOLVER",
                "%d.%d.%d (%s)"
                        .formatted(
                                solver[0] / 1000,
                                solver[0] % 1000 / 100,
                                solver[0] % 100,
                                set.files().get(LibrarySet.cusolver(set.major()))));
        versions.put("NVRTC", KernelCompiler.version() + " (" + set.files().get(LibrarySet.nvrtc(set.major())) + ")");
        versions.put("JCuda", JcudaNatives.VERSION);
        if (!libraries.notes().isEmpty()) {
            versions.put("CUDA passed over", String.join("; ", libraries.notes()));
        }
        return versions;
    }

    @Override
    public BackendInfo info() {
        return info;
    }

    @Override
    public Workspace openWorkspace() {
        return new CudaWorkspace(ledger, memory, info.precision(), padding);
    }

    @Override
    public DenseAlgebra algebra() {
        return algebra;
    }

    @Override
    public UfmKernels kernels() {
        return kernels;
    }

    @Override
    public void synchronize() {
        ledger.requireOpen();
        device.synchronize();
    }

    @Override
    public long roomBytes() {
        return ledger.roomBytes();
    }

    @Override
    public long liveBytes() {
        return ledger.liveBytes();
    }

    @Override
    public MemoryUse memoryUse() {
        return ledger.use();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            ledger.close();
        } finally {
            device.free(device::synchronize);
            release(releases);
        }
    }
}
