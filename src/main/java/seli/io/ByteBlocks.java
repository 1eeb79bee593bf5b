package seli.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Immutable bytes on the heap, more than 2^31 where memory allows, in blocks of 256 KiB: small enough that the
 * collector does not treat them as huge, and taken one by one as the bytes arrive.
 */
final class ByteBlocks {
    private static final int SHIFT = 18;

    /** Bytes of a block; a multiple of every element size, so that no element lies across two blocks. */
    static final int BLOCK = 1 << SHIFT;

    private final List<ByteBuffer> blocks;

    private ByteBlocks(List<ByteBuffer> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Reads exactly {@code length} bytes from {@code in}.
     *
     * @throws MalformedFileException if the heap has no room for them, or the stream ends before
     */
    static ByteBlocks read(InputStream in, long length, ByteOrder order, String source) throws IOException {
        HeapRoom.require(length, source);
        List<ByteBuffer> blocks = new ArrayList<>();
        for (long start = 0; start < length; start += BLOCK) {
            byte[] bytes = new byte[(int) Math.min(BLOCK, length - start)];
            int count = in.readNBytes(bytes, 0, bytes.length);
            if (count < bytes.length) {
                throw new MalformedFileException(
                        source, "the data end after " + (start + count) + " bytes; expected " + length);
            }
            blocks.add(ByteBuffer.wrap(bytes).order(order));
        }
        return new ByteBlocks(blocks);
    }

    /** The block that byte {@code at} lies in, for absolute access only. */
    ByteBuffer block(long at) {
        return blocks.get((int) (at >>> SHIFT));
    }

    /** Where byte {@code at} lies in its block. */
    static int offset(long at) {
        return (int) at & (BLOCK - 1);
    }

    /** Collects doubles one by one. */
    static final class DoubleBuilder {
        private final String source;
        private final List<ByteBuffer> blocks = new ArrayList<>();
        private long count;

        DoubleBuilder(String source) {
            this.source = source;
        }

        /** Appends one value; refused where the heap has no room for another block. */
        void add(double value) throws MalformedFileException {
            int offset = offset(count * Double.BYTES);
            if (offset == 0) {
                HeapRoom.require(BLOCK, source);
                blocks.add(ByteBuffer.allocate(BLOCK));
            }
            blocks.get(blocks.size() - 1).putDouble(offset, value);
            count++;
        }

        /** All values, big endian. */
        ByteBlocks build() {
            return new ByteBlocks(blocks);
        }
    }
}
