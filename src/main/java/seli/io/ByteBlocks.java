package seli.io;

import java.io.IOException;
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
     * Reads {@code length} bytes from {@code in}.
     *
     * @throws MalformedFileException if the heap has no room for them, or there are fewer
     */
    static ByteBlocks read(ByteInput in, long length, ByteOrder order, String source) throws IOException {
        HeapRoom.require(length, source);
        List<ByteBuffer> blocks = new ArrayList<>();
        for (long start = 0; start < length; start += BLOCK) {
            int count = (int) Math.min(BLOCK, length - start);
            byte[] bytes = new byte[count];
            in.next(count).get(bytes);
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

    /** The bytes as an input that can be read in any order. */
    ByteInput input() {
        return new Input();
    }

    private final class Input implements ByteInput {
        private long at;

        @Override
        public ByteBuffer next(int length) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                ByteBuffer block = block(at);
                int count = Math.min(bytes.remaining(), block.capacity() - offset(at));
                bytes.put(bytes.position(), block, offset(at), count).position(bytes.position() + count);
                at += count;
            }
            return bytes.flip();
        }

        @Override
        public void seek(long to) {
            at = to;
        }
    }

    /** Collects doubles row by row. */
    static final class DoubleBuilder {
        private final String source;
        private final List<ByteBuffer> blocks = new ArrayList<>();
        private long count;

        DoubleBuilder(String source) {
            this.source = source;
        }

        /** Appends the first values of {@code row}; refused where the heap has no room for another block. */
        void add(double[] row, int values) throws MalformedFileException {
            for (int i = 0; i < values; i++) {
                int offset = offset(count * Double.BYTES);
                if (offset == 0) {
                    HeapRoom.require(BLOCK, source);
                    blocks.add(ByteBuffer.allocate(BLOCK));
                }
                blocks.get(blocks.size() - 1).putDouble(offset, row[i]);
                count++;
            }
        }

        /** All values, big endian. */
        ByteBlocks build() {
            return new ByteBlocks(blocks);
        }
    }
}
