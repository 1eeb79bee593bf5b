package seli.io;

import seli.linalg.HostMatrix;

/** Collects rows, checks that they are finite, and hands them on in blocks. */
final class RowFeed {
    private final RowBlocks shape;
    private final int rowsPerBlock;
    private final RowBlocks.Receiver receiver;
    private long first;
    private int count;
    private HostMatrix.Builder block;

    /**
     * Nothing fed yet.
     *
     * @throws IllegalArgumentException if {@code rowsPerBlock < 1}
     * @throws MalformedFileException if the heap has no room for a block
     */
    RowFeed(RowBlocks shape, int rowsPerBlock, RowBlocks.Receiver receiver) throws MalformedFileException {
        if (rowsPerBlock < 1) {
            throw new IllegalArgumentException("blocks of " + rowsPerBlock + " rows; expected at least 1");
        }
        this.shape = shape;
        this.rowsPerBlock = rowsPerBlock;
        this.receiver = receiver;
        HeapRoom.require(Math.multiplyExact((long) Double.BYTES * shape.cols(), blockRows()), shape.source());
        this.block = newBlock();
    }

    private int blockRows() {
        return (int) Math.min(rowsPerBlock, shape.rows() - first);
    }

    private HostMatrix.Builder newBlock() {
        return HostMatrix.builder(shape.cols(), blockRows());
    }

    /** Whether all rows were taken. */
    boolean isComplete() {
        return first == shape.rows();
    }

    /**
     * Takes the next row, {@code values[offset ..]}, which is only read.
     *
     * @throws MalformedFileException naming the first value that is not finite
     */
    void add(double[] values, int offset) throws UnusableFileException {
        int cols = shape.cols();
        for (int j = offset; j < offset + cols; j++) {
            if (!(Math.abs(values[j]) <= Double.MAX_VALUE)) {
                throw new MalformedFileException(
                        shape.source(),
                        "row " + (first + count) + ", column " + (j - offset) + " is " + values[j]
                                + "; expected finite numbers");
            }
        }
        block.setColumn(count++, values, offset);
        if (count == blockRows()) {
            handOver();
        }
    }

    private void handOver() throws UnusableFileException {
        long start = first;
        int rows = count;
        HostMatrix full = block.build();
        first += rows;
        count = 0;
        receiver.accept(start, full);
        if (first < shape.rows()) {
            block = newBlock();
        }
    }
}
