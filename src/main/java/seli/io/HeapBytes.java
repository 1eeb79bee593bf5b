package seli.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The few bytes of an array that were read with the header of a file.
 *
 * @param file the file
 * @param fileLength its length when it was read
 * @param content the bytes, from 0 to the capacity
 */
record HeapBytes(Path file, long fileLength, ByteBuffer content) implements ArrayBytes {
    @Override
    public boolean isSeekable() {
        return false;
    }

    @Override
    public void read(Reader reader) throws UnusableFileException {
        ByteBuffer left = content.duplicate();
        InputFile.read(file, open -> {
            InputFile.requireLength(file, open.length(), fileLength);
            reader.read(length -> next(left, length));
            return true;
        });
    }

    private static ByteBuffer next(ByteBuffer left, int length) throws IOException {
        ByteBuffer bytes = left.slice(left.position(), length);
        left.position(left.position() + length);
        return bytes;
    }
}
