package seli.io;

import java.io.IOException;

/** The bytes of one array in a file, opened anew for each pass. */
interface ArrayBytes {
    /** Whether {@link ByteInput#seek} works. */
    boolean isSeekable();

    /**
     * Opens the bytes, lets {@code reader} read them, and closes them.
     *
     * @throws UnusableFileException if the file is gone, has changed, is damaged, or is refused by the reader
     */
    void read(Reader reader) throws UnusableFileException;

    /** What is done with the open bytes. */
    @FunctionalInterface
    interface Reader {
        void read(ByteInput in) throws IOException;
    }
}
