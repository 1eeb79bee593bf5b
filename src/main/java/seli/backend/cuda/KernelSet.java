package seli.backend.cuda;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import seli.backend.Precision;

/**
 * The own kernels of one device and precision. The files that every run needs are compiled when the backend opens,
 * others when they are first used. A launch only enqueues.
 */
final class KernelSet {
    /** Threads of a block, for all kernels that do not say otherwise. */
    static final int THREADS = 256;

    /** Most blocks of a reduction. */
    static final int MOST_PARTIALS = 256;

    /** Numbers that a thread of a reduction adds at least, where there are that many. */
    private static final int TERMS = 16;

    /** Dynamic shared memory that needs no leave; beside what kernels declare, it makes 48 KiB. */
    private static final int PLAIN_SHARED_BYTES = 46 << 10;

    private static final List<String> ALWAYS = List.of("softmax", "reduce", "entrywise", "update");

    private final CudaDevice device;
    private final KernelCompiler compiler;
    private final Map<String, CUmodule> modules = new HashMap<>();
    private final Map<String, CUfunction> functions = new HashMap<>();
    private final Map<String, Integer> granted = new HashMap<>();
    private final KernelArguments arguments = new KernelArguments();

    /**
     * An empty set.
     *
     * @throws seli.backend.BackendUnavailableException if NVRTC does not know so old a device
     */
    KernelSet(CudaDevice device, Precision precision) {
        this.device = device;
        this.compiler = new KernelCompiler(device.computeCapability(), precision);
    }

    /** Compiles and loads the files that every run needs; a tenth of a second each. */
    void load() {
        ALWAYS.forEach(this::module);
    }

    private CUmodule module(String file) {
        CUmodule loaded = modules.get(file);
        if (loaded == null) {
            loaded = compiler.compile(file);
            modules.put(file, loaded);
        }
        return loaded;
    }

    void unload() {
        modules.values().forEach(module -> device.free(() -> JCudaDriver.cuModuleUnload(module)));
        modules.clear();
        functions.clear();
    }

    private CUfunction function(String file, String name) {
        CUfunction known = functions.get(name);
        if (known == null) {
            known = new CUfunction();
            JCudaDriver.cuModuleGetFunction(known, module(file), name);
            functions.put(name, known);
        }
        return known;
    }

    /** The arguments of the next launch, empty. */
    KernelArguments arguments() {
        return arguments.clear();
    }

    /** Enqueues a kernel of {@code file} with the present arguments, {@value #THREADS} threads a block. */
    void launch(String file, String name, long blocks) {
        launch(file, name, blocks, THREADS, 0);
    }

    /** Enqueues a kernel with {@code sharedBytes} of dynamic shared memory. */
    void launch(String file, String name, long blocks, int threads, int sharedBytes) {
        if (blocks == 0) {
            return;
        }
        try {
            CUfunction function = function(file, name);
            grant(function, name, sharedBytes);
            start(function, blocks, threads, sharedBytes);
        } catch (CudaException e) {
            throw device.failure("kernel " + name, e);
        }
    }

    /** Asks leave for more shared memory than every kernel may have. */
    private void grant(CUfunction function, String name, int sharedBytes) {
        if (sharedBytes > granted.getOrDefault(name, PLAIN_SHARED_BYTES)) {
            JCudaDriver.cuFuncSetAttribute(
                    function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes);
            granted.put(name, sharedBytes);
        }
    }

    private void start(CUfunction function, long blocks, int threads, int sharedBytes) {
        JCudaDriver.cuLaunchKernel(
                function,
                (int) Math.min(blocks, Integer.MAX_VALUE),
                1,
                1,
                threads,
                1,
                1,
                sharedBytes,
                device.stream(),
                arguments.list(),
                new Pointer());
    }

    /** Blocks of a reduction of so many numbers: the same on every device, so that sums are the same. */
    static int partials(long numbers) {
        return (int) Math.max(1, Math.min(MOST_PARTIALS, numbers / (THREADS * TERMS)));
    }

    /** Blocks for {@code numbers} numbers, one for each thread, as far as the grid reaches. */
    long blocksFor(long numbers) {
        return Math.min((numbers + THREADS - 1) / THREADS, 32L * Math.max(1, device.multiprocessors()));
    }
}
