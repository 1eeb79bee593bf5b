package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuFuncSetAttribute;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;
import static jcuda.driver.JCudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.nvrtc.JNvrtc.nvrtcCompileProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcCreateProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcDestroyProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcGetCUBIN;
import static jcuda.nvrtc.JNvrtc.nvrtcGetCUBINSize;
import static jcuda.nvrtc.JNvrtc.nvrtcGetNumSupportedArchs;
import static jcuda.nvrtc.JNvrtc.nvrtcGetPTX;
import static jcuda.nvrtc.JNvrtc.nvrtcGetProgramLog;
import static jcuda.nvrtc.JNvrtc.nvrtcGetSupportedArchs;
import static jcuda.nvrtc.JNvrtc.nvrtcVersion;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static seli.backend.cuda.StandInDevice.assertNoViolation;
import static seli.backend.cuda.StandInDevice.assertRefused;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.nvrtc.nvrtcProgram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stand-in's NVRTC and kernel launches, with kernels that are right and kernels that break a rule. */
@Tag("standin")
class StandInKernelTest {
    private static final String HEADER = """
            __device__ REAL doubled(REAL x) { return 2 * x; }
            """;

    private static final String PROGRAM = """
            #include "math.cuh"
            extern "C" __global__ void __launch_bounds__(64)
            twice(REAL *x, int n) {
                int i = threadIdx.x + blockIdx.x * blockDim.x;
                if (i < n) x[i] = doubled(x[i]);
            }
            extern "C" __global__ void total(const REAL *x, int n, REAL *out) {
                DYNAMIC_SHARED(REAL, part);
                part[threadIdx.x] = threadIdx.x < n ? x[threadIdx.x] : 0;
                __syncthreads();
                for (int step = blockDim.x / 2; step > 0; step /= 2) {
                    if (threadIdx.x < step) part[threadIdx.x] += part[threadIdx.x + step];
                    __syncthreads();
                }
                if (threadIdx.x == 0) *out = part[0];
            }
            extern "C" __global__ void past_the_end(REAL *x, int n) { x[n] = 1; }
            extern "C" __global__ void wild(REAL *x) { x[1 << 28] = 1; }
            extern "C" __global__ void unsynchronised(REAL *x) {
                __shared__ REAL part[64];
                part[threadIdx.x] = x[threadIdx.x];
                x[threadIdx.x] = part[63 - threadIdx.x];
            }
            extern "C" __global__ void lost_lane(REAL *x) {
                if (threadIdx.x == 31) return;
                x[threadIdx.x] = __shfl_down_sync(0xffffffffu, x[threadIdx.x], 1);
            }
            """;

    @RegisterExtension
    final StandInDevice device = new StandInDevice();

    private final CUmodule module = new CUmodule();

    private static nvrtcProgram program(String source) {
        nvrtcProgram made = new nvrtcProgram();
        nvrtcCreateProgram(made, source, "test.cu", 1, new String[] {HEADER}, new String[] {"math.cuh"});
        return made;
    }

    private static byte[] compiled() {
        nvrtcProgram program = program(PROGRAM);
        nvrtcCompileProgram(program, 2, new String[] {"--gpu-architecture=sm_90", "-DREAL=double"});
        long[] size = new long[1];
        nvrtcGetCUBINSize(program, size);
        byte[] image = new byte[Math.toIntExact(size[0])];
        nvrtcGetCUBIN(program, image);
        nvrtcDestroyProgram(program);
        return image;
    }

    private CUfunction kernel(String name) {
        cuModuleLoadData(module, compiled());
        CUfunction function = new CUfunction();
        cuModuleGetFunction(function, module, name);
        return function;
    }

    private void launch(CUfunction function, int grid, int block, int shared, NativePointerObject... arguments) {
        Pointer parameters = Pointer.to(arguments);
        cuLaunchKernel(function, grid, 1, 1, block, 1, 1, shared, device.stream(), parameters, null);
    }

    private static Pointer of(CUdeviceptr memory) {
        return Pointer.to(memory);
    }

    private static Pointer of(int number) {
        return Pointer.to(new int[] {number});
    }

    @Test
    void versionAndArchitecturesFollowTheLoadedSet() {
        int[] major = new int[1];
        nvrtcVersion(major, new int[1]);
        assertEquals(StandIn.generation(), major[0]);
        int[] count = new int[1];
        nvrtcGetNumSupportedArchs(count);
        int[] numbers = new int[count[0]];
        nvrtcGetSupportedArchs(numbers);
        assertTrue(Arrays.stream(numbers).anyMatch(number -> number == 90));
        assertEquals(StandIn.generation() == 13, Arrays.stream(numbers).anyMatch(number -> number == 120));
    }

    @Test
    void aKernelRunsOnEveryEntryAndNoFurther() {
        for (long seed : new long[] {0, 7}) {
            StandIn.setDeferred(seed);
            CUdeviceptr x = device.upload(1, 2, 3, 4, 5);
            launch(kernel("twice"), 3, 2, 0, of(x), of(5));
            cuStreamSynchronize(device.stream());
            assertArrayEquals(new double[] {2, 4, 6, 8, 10}, device.download(x, 5));
            cuModuleUnload(module);
        }
        assertEquals(2, StandIn.launches());
        assertEquals(1, StandIn.liveHandles(), "the stream");
        assertNoViolation();
    }

    @Test
    void dynamicSharedMemoryIsAsLongAsAskedFor() {
        CUdeviceptr x = device.upload(1, 2, 3, 4, 5);
        CUdeviceptr out = device.allocate(8);
        launch(kernel("total"), 1, 8, 64, of(x), of(5), of(out));
        assertEquals(15, device.download(out, 1)[0]);
        assertNoViolation();
    }

    @Test
    void muchSharedMemoryHasToBeAllowed() {
        CUfunction total = kernel("total");
        CUdeviceptr x = device.upload(1.0);
        CUdeviceptr out = device.allocate(8);
        String wrong = "CUDA_ERROR_INVALID_VALUE";
        assertRefused(wrong, "49152 allowed", () -> launch(total, 1, 8, 65536, of(x), of(1), of(out)));
        int attribute = CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES;
        assertRefused(wrong, () -> cuFuncSetAttribute(total, attribute, 232449));
        cuFuncSetAttribute(total, attribute, 65536);
        launch(total, 1, 8, 65536, of(x), of(1), of(out));
        assertEquals(1, device.download(out, 1)[0]);
        int[] blocks = new int[1];
        cuOccupancyMaxActiveBlocksPerMultiprocessor(blocks, total, 256, 65536);
        assertEquals(3, blocks[0]);
    }

    @Test
    void aStorePastTheEndIsTold() {
        CUdeviceptr x = device.upload(device.gaussians(60));
        launch(kernel("past_the_end"), 1, 1, 0, of(x), of(60));
        assertEquals(1, StandIn.violations());
        assertTrue(StandIn.message(0).contains("(480 bytes): byte 1 past its end was written"), StandIn.message(0));
    }

    @Test
    void aWildStoreIsAStickyErrorAndTheProcessLives() {
        CUdeviceptr x = device.upload(1.0);
        CUfunction wild = kernel("wild");
        assertRefused("CUDA_ERROR_ILLEGAL_ADDRESS", "access outside every live allocation", () -> {
            launch(wild, 1, 1, 0, of(x));
            cuStreamSynchronize(device.stream());
        });
        assertEquals(700, StandIn.sticky());
        assertRefused("CUDA_ERROR_ILLEGAL_ADDRESS", () -> device.allocate(8));
    }

    @Test
    void aMissingBarrierReadsPoison() {
        CUdeviceptr x = device.upload(new double[64]);
        launch(kernel("unsynchronised"), 1, 64, 0, of(x));
        assertTrue(Arrays.stream(device.download(x, 64)).anyMatch(Double::isNaN));
    }

    @Test
    void aLaneThatHasLeftIsTold() {
        CUdeviceptr x = device.upload(new double[32]);
        launch(kernel("lost_lane"), 1, 32, 0, of(x));
        assertTrue(StandIn.violations() > 0);
    }

    @Test
    void aParameterHasToBeLiveDeviceMemory() {
        CUdeviceptr x = device.upload(1.0);
        CUfunction twice = kernel("twice");
        cuMemFree(x);
        launch(twice, 1, 1, 0, of(x), of(0));
        assertTrue(StandIn.message(0).contains("parameter 0"), StandIn.message(0));
    }

    @Test
    void shapesBeyondTheDeviceAreRefused() {
        CUdeviceptr x = device.upload(1.0);
        CUfunction twice = kernel("twice");
        String wrong = "CUDA_ERROR_INVALID_VALUE";
        assertRefused(wrong, "beyond the limits", () -> launch(twice, 1, 1025, 0, of(x), of(1)));
        assertRefused(wrong, "beyond the limits", () -> launch(twice, 0, 1, 0, of(x), of(1)));
    }

    @Test
    void aModuleIsNotUsedAfterItIsUnloaded() {
        CUdeviceptr x = device.upload(1.0);
        CUfunction twice = kernel("twice");
        cuModuleUnload(module);
        assertRefused("CUDA_ERROR_INVALID_HANDLE", "was unloaded", () -> launch(twice, 1, 1, 0, of(x), of(1)));
        assertRefused("CUDA_ERROR_INVALID_HANDLE", "is not live", () -> cuModuleUnload(module));
    }

    @Test
    void aKernelThatIsNotThereIsNotFound() {
        kernel("twice");
        assertRefused("CUDA_ERROR_NOT_FOUND", () -> cuModuleGetFunction(new CUfunction(), module, "thrice"));
    }

    @Test
    void ptxServesWhereTheArchitectureIsVirtual() {
        nvrtcProgram program = program(PROGRAM);
        nvrtcCompileProgram(program, 2, new String[] {"--gpu-architecture=compute_80", "-DREAL=float"});
        long[] size = {1};
        nvrtcGetCUBINSize(program, size);
        assertEquals(0, size[0]);
        String[] text = new String[1];
        nvrtcGetPTX(program, text);
        cuModuleLoadData(module, (text[0] + '\0').getBytes(StandardCharsets.US_ASCII));
        CUfunction twice = new CUfunction();
        cuModuleGetFunction(twice, module, "twice");
        CUdeviceptr x = device.uploadFloats(1.5f);
        launch(twice, 1, 1, 0, of(x), of(1));
        assertEquals(3f, device.downloadFloats(x, 1)[0]);
    }

    @Test
    void anotherImageIsNotForThisDevice() {
        byte[] ptx = ".version 8.5\n.target sm_90\n\0".getBytes(StandardCharsets.US_ASCII);
        byte[] padded = Arrays.copyOf(ptx, 128);
        assertRefused("CUDA_ERROR_NO_BINARY_FOR_GPU", () -> cuModuleLoadData(module, padded));
    }

    @Test
    void wrongSourceAndWrongOptionsHaveALog() {
        nvrtcProgram program = program("extern \"C\" __global__ void broken(int n) { n = nothing; }");
        assertRefused("NVRTC_ERROR_COMPILATION", () -> nvrtcCompileProgram(program, 0, null));
        assertTrue(log(program).contains("test.cu") && log(program).contains("nothing"), log(program));
        String[] options = {"--gpu-architecture=sm_42"};
        assertRefused("NVRTC_ERROR_INVALID_OPTION", () -> nvrtcCompileProgram(program, 1, options));
        assertTrue(log(program).contains("sm_42"), log(program));
    }

    private static String log(nvrtcProgram program) {
        String[] text = new String[1];
        nvrtcGetProgramLog(program, text);
        return text[0];
    }
}
