package seli.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.NativePointerObject;
import jcuda.Pointer;

/**
 * The arguments of one launch, by value in direct memory that is used again and again: the driver copies them when the
 * kernel is launched. Each takes eight bytes, of which a kernel reads as many as its parameter has.
 */
final class KernelArguments {
    private static final int MOST = 24;

    private final ByteBuffer values =
            ByteBuffer.allocateDirect(MOST * Long.BYTES).order(ByteOrder.nativeOrder());
    private final Pointer[] places = new Pointer[MOST];
    private final Pointer[] lists = new Pointer[MOST + 1];
    private int count;

    KernelArguments() {
        Pointer start = Pointer.to(values);
        for (int i = 0; i < MOST; i++) {
            places[i] = start.withByteOffset((long) i * Long.BYTES);
        }
        for (int n = 0; n <= MOST; n++) {
            NativePointerObject[] first = new NativePointerObject[n];
            System.arraycopy(places, 0, first, 0, n);
            lists[n] = Pointer.to(first);
        }
    }

    /** Starts a new list. */
    KernelArguments clear() {
        count = 0;
        return this;
    }

    /** A device address, or a 64-bit integer. */
    KernelArguments add(long value) {
        values.putLong(count++ * Long.BYTES, value);
        return this;
    }

    /** A 32-bit integer. */
    KernelArguments add(int value) {
        values.putInt(count++ * Long.BYTES, value);
        return this;
    }

    /** A flag, as a 32-bit integer. */
    KernelArguments add(boolean value) {
        return add(value ? 1 : 0);
    }

    /** A double. */
    KernelArguments add(double value) {
        values.putDouble(count++ * Long.BYTES, value);
        return this;
    }

    /** A matrix: its address and, as a 64-bit integer, its leading dimension. */
    KernelArguments add(CudaMatrix m) {
        return add(m.address()).add((long) m.leading());
    }

    /** What cuLaunchKernel wants. */
    Pointer list() {
        return lists[count];
    }
}
