package seli.io;

import seli.linalg.HostMatrix;

/**
 * The rows of a matrix in a file, one row for each sample, read in blocks from the first to the last as often as is
 * wanted, so that the matrix need not fit into memory. {@code ArraySource#rows} opens it.
 */
public interface RowBlocks {
    /** The file or {@code FILE:MEMBER}. */
    String source();

    /** Number of rows n. */
    long rows();

    /** Number of columns d. */
    int cols();

    /** The element type as the file's format names it, such as {@code f4} or {@code BF16}. */
    String elementType();

    /**
     * Reads all rows once, in order.
     *
     * @param rowsPerBlock rows of a block, at least 1; the last block may have fewer
     * @param receiver is handed every block
     * @throws UnusableFileException if the file has changed or cannot be read
     * @throws MalformedFileException naming row, column and value of the first entry that is NaN or infinite
     */
    void read(int rowsPerBlock, Receiver receiver) throws UnusableFileException;

    /** Takes the blocks. */
    @FunctionalInterface
    interface Receiver {
        /**
         * Takes a block.
         *
         * @param first index of its first row in the file, 0-based
         * @param block d x b; column j is row {@code first + j} of the file
         */
        void accept(long first, HostMatrix block) throws UnusableFileException;
    }
}
