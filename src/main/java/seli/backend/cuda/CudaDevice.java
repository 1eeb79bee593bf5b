package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetAttribute;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDeviceGetName;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.CudaException;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;
import jcuda.runtime.cudaStream_t;
import seli.backend.BackendUnavailableException;

/**
 * One device with its primary context, one stream on which everything runs in order, and one handle of each library.
 * Bound to the thread that opened it.
 */
final class CudaDevice {
    private static final int NAME_LENGTH = 256;

    /** More bytes of shared memory than any kernel of ours declares. */
    private static final int DECLARED_SHARED = 2 << 10;

    private final CUdevice device = new CUdevice();
    private final CUstream stream = new CUstream();
    private final cublasHandle cublas = new cublasHandle();
    private final cusolverDnHandle cusolver = new cusolverDnHandle();
    private final int number;
    private final List<Runnable> releases = new ArrayList<>();
    private boolean hasFailed;

    private CudaDevice(int number) {
        this.number = number;
    }

    /**
     * Opens device {@code number}, counted from 0 among those that CUDA_VISIBLE_DEVICES shows.
     *
     * @throws BackendUnavailableException if there is no such device, or its context or handles cannot be had
     */
    static CudaDevice open(int number) {
        CudaDevice opened = new CudaDevice(number);
        try {
            opened.open();
            return opened;
        } catch (CudaException e) {
            opened.hasFailed = true;
            opened.release();
            throw CudaLoader.refusal(
                    "device %d cannot be used (%s)".formatted(number, e.getMessage()),
                    "free its memory, see nvidia-smi",
                    e);
        } catch (BackendUnavailableException e) {
            opened.release();
            throw e;
        }
    }

    private void open() {
        int[] count = new int[1];
        cuDeviceGetCount(count);
        if (number >= count[0]) {
            throw new BackendUnavailableException(
                    "cuda",
                    "there is no device %d, but %d in all".formatted(number, count[0]),
                    count[0] == 1 ? "pass --device 0" : "pass --device 0 to %d".formatted(count[0] - 1));
        }
        cuDeviceGet(device, number);
        CUcontext context = new CUcontext();
        cuDevicePrimaryCtxRetain(context, device);
        releases.add(() -> cuDevicePrimaryCtxRelease(device));
        cuCtxSetCurrent(context);
        cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING);
        releases.add(() -> cuStreamDestroy(stream));
        cudaStream_t handle = new cudaStream_t(stream);
        JCublas2.cublasCreate(cublas);
        releases.add(() -> JCublas2.cublasDestroy(cublas));
        JCublas2.cublasSetStream(cublas, handle);
        JCusolverDn.cusolverDnCreate(cusolver);
        releases.add(() -> JCusolverDn.cusolverDnDestroy(cusolver));
        JCusolverDn.cusolverDnSetStream(cusolver, handle);
    }

    /** Releases handles, stream and context, in reverse order. */
    void release() {
        for (int i = releases.size() - 1; i >= 0; i--) {
            free(releases.get(i));
        }
        releases.clear();
    }

    /** Runs a release; after a failure of the device its further complaints are of no interest. */
    void free(Runnable release) {
        try {
            release.run();
        } catch (CudaException e) {
            if (!hasFailed) {
                throw failure("releasing memory or handles", e);
            }
        } catch (BackendUnavailableException e) {
            if (!hasFailed) {
                throw e;
            }
        }
    }

    /** The exception for a call that failed while the device was at work. */
    BackendUnavailableException failure(String what, CudaException e) {
        hasFailed = true;
        return new BackendUnavailableException(
                "cuda",
                "device %d failed in %s (%s)".formatted(number, what, e.getMessage()),
                "results up to here are lost; see nvidia-smi and run again, or pass --backend cpu",
                e);
    }

    CUstream stream() {
        return stream;
    }

    cublasHandle cublas() {
        return cublas;
    }

    cusolverDnHandle cusolver() {
        return cusolver;
    }

    /** Waits until all that was enqueued is done. */
    void synchronize() {
        try {
            cuStreamSynchronize(stream);
        } catch (CudaException e) {
            throw failure("waiting for its work", e);
        }
    }

    /** Bytes of device memory that can be had now. */
    static long freeBytes() {
        long[] free = new long[1];
        long[] total = new long[1];
        JCudaDriver.cuMemGetInfo(free, total);
        return free[0];
    }

    /** Such as 90 for compute capability 9.0. */
    int computeCapability() {
        return 10 * attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    int multiprocessors() {
        return attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    }

    /** Bytes of dynamic shared memory that a block of our kernels may ask for, beside what they declare. */
    int sharedBytes() {
        int most = Math.max(
                attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK),
                attribute(CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN));
        return most - DECLARED_SHARED;
    }

    private int attribute(int which) {
        int[] value = new int[1];
        cuDeviceGetAttribute(value, which, device);
        return value[0];
    }

    /** Such as {@code NVIDIA H200, device 0, compute capability 9.0}. */
    String describe() {
        byte[] name = new byte[NAME_LENGTH];
        cuDeviceGetName(name, NAME_LENGTH, device);
        int end = 0;
        while (end < NAME_LENGTH && name[end] != 0) {
            end++;
        }
        return "%s, device %d, compute capability %d.%d"
                .formatted(
                        new String(name, 0, end, StandardCharsets.UTF_8).trim(),
                        number,
                        computeCapability() / 10,
                        computeCapability() % 10);
    }
}
