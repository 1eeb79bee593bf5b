package seli.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import jcuda.CudaException;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;
import seli.backend.BackendUnavailableException;
import seli.backend.Precision;

/**
 * NVRTC for one device and precision. Where it knows the device it makes machine code; for a newer device PTX of the
 * newest architecture that it knows, which the driver translates. No file is included but the headers of
 * {@code cuda/math}, which go along as text.
 */
final class KernelCompiler {
    private static final String FOLDER = "/seli/cuda/";
    private static final List<String> HEADERS =
            List.of("block.cuh", "entries.cuh", "momentum.cuh", "portable.cuh", "softmax.cuh", "sums.cuh");

    private final Precision precision;
    private final boolean isExact;
    private final String architecture;

    /**
     * A compiler for a device of this compute capability, such as 90.
     *
     * @throws BackendUnavailableException if NVRTC does not know so old a device
     */
    KernelCompiler(int capability, Precision precision) {
        this.precision = precision;
        int[] known = architectures();
        int best = Arrays.stream(known).filter(each -> each <= capability).max().orElse(0);
        if (best == 0) {
            throw new BackendUnavailableException(
                    "cuda",
                    "compute capability %d.%d is too low for this CUDA, which starts at %d.%d"
                            .formatted(capability / 10, capability % 10, known[0] / 10, known[0] % 10),
                    "install an older CUDA toolkit, or pass --backend cpu");
        }
        this.isExact = best == capability;
        this.architecture = (isExact ? "sm_" : "compute_") + best;
    }

    private static int[] architectures() {
        int[] count = new int[1];
        JNvrtc.nvrtcGetNumSupportedArchs(count);
        int[] known = new int[count[0]];
        JNvrtc.nvrtcGetSupportedArchs(known);
        Arrays.sort(known);
        return known;
    }

    /** Version of NVRTC, such as 12.6. */
    static String version() {
        int[] major = new int[1];
        int[] minor = new int[1];
        JNvrtc.nvrtcVersion(major, minor);
        return major[0] + "." + minor[0];
    }

    /**
     * The module of {@code cuda/kernels/FILE.cu}, loaded.
     *
     * @throws IllegalStateException with the compiler's log if it does not compile, which is a fault of this program
     */
    CUmodule compile(String file) {
        String[] texts = HEADERS.stream().map(header -> text("math/" + header)).toArray(String[]::new);
        String source = text("kernels/" + file + ".cu");
        nvrtcProgram program = new nvrtcProgram();
        JNvrtc.nvrtcCreateProgram(program, source, file + ".cu", texts.length, texts, HEADERS.toArray(String[]::new));
        try {
            JNvrtc.nvrtcCompileProgram(program, options().length, options());
            CUmodule module = new CUmodule();
            JCudaDriver.cuModuleLoadData(module, image(program));
            return module;
        } catch (CudaException e) {
            throw failure(program, file, e);
        } finally {
            JNvrtc.nvrtcDestroyProgram(program);
        }
    }

    /** A program that does not compile is a fault of this one; whatever else fails, of the installation. */
    private RuntimeException failure(nvrtcProgram program, String file, CudaException e) {
        if ("NVRTC_ERROR_COMPILATION".equals(e.getMessage())) {
            String[] log = {""};
            JNvrtc.nvrtcGetProgramLog(program, log);
            return new IllegalStateException(
                    "bug: kernel file %s does not compile for %s: %s".formatted(file, architecture, log[0]), e);
        }
        return CudaLoader.refusal(
                "kernel file %s for %s cannot be made ready (%s)".formatted(file, architecture, e.getMessage()),
                "look at the installation of NVRTC and at the driver",
                e);
    }

    private String[] options() {
        String real = precision == Precision.FLOAT64 ? "double" : "float";
        return new String[] {"--gpu-architecture=" + architecture, "--std=c++17", "-DREAL=" + real};
    }

    private byte[] image(nvrtcProgram program) {
        if (isExact) {
            long[] size = new long[1];
            JNvrtc.nvrtcGetCUBINSize(program, size);
            byte[] binary = new byte[Math.toIntExact(size[0])];
            JNvrtc.nvrtcGetCUBIN(program, binary);
            return binary;
        }
        String[] ptx = {""};
        JNvrtc.nvrtcGetPTX(program, ptx);
        return (ptx[0] + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    private static String text(String name) {
        try (InputStream in = KernelCompiler.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("bug: no resource " + FOLDER + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
