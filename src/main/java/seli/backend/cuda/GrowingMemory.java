package seli.backend.cuda;

/** A piece of device memory for intermediate results that only grows; what it holds lasts until the next call. */
final class GrowingMemory {
    private final DeviceMemory memory;
    private DevicePointer pointer = DevicePointer.at(0);
    private long capacity;

    GrowingMemory(DeviceMemory memory) {
        this.memory = memory;
    }

    /**
     * The address of at least {@code bytes} bytes, not initialised.
     *
     * @throws IllegalArgumentException if they do not fit
     */
    long atLeast(long bytes) {
        if (bytes > capacity) {
            free();
            pointer = memory.allocateOwn(bytes, "%d bytes of intermediate results".formatted(bytes));
            capacity = bytes;
        }
        return pointer.address();
    }

    void free() {
        if (capacity > 0) {
            memory.freeOwn(pointer, capacity);
            capacity = 0;
        }
    }
}
