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
            memory.upload(address, numbers(wanted));
            loss = wanted;
            isWritten = true;
        }
        return address;
    }

    /** What stands in the table of a loss. */
    static double[] numbers(VectorScalingLoss loss) {
        int k = loss.classes();
        double[] numbers = new double[4 * k];
        for (int c = 0; c < k; c++) {
            numbers[c] = loss.omega(c);
            numbers[k + c] = loss.delta(c);
            numbers[2 * k + c] = loss.tau(c);
            numbers[3 * k + c] = loss.iota(c);
        }
        return numbers;
    }

    void free() {
        room.free();
    }
}
