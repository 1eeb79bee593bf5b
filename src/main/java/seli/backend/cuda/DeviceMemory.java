package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jcuda.CudaException;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import seli.backend.Precision;
import seli.backend.arena.Arena;
import seli.backend.arena.MemoryLedger;

/**
 * Device memory and the copies from and to the heap. A copy goes through one piece of pinned memory, a part at a time:
 * heap arrays cannot be handed to the driver without holding up the garbage collector. All copies wait until they are
 * done.
 */
final class DeviceMemory {
    private static final int STAGING_BYTES = 4 << 20;

    private final CudaDevice device;
    private final MemoryLedger ledger;
    private final List<DevicePointer> reserved = new ArrayList<>();
    private final PinnedMemory staging = new PinnedMemory(STAGING_BYTES);

    DeviceMemory(CudaDevice device, MemoryLedger ledger) {
        this.device = device;
        this.ledger = ledger;
    }

    void free() {
        reserved.forEach(this::free);
        reserved.clear();
        device.free(staging::free);
    }

    /** The address of {@code bytes} bytes that stay until {@link #free}, on no account. */
    long reserve(long bytes) {
        DevicePointer pointer = allocate(bytes, "room for results");
        reserved.add(pointer);
        return pointer.address();
    }

    /** Bytes that one copy moves at a time. */
    static int stagingBytes() {
        return STAGING_BYTES;
    }

    /**
     * The address of new memory for {@code leading x columns} numbers, which {@code arena} owns; not initialised.
     *
     * @throws IllegalArgumentException if it does not fit; the message has both numbers
     */
    long allocate(Arena arena, long leading, long columns, int bytesEach, String what) {
        long bytes = ledger.requireRoom(Math.max(1, leading), Math.max(1, columns), bytesEach, what);
        DevicePointer pointer = allocate(bytes, what);
        arena.adopt(bytes, () -> free(pointer));
        return pointer.address();
    }

    /**
     * New memory for the backend's own use, on its account, that {@link #freeOwn} gives back.
     *
     * @throws IllegalArgumentException if it does not fit; the message has both numbers
     */
    DevicePointer allocateOwn(long bytes, String what) {
        DevicePointer pointer = allocate(ledger.requireRoom(bytes, 1, 1, what), what);
        ledger.addOwn(bytes);
        return pointer;
    }

    void freeOwn(DevicePointer pointer, long bytes) {
        ledger.addOwn(-bytes);
        free(pointer);
    }

    private DevicePointer allocate(long bytes, String what) {
        DevicePointer pointer = new DevicePointer();
        try {
            cuMemAlloc(pointer, bytes);
            return pointer;
        } catch (CudaException e) {
            if ("CUDA_ERROR_OUT_OF_MEMORY".equals(e.getMessage())) {
                throw new IllegalArgumentException(
                        String.format(
                                Locale.ROOT,
                                "%s needs %,d bytes but the device has no piece of that size left (%,d free in all);"
                                        + " use a smaller problem, tiles or more memory",
                                what,
                                bytes,
                                CudaDevice.freeBytes()),
                        e);
            }
            throw device.failure("allocating " + what, e);
        }
    }

    /** Waits for what may still use the memory, and gives it back. */
    void free(DevicePointer pointer) {
        device.free(() -> {
            device.synchronize();
            cuMemFree(pointer);
        });
    }

    private void enqueue(String what, Runnable call) {
        try {
            call.run();
        } catch (CudaException e) {
            throw device.failure(what, e);
        }
    }

    /** A part of a copy: what to do with {@code count} bytes of staging that belong at {@code offset}. */
    interface Part {
        void move(ByteBuffer staging, long offset, int count);
    }

    /** Writes {@code bytes} bytes at {@code address}, in parts of whole {@code unit}s that {@code fill} provides. */
    void upload(long address, long bytes, int unit, Part fill) {
        ByteBuffer buffer = staging.bytes();
        for (long done = 0; done < bytes; ) {
            int count = part(bytes - done, unit);
            buffer.clear();
            fill.move(buffer, done, count);
            CUdeviceptr target = DevicePointer.at(address + done);
            enqueue(
                    "a copy to it",
                    () -> JCudaDriver.cuMemcpyHtoDAsync(target, staging.pointer(), count, device.stream()));
            device.synchronize(); // the staging is filled anew
            done += count;
        }
    }

    /** Reads {@code bytes} bytes from {@code address}, in parts of whole {@code unit}s that {@code take} gets. */
    void download(long address, long bytes, int unit, Part take) {
        ByteBuffer buffer = staging.bytes();
        for (long done = 0; done < bytes; ) {
            int count = part(bytes - done, unit);
            CUdeviceptr source = DevicePointer.at(address + done);
            enqueue(
                    "a copy from it",
                    () -> JCudaDriver.cuMemcpyDtoHAsync(staging.pointer(), source, count, device.stream()));
            device.synchronize();
            buffer.clear();
            take.move(buffer, done, count);
            done += count;
        }
    }

    private static int part(long left, int unit) {
        return (int) Math.min(left, STAGING_BYTES / unit * (long) unit);
    }

    /** Writes {@code numbers} at {@code address}. */
    void upload(long address, int[] numbers) {
        upload(
                address,
                4L * numbers.length,
                4,
                (staged, offset, count) -> staged.asIntBuffer().put(numbers, (int) (offset / 4), count / 4));
    }

    /** Writes {@code numbers} at {@code address}. */
    void upload(long address, long[] numbers) {
        upload(
                address,
                8L * numbers.length,
                8,
                (staged, offset, count) -> staged.asLongBuffer().put(numbers, (int) (offset / 8), count / 8));
    }

    /** Writes {@code numbers} at {@code address}. */
    void upload(long address, double[] numbers) {
        writeNumbers(address, Precision.FLOAT64, numbers, numbers.length);
    }

    /** Reads {@code count} 64-bit integers from {@code address}. */
    long[] downloadLongs(long address, int count) {
        long[] numbers = new long[count];
        download(
                address,
                8L * count,
                8,
                (staged, offset, bytes) -> staged.asLongBuffer().get(numbers, (int) (offset / 8), bytes / 8));
        return numbers;
    }

    /** Reads {@code count} doubles from {@code address}. */
    double[] downloadDoubles(long address, int count) {
        double[] numbers = new double[count];
        readNumbers(address, Precision.FLOAT64, numbers, count);
        return numbers;
    }

    /** Reads {@code count} numbers of the precision, which become doubles, into the start of {@code into}. */
    void readNumbers(long address, Precision precision, double[] into, int count) {
        if (precision == Precision.FLOAT64) {
            download(
                    address,
                    8L * count,
                    8,
                    (staged, offset, bytes) -> staged.asDoubleBuffer().get(into, (int) (offset / 8), bytes / 8));
            return;
        }
        download(address, 4L * count, 4, (staged, offset, bytes) -> {
            FloatBuffer numbers = staged.asFloatBuffer();
            int first = (int) (offset / 4);
            for (int i = 0; i < bytes / 4; i++) {
                into[first + i] = numbers.get(i);
            }
        });
    }

    /** Writes the first {@code count} numbers of {@code from}, rounded to the precision. */
    void writeNumbers(long address, Precision precision, double[] from, int count) {
        if (precision == Precision.FLOAT64) {
            upload(
                    address,
                    8L * count,
                    8,
                    (staged, offset, bytes) -> staged.asDoubleBuffer().put(from, (int) (offset / 8), bytes / 8));
            return;
        }
        upload(address, 4L * count, 4, (staged, offset, bytes) -> {
            FloatBuffer numbers = staged.asFloatBuffer();
            int first = (int) (offset / 4);
            for (int i = 0; i < bytes / 4; i++) {
                numbers.put(i, (float) from[first + i]);
            }
        });
    }

    /** Makes {@code bytes} bytes at {@code address} zero; only enqueues. */
    void clear(long address, long bytes) {
        if (bytes > 0) {
            enqueue(
                    "clearing memory",
                    () -> JCudaDriver.cuMemsetD8Async(DevicePointer.at(address), (byte) 0, bytes, device.stream()));
        }
    }

    /** Copies {@code bytes} bytes within the device; only enqueues. */
    void copy(long from, long to, long bytes) {
        if (bytes > 0) {
            enqueue(
                    "a copy on it",
                    () -> JCudaDriver.cuMemcpyDtoDAsync(
                            DevicePointer.at(to), DevicePointer.at(from), bytes, device.stream()));
        }
    }
}
