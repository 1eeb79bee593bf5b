package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSynchronize;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventElapsedTime;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuMemsetD8;
import static jcuda.driver.JCudaDriver.cuMemsetD8Async;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;
import static jcuda.driver.JCudaDriver.cuStreamWaitEvent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static seli.backend.cuda.StandInDevice.assertNoViolation;
import static seli.backend.cuda.StandInDevice.assertRefused;

import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The stand-in's streams: order of work, events, pinned memory, graphs by capture. */
@Tag("standin")
class StandInStreamTest {
    private static final int ORDERS = 40;
    private static final int MODE = CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL;

    @RegisterExtension
    final StandInDevice device = new StandInDevice();

    private static DoubleBuffer numbers(Pointer pinned) {
        return pinned.getByteBuffer().order(ByteOrder.nativeOrder()).asDoubleBuffer();
    }

    @Test
    void aPinnedSourceIsReadWhenTheCopyRuns() {
        Pointer pinned = StandInDevice.pinned(16);
        numbers(pinned).put(0, 1).put(1, 2);
        CUdeviceptr memory = device.allocate(16);
        StandIn.setDeferred(7);
        cuMemcpyHtoDAsync(memory, pinned, 16, device.stream());
        numbers(pinned).put(1, -1);
        cuStreamSynchronize(device.stream());
        assertEquals(-1, device.download(memory, 2)[1]);
    }

    @Test
    void aPageableSourceIsStagedAtTheCall() {
        double[] source = {1, 2};
        CUdeviceptr memory = device.allocate(16);
        StandIn.setDeferred(7);
        cuMemcpyHtoDAsync(memory, Pointer.to(source), 16, device.stream());
        source[1] = -1;
        cuStreamSynchronize(device.stream());
        assertEquals(2, device.download(memory, 2)[1]);
    }

    @Test
    void aPinnedDestinationIsNotANumberUntilTheCopyRan() {
        CUdeviceptr memory = device.upload(1.0);
        Pointer pinned = StandInDevice.pinned(8);
        StandIn.setDeferred(7);
        cuMemcpyDtoHAsync(pinned, memory, 8, device.stream());
        assertTrue(Double.isNaN(numbers(pinned).get(0)));
        cuStreamSynchronize(device.stream());
        assertEquals(1, numbers(pinned).get(0));
    }

    @Test
    void theDefaultStreamDoesNotWaitForANonBlockingOne() {
        CUdeviceptr memory = device.upload(1.0);
        StandIn.setDeferred(7);
        cuMemsetD8Async(memory, (byte) 0, 8, device.stream());
        assertEquals(1, device.download(memory, 1)[0]);
        cuStreamSynchronize(device.stream());
        assertEquals(0, device.download(memory, 1)[0]);
    }

    @Test
    void withoutAnEventTheOrderOfTwoStreamsIsOpen() {
        int wrong = wrongOrders(false);
        assertTrue(wrong > 0 && wrong < ORDERS, wrong + " of " + ORDERS);
    }

    @Test
    void anEventPutsTwoStreamsInOrder() {
        assertEquals(0, wrongOrders(true));
        assertNoViolation();
    }

    /** In how many orders a copy out on one stream misses a copy in on another. */
    private int wrongOrders(boolean ordered) {
        CUstream other = StandInDevice.newStream();
        CUdeviceptr memory = device.allocate(8);
        Pointer in = StandInDevice.pinned(8);
        Pointer out = StandInDevice.pinned(8);
        numbers(in).put(0, 3);
        CUevent event = new CUevent();
        cuEventCreate(event, 0);
        int wrong = 0;
        for (int seed = 1; seed <= ORDERS; seed++) {
            StandIn.setDeferred(seed);
            cuMemsetD8(memory, (byte) -1, 8);
            cuCtxSynchronize();
            cuMemcpyHtoDAsync(memory, in, 8, device.stream());
            if (ordered) {
                cuEventRecord(event, device.stream());
                cuStreamWaitEvent(other, event, 0);
            }
            cuMemcpyDtoHAsync(out, memory, 8, other);
            cuCtxSynchronize();
            wrong += numbers(out).get(0) == 3 ? 0 : 1;
        }
        return wrong;
    }

    @Test
    void eventsMeasureTime() {
        CUevent start = new CUevent();
        CUevent end = new CUevent();
        cuEventCreate(start, 0);
        cuEventCreate(end, 0);
        assertRefused(
                "CUDA_ERROR_INVALID_HANDLE", "was not recorded", () -> cuEventElapsedTime(new float[1], start, end));
        cuEventRecord(start, device.stream());
        cuEventRecord(end, device.stream());
        cuEventSynchronize(end);
        float[] milliseconds = {-1};
        cuEventElapsedTime(milliseconds, start, end);
        assertTrue(milliseconds[0] >= 0);
        cuEventDestroy(start);
        cuEventDestroy(end);
        assertEquals(1, StandIn.liveHandles(), "the stream");
        assertRefused("CUDA_ERROR_INVALID_HANDLE", "event", () -> cuEventDestroy(end));
    }

    @Test
    void aDestroyedStreamIsRefused() {
        CUstream other = StandInDevice.newStream();
        cuStreamDestroy(other);
        assertRefused("CUDA_ERROR_INVALID_HANDLE", "is not live", () -> cuStreamSynchronize(other));
    }

    @Test
    void workOnMemoryThatIsFreedInBetweenIsTold() {
        CUdeviceptr memory = device.allocate(8);
        cuStreamBeginCapture(device.stream(), MODE);
        cuMemsetD8Async(memory, (byte) 0, 8, device.stream());
        CUgraphExec executable = instantiate(endCapture());
        cuMemFree(memory);
        assertRefused(
                "CUDA_ERROR_ILLEGAL_ADDRESS", "which was freed", () -> cuGraphLaunch(executable, device.stream()));
        assertEquals(700, StandIn.sticky());
        assertRefused("CUDA_ERROR_ILLEGAL_ADDRESS", () -> device.allocate(8));
    }

    @Test
    void aCapturedGraphRunsWhenLaunchedAndAsOftenAsLaunched() {
        CUdeviceptr memory = device.upload(1, 2);
        Pointer in = StandInDevice.pinned(8);
        numbers(in).put(0, 7);
        cuStreamBeginCapture(device.stream(), MODE);
        cuMemcpyHtoDAsync(memory, in, 8, device.stream());
        CUgraph graph = endCapture();
        assertEquals(1, device.download(memory, 1)[0], "nothing ran while capturing");
        CUgraphExec executable = instantiate(graph);
        for (double value : new double[] {7, 8}) {
            numbers(in).put(0, value);
            cuGraphLaunch(executable, device.stream());
            cuStreamSynchronize(device.stream());
            assertEquals(value, device.download(memory, 1)[0]);
        }
        cuGraphExecDestroy(executable);
        cuGraphDestroy(graph);
        assertEquals(1, StandIn.liveHandles(), "the stream");
        assertNoViolation();
    }

    @Test
    void aCallThatWaitsSpoilsACapture() {
        CUdeviceptr memory = device.upload(1.0);
        cuStreamBeginCapture(device.stream(), MODE);
        cuMemsetD8Async(memory, (byte) 0, 8, device.stream());
        assertRefused(
                "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED",
                "not allowed while a stream captures",
                () -> cuStreamSynchronize(device.stream()));
        assertRefused("CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", () -> endCapture());
    }

    @Test
    void anAllocationSpoilsACapture() {
        cuStreamBeginCapture(device.stream(), MODE);
        assertRefused(
                "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED",
                "cuMemAlloc: not allowed while a stream captures",
                () -> device.allocate(8));
        assertRefused("CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", () -> endCapture());
    }

    @Test
    void aForkedStreamHasToBeJoined() {
        CUstream other = StandInDevice.newStream();
        CUdeviceptr memory = device.upload(1.0);
        CUevent fork = new CUevent();
        CUevent join = new CUevent();
        cuEventCreate(fork, 0);
        cuEventCreate(join, 0);
        for (boolean joined : new boolean[] {true, false}) {
            cuStreamBeginCapture(device.stream(), MODE);
            cuEventRecord(fork, device.stream());
            cuStreamWaitEvent(other, fork, 0);
            cuMemsetD8Async(memory, (byte) 0, 8, other);
            cuEventRecord(join, other);
            if (joined) {
                cuStreamWaitEvent(device.stream(), join, 0);
                cuGraphDestroy(endCapture());
                assertNoViolation();
            } else {
                assertRefused("CUDA_ERROR_STREAM_CAPTURE_UNJOINED", "not joined", () -> endCapture());
            }
        }
    }

    private CUgraph endCapture() {
        CUgraph graph = new CUgraph();
        cuStreamEndCapture(device.stream(), graph);
        return graph;
    }

    private static CUgraphExec instantiate(CUgraph graph) {
        CUgraphExec executable = new CUgraphExec();
        cuGraphInstantiate(executable, graph, 0L);
        return executable;
    }
}
