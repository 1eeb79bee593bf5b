package seli.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;

/**
 * The bytes of an array that lie in one piece in a file, mapped into memory in segments of at most 256 MiB, one at a
 * time, so that nothing is copied and files of any length can be read.
 *
 * @param file the file
 * @param fileLength its length when it was looked at first; another length is refused
 * @param start first byte of the array
 */
record MappedRegion(Path file, long fileLength, long start) implements ArrayBytes {
    private static final long SEGMENT = 1L << 28;

    @Override
    public boolean isSeekable() {
        return true;
    }

    /** A file that another process cuts short meanwhile is an error of the JDK's at the lost page; it is one line. */
    @Override
    public void read(Reader reader) throws UnusableFileException {
        InputFile.read(file, open -> {
            InputFile.requireLength(file, open.length(), fileLength);
            try {
                reader.read(new Input(open.getChannel()));
                return true;
            } catch (InternalError e) {
                throw new UnusableFileException(file + " was cut short while it was read; try again", e);
            }
        });
    }

    private final class Input implements ByteInput {
        private final FileChannel channel;
        private ByteBuffer segment = ByteBuffer.allocate(0);
        private long segmentStart = start;
        private long at = start;

        Input(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public ByteBuffer next(int length) throws IOException {
            if (at < segmentStart || at + length > segmentStart + segment.capacity()) {
                segment = channel.map(MapMode.READ_ONLY, at, Math.min(SEGMENT, fileLength - at));
                segmentStart = at;
            }
            ByteBuffer bytes = segment.slice((int) (at - segmentStart), length);
            at += length;
            return bytes;
        }

        @Override
        public void seek(long to) {
            at = start + to;
        }
    }
}
