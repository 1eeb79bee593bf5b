package seli.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Bytes that can only be read in order. */
final class StreamInput implements ByteInput {
    private final InputStream in;
    private final String source;
    private byte[] buffer = new byte[0];
    private long count;

    StreamInput(InputStream in, String source) {
        this.in = in;
        this.source = source;
    }

    @Override
    public ByteBuffer next(int length) throws IOException {
        if (buffer.length < length) {
            buffer = new byte[length];
        }
        int got = in.readNBytes(buffer, 0, length);
        count += got;
        if (got < length) {
            throw new MalformedFileException(
                    source, "the data end after " + count + " bytes; expected at least " + (count - got + length));
        }
        return ByteBuffer.wrap(buffer, 0, length);
    }
}
