package seli.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/** Page-locked host memory, from and to which copies run without another copy in between. */
final class PinnedMemory {
    private final Pointer pointer = new Pointer();
    private final ByteBuffer bytes;

    /** Allocates {@code size} bytes, at most 2^31 - 1. */
    PinnedMemory(int size) {
        JCudaDriver.cuMemHostAlloc(pointer, size, 0);
        this.bytes = pointer.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
    }

    Pointer pointer() {
        return pointer;
    }

    /** The memory from its first byte to its last; position and limit are the caller's affair. */
    ByteBuffer bytes() {
        return bytes;
    }

    void free() {
        JCudaDriver.cuMemFreeHost(pointer);
    }
}
