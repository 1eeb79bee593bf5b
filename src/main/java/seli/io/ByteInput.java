package seli.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of an array in the order of the file, read from the first one on. */
interface ByteInput {
    /** Most bytes of one {@link #next}. */
    int MAX_LENGTH = 1 << 20;

    /**
     * The next {@code length} bytes, at most {@link #MAX_LENGTH}: from the position to the limit of a buffer that is
     * valid until the next call and is not written to. Its byte order is any.
     *
     * @throws UnusableFileException if there are fewer
     */
    ByteBuffer next(int length) throws IOException;

    /**
     * Goes on at byte {@code at} of the array.
     *
     * @throws IllegalStateException if the bytes can only be read in order
     */
    default void seek(long at) throws IOException {
        throw new IllegalStateException("bug: these bytes can only be read in order");
    }
}
