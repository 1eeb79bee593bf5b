package seli.io;

/** An array that was found in a file, with its shape known and its values not yet read. */
interface FoundArray {
    /** Reads the whole array. */
    NpyArray load() throws UnusableFileException;

    /** Its rows, to be read in blocks. */
    RowBlocks rows() throws UnusableFileException;
}
