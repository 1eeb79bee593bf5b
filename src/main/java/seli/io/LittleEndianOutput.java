package seli.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers in little endian through one buffer; {@link #flush} must be called at the end. */
final class LittleEndianOutput {
    private static final int MAX_BUFFER = 1 << 16;

    private final OutputStream out;
    private final ByteBuffer buffer;

    /** A buffer for {@code expected} bytes in all, of 8 bytes to 64 KiB. */
    LittleEndianOutput(OutputStream out, long expected) {
        this.out = out;
        int size = (int) Math.max(Long.BYTES, Math.min(MAX_BUFFER, expected));
        this.buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    LittleEndianOutput putShort(int value) throws IOException {
        room(Short.BYTES).putShort((short) value);
        return this;
    }

    LittleEndianOutput putInt(int value) throws IOException {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    LittleEndianOutput putLong(long value) throws IOException {
        room(Long.BYTES).putLong(value);
        return this;
    }

    LittleEndianOutput putDouble(double value) throws IOException {
        room(Double.BYTES).putDouble(value);
        return this;
    }

    LittleEndianOutput putBytes(byte[] bytes) throws IOException {
        flush();
        out.write(bytes);
        return this;
    }

    void flush() throws IOException {
        out.write(buffer.array(), 0, buffer.position());
        buffer.clear();
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }
}
