package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.function.Executable;

/** A fresh stand-in with one context and one non-blocking stream for each test, and short ways to its memory. */
final class StandInDevice implements BeforeEachCallback, AfterEachCallback {
    final Random random = new Random(1);
    private CUstream stream = new CUstream();
    private CUcontext context = new CUcontext();

    @Override
    public void beforeEach(ExtensionContext test) {
        StandInLibraries.require();
        StandIn.reset();
        cuInit(0);
        CUdevice device = new CUdevice();
        cuDeviceGet(device, 0);
        context = new CUcontext();
        cuDevicePrimaryCtxRetain(context, device);
        cuCtxSetCurrent(context);
        stream = newStream();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        if (System.getProperty(CudaSearch.PROPERTY) != null) {
            StandIn.reset();
        }
    }

    CUcontext context() {
        return context;
    }

    CUstream stream() {
        return stream;
    }

    /** The stream as the runtime API, and so cuBLAS, names it. */
    cudaStream_t runtimeStream() {
        return new cudaStream_t(stream);
    }

    static CUstream newStream() {
        CUstream made = new CUstream();
        cuStreamCreate(made, 1);
        return made;
    }

    CUdeviceptr allocate(long bytes) {
        CUdeviceptr memory = new CUdeviceptr();
        cuMemAlloc(memory, bytes);
        return memory;
    }

    CUdeviceptr upload(double... numbers) {
        CUdeviceptr memory = allocate(8L * numbers.length);
        cuMemcpyHtoD(memory, Pointer.to(numbers), 8L * numbers.length);
        return memory;
    }

    CUdeviceptr uploadFloats(float... numbers) {
        CUdeviceptr memory = allocate(4L * numbers.length);
        cuMemcpyHtoD(memory, Pointer.to(numbers), 4L * numbers.length);
        return memory;
    }

    double[] download(CUdeviceptr memory, int count) {
        double[] numbers = new double[count];
        cuMemcpyDtoH(Pointer.to(numbers), memory, 8L * count);
        return numbers;
    }

    float[] downloadFloats(CUdeviceptr memory, int count) {
        float[] numbers = new float[count];
        cuMemcpyDtoH(Pointer.to(numbers), memory, 4L * count);
        return numbers;
    }

    int downloadInt(CUdeviceptr memory) {
        int[] number = new int[1];
        cuMemcpyDtoH(Pointer.to(number), memory, 4);
        return number[0];
    }

    static Pointer pinned(long bytes) {
        Pointer memory = new Pointer();
        cuMemHostAlloc(memory, bytes, 0);
        return memory;
    }

    /** Direct memory with one number in it. */
    static Pointer scalar(double number) {
        return Pointer.to(ByteBuffer.allocateDirect(8)
                .order(ByteOrder.nativeOrder())
                .asDoubleBuffer()
                .put(0, number));
    }

    static Pointer scalar(float number) {
        return Pointer.to(ByteBuffer.allocateDirect(4)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(0, number));
    }

    double[] gaussians(int count) {
        return random.doubles(count, -1, 1).toArray();
    }

    /** Fails unless a call is refused with a status, and one violation tells of it. */
    static void assertRefused(String status, String violation, Executable call) {
        long before = StandIn.violations();
        CudaException refusal = assertThrows(CudaException.class, call);
        assertEquals(status, refusal.getMessage());
        List<String> told = StandIn.messages();
        assertTrue(told.size() > before, "no violation was told");
        String last = told.get((int) before);
        assertTrue(last.contains(violation), () -> "expected \"" + violation + "\" in: " + last);
    }

    /** Fails unless a call is refused with a status. */
    static void assertRefused(String status, Executable call) {
        assertEquals(status, assertThrows(CudaException.class, call).getMessage());
    }

    static void assertNoViolation() {
        assertEquals(List.of(), StandIn.messages());
    }
}
