package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxGetCurrent;
import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeAsync;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemGetInfo;
import static jcuda.driver.JCudaDriver.cuMemcpy2D;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoH;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;
import static jcuda.driver.JCudaDriver.cuMemsetD32;
import static jcuda.driver.JCudaDriver.cuMemsetD8;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuTexRefCreate;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static seli.backend.cuda.StandInDevice.assertNoViolation;
import static seli.backend.cuda.StandInDevice.assertRefused;

import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.Sizeof;
import jcuda.driver.CUDA_MEMCPY2D;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmemorytype;
import jcuda.driver.CUtexref;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stand-in's driver: device, contexts, memory and copies. */
@Tag("standin")
class StandInTest {
    @RegisterExtension
    final StandInDevice device = new StandInDevice();

    @Test
    void driverVersionFollowsTheLoadedSetAndCanBeSet() {
        int[] version = new int[1];
        cuDriverGetVersion(version);
        assertEquals(StandIn.generation() == 13 ? 13000 : 12060, version[0]);
        StandIn.setDriverVersion(11080);
        cuDriverGetVersion(version);
        assertEquals(11080, version[0]);
    }

    @Test
    void withoutADeviceTheDriverDoesNotStart() {
        StandIn.setDevices(0);
        assertRefused("CUDA_ERROR_NO_DEVICE", () -> cuInit(0));
    }

    @Test
    void severalDevicesHaveTheirNames() {
        StandIn.setDevices(3);
        int[] count = new int[1];
        cuDeviceGetCount(count);
        assertEquals(3, count[0]);
        CUdevice third = new CUdevice();
        cuDeviceGet(third, 2);
        byte[] name = new byte[64];
        cuDeviceGetName(name, name.length, third);
        assertTrue(new String(name, StandardCharsets.US_ASCII).startsWith("CUDA stand-in 2"));
        assertRefused("CUDA_ERROR_INVALID_DEVICE", () -> cuDeviceGet(third, 3));
    }

    @Test
    void sharedMemoryFollowsTheComputeCapability() {
        assertEquals(232448, attribute(97));
        StandIn.setComputeCapability(86);
        assertEquals(8, attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR));
        assertEquals(6, attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR));
        assertEquals(101376, attribute(97));
    }

    private static int attribute(int key) {
        CUdevice first = new CUdevice();
        cuDeviceGet(first, 0);
        int[] value = new int[1];
        cuDeviceGetAttribute(value, key, first);
        return value[0];
    }

    @Test
    void aThreadWithoutACurrentContextIsRefused() {
        String refusal = CompletableFuture.supplyAsync(() -> {
                    try {
                        device.allocate(8);
                        return "none";
                    } catch (CudaException e) {
                        return String.valueOf(e.getMessage());
                    }
                })
                .join();
        assertEquals("CUDA_ERROR_INVALID_CONTEXT", refusal);
    }

    @Test
    void theCurrentContextIsTheOneThatWasSet() {
        CUcontext current = new CUcontext();
        cuCtxGetCurrent(current);
        assertEquals(device.context(), current);
    }

    @Test
    void aReleasedContextRefusesCalls() {
        assertEquals(1, StandIn.liveContexts());
        CUdevice first = new CUdevice();
        cuDevicePrimaryCtxRelease(first);
        assertEquals(0, StandIn.liveContexts());
        assertRefused("CUDA_ERROR_INVALID_CONTEXT", () -> device.allocate(8));
        assertRefused("CUDA_ERROR_INVALID_CONTEXT", "is not live", () -> cuCtxSetCurrent(device.context()));
    }

    @Test
    void whatIsCopiedInComesOut() {
        double[] numbers = {1, 2.5, -3, 4};
        assertArrayEquals(numbers, device.download(device.upload(numbers), 4));
        assertNoViolation();
    }

    @Test
    void freshMemoryIsNotANumber() {
        assertTrue(Arrays.stream(device.download(device.allocate(800), 100)).allMatch(Double::isNaN));
    }

    @Test
    void fillsWriteBytesAndWords() {
        CUdeviceptr memory = device.allocate(16);
        cuMemsetD8(memory, (byte) 0, 16);
        assertArrayEquals(new double[2], device.download(memory, 2));
        cuMemsetD32(memory, Float.floatToIntBits(1.5f), 4);
        assertArrayEquals(new float[] {1.5f, 1.5f, 1.5f, 1.5f}, device.downloadFloats(memory, 4));
        assertRefused("CUDA_ERROR_INVALID_VALUE", "needs 17 bytes", () -> cuMemsetD8(memory, (byte) 0, 17));
    }

    @Test
    void aPitchedCopyMovesRowsOnly() {
        CUdeviceptr memory = device.upload(1, 2, 3, 4, 5, 6);
        Pointer packed = StandInDevice.pinned(32);
        CUDA_MEMCPY2D copy = new CUDA_MEMCPY2D();
        copy.srcMemoryType = CUmemorytype.CU_MEMORYTYPE_DEVICE;
        copy.srcDevice = memory;
        copy.srcPitch = 3 * Sizeof.DOUBLE;
        copy.dstMemoryType = CUmemorytype.CU_MEMORYTYPE_HOST;
        copy.dstHost = packed;
        copy.dstPitch = 2 * Sizeof.DOUBLE;
        copy.WidthInBytes = 2 * Sizeof.DOUBLE;
        copy.Height = 2;
        cuMemcpy2D(copy);
        DoubleBuffer numbers =
                packed.getByteBuffer().order(ByteOrder.nativeOrder()).asDoubleBuffer();
        assertEquals(DoubleBuffer.wrap(new double[] {1, 2, 4, 5}), numbers);
        copy.srcPitch = 5 * Sizeof.DOUBLE;
        assertRefused("CUDA_ERROR_INVALID_VALUE", "source needs 56 bytes", () -> cuMemcpy2D(copy));
    }

    @Test
    void aCopyBeyondAnAllocationIsRefused() {
        CUdeviceptr memory = device.upload(1, 2, 3, 4);
        assertRefused(
                "CUDA_ERROR_INVALID_VALUE",
                "source needs 40 bytes at offset 0",
                () -> cuMemcpyDtoH(Pointer.to(new double[5]), memory, 40));
        assertRefused(
                "CUDA_ERROR_INVALID_VALUE",
                "is no device pointer",
                () -> cuMemcpyDtoDAsync(memory.withByteOffset(32), memory, 8, device.stream()));
    }

    @Test
    void memoryIsNotUsedAfterItIsFreed() {
        CUdeviceptr memory = device.allocate(800);
        cuMemFree(memory);
        assertRefused(
                "CUDA_ERROR_INVALID_VALUE",
                "which was freed",
                () -> cuMemcpyHtoD(memory, Pointer.to(new double[100]), 800));
        assertRefused("CUDA_ERROR_INVALID_VALUE", "freed twice", () -> cuMemFree(memory));
    }

    @Test
    void hostAndDeviceMemoryAreNotTakenForEachOther() {
        CUdeviceptr memory = device.allocate(8);
        assertRefused(
                "CUDA_ERROR_INVALID_VALUE",
                "is device memory where host memory was meant",
                () -> cuMemcpyHtoD(memory, memory, 8));
        assertRefused("CUDA_ERROR_INVALID_VALUE", "is not the start of pinned memory", () -> cuMemFreeHost(memory));
    }

    @Test
    void aStreamOrderedFreeCountsWhenItRan() {
        CUdeviceptr memory = device.allocate(8);
        StandIn.setDeferred(7);
        cuMemFreeAsync(memory, device.stream());
        assertEquals(1, StandIn.liveDeviceAllocations());
        cuStreamSynchronize(device.stream());
        assertEquals(0, StandIn.liveDeviceAllocations());
        assertNoViolation();
    }

    @Test
    void theOrderedAllocationFails() {
        StandIn.failAllocation(2);
        CUdeviceptr first = device.allocate(100);
        assertRefused("CUDA_ERROR_OUT_OF_MEMORY", () -> device.allocate(100));
        CUdeviceptr third = assertDoesNotThrow(() -> device.allocate(100));
        cuMemFree(first);
        cuMemFree(third);
        assertEquals(0, StandIn.liveBytes());
    }

    @Test
    void aFullDeviceIsOutOfMemory() {
        StandIn.setDeviceBytes(1 << 20);
        assertRefused("CUDA_ERROR_OUT_OF_MEMORY", () -> device.allocate(2 << 20));
        device.allocate(1 << 19);
        assertRefused("CUDA_ERROR_OUT_OF_MEMORY", () -> device.allocate((1 << 19) + 1));
        long[] free = new long[1];
        long[] total = new long[1];
        cuMemGetInfo(free, total);
        assertEquals(1 << 19, free[0]);
        assertEquals(1 << 20, total[0]);
    }

    @Test
    void liveAndPeakBytesAreCounted() {
        CUdeviceptr first = device.allocate(1000);
        cuMemFree(device.allocate(500));
        Pointer pinned = StandInDevice.pinned(64);
        assertEquals(1000, StandIn.liveBytes());
        assertEquals(1500, StandIn.peakBytes());
        assertEquals(64, StandIn.liveHostBytes());
        assertEquals(1, StandIn.liveHostAllocations());
        cuMemFreeHost(pinned);
        cuMemFree(first);
        StandIn.forgetPeak();
        assertEquals(0, StandIn.peakBytes());
        assertEquals(0, StandIn.liveDeviceAllocations() + StandIn.liveHostAllocations());
        assertEquals(1, StandIn.liveHandles(), "the stream");
    }

    @Test
    void theOrderedCallFailsAndIsCounted() {
        StandIn.failCall("cuMemcpyHtoD_v2", 2, 719);
        CUdeviceptr memory = device.upload(1.0);
        assertRefused("CUDA_ERROR_LAUNCH_FAILED", () -> cuMemcpyHtoD(memory, Pointer.to(new double[1]), 8));
        cuMemcpyHtoD(memory, Pointer.to(new double[1]), 8);
        assertEquals(3, StandIn.calls("cuMemcpyHtoD"));
        StandIn.failCall("cuCtxSynchronize", 0, 999);
        assertRefused("CUDA_ERROR_UNKNOWN", () -> cuCtxSynchronize());
        assertRefused("CUDA_ERROR_UNKNOWN", () -> cuCtxSynchronize());
        assertNoViolation();
    }

    @Test
    void aFunctionThatIsNotThereSaysSo() {
        assertRefused(
                "CUDA_ERROR_NOT_SUPPORTED",
                "cuTexRefCreate: not in the stand-in",
                () -> cuTexRefCreate(new CUtexref()));
    }

    @Test
    void resetFreesAndForgetsEverything() {
        cuMemAlloc(new CUdeviceptr(), 64);
        StandIn.setDevices(0);
        StandIn.failCall("cuMemAlloc", 0, 1);
        StandIn.reset();
        assertEquals(0, StandIn.liveDeviceAllocations() + StandIn.liveHandles() + StandIn.liveContexts());
        assertDoesNotThrow(() -> cuInit(0));
        assertEquals(0, StandIn.calls("cuMemAlloc"));
        assertNoViolation();
    }
}
