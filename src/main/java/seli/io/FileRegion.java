package seli.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The bytes of an array that lie in one piece in a file, read through a small buffer, so that the file takes no memory
 * of the process.
 *
 * @param file the file
 * @param fileLength its length when it was looked at first; another length is refused
 * @param start first byte of the array
 */
record FileRegion(Path file, long fileLength, long start) implements ArrayBytes {
    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public void read(Reader reader) throws UnusableFileException {
        InputFile.read(file, open -> {
            InputFile.requireLength(file, open.length(), fileLength);
            open.seek(start);
            reader.read(new Input(open));
            return true;
        });
    }

    private final class Input implements ByteInput {
        private final RandomAccessFile open;
        private byte[] buffer = new byte[0];

        Input(RandomAccessFile open) {
            this.open = open;
        }

        @Override
        public ByteBuffer next(int length) throws IOException {
            if (buffer.length < length) {
                buffer = new byte[length];
            }
            try {
                open.readFully(buffer, 0, length);
            } catch (EOFException e) {
                throw new UnusableFileException(file + " was cut short while it was read; try again", e);
            }
            return ByteBuffer.wrap(buffer, 0, length);
        }

        @Override
        public void seek(long at) throws IOException {
            open.seek(start + at);
        }
    }
}
