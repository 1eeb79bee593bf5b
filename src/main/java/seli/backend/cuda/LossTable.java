package seli.backend.cuda;

import seli.problem.VectorScalingLoss;

/**
 * The parameters of the loss in use on the device, omega, delta, tau, iota (k doubles each), written when it changes.
 */
final class LossTable {
    private final DeviceMemory memory;
    private final GrowingMemory room;
    private VectorScalingLoss loss = VectorScalingLoss.crossEntropy(2);
    private boolean isWritten;

    LossTable(DeviceMemory memory) {
        this.memory = memory;
        this.room = new GrowingMemory(memory);
    }

    /** The address of the table of {@code wanted}; losses are immutable, so identity tells whether it is there. */
    @SuppressWarnings("ReferenceEquality") // comparing k parameters at every call would cost more than it saves
    long address(VectorScalingLoss wanted) {
        int k = wanted.classes();
        long address = room.atLeast(4L * k * Double.BYTES);
        if (wanted != loss || !isWritten) {
            memory.upload(address, wanted.table());
            loss = wanted;
            isWritten = true;
        }
        return address;
    }

    void free() {
        room.free();
    }
}
