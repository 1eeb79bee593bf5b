package seli.io;

import java.util.ArrayList;
import java.util.List;

/**
 * An array whose elements lie in a file one after another, perhaps compressed.
 *
 * @param source the file or {@code FILE:MEMBER}
 * @param elementType the element type as the file's format names it
 * @param layout how the elements lie
 * @param bytes the elements
 */
record StoredArray(String source, String elementType, ArrayLayout layout, ArrayBytes bytes) implements FoundArray {
    @Override
    public NpyArray load() throws UnusableFileException {
        List<ByteBlocks> blocks = new ArrayList<>();
        bytes.read(in -> blocks.add(ByteBlocks.read(in, layout.byteCount(), layout.order(), source)));
        return new NpyArray(source, layout, blocks.get(0));
    }

    @Override
    public RowBlocks rows() throws UnusableFileException {
        return BinaryRows.of(this);
    }
}
