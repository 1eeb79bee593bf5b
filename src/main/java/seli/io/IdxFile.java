package seli.io;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Finds the array in an IDX file, the format of MNIST: two zero bytes, a type, a number of dimensions, the dimensions
 * and the elements, in big endian and C order; perhaps compressed by gzip. Of more than two dimensions the first one
 * counts rows and the others become one, so that images become rows.
 */
final class IdxFile {
    private static final int MAX_DIMENSIONS = 64;
    /** Deflate makes at most 258 bytes out of two bits. */
    private static final long MAX_DEFLATE_RATIO = 1032;

    private IdxFile() {}

    /**
     * The array of a file, with its header read.
     *
     * @throws UnusableFileException if the file is missing or unreadable
     * @throws MalformedFileException if it is no IDX file, or its length is not what the header says (where it is
     *     compressed: cannot be)
     */
    static StoredArray find(Path file) throws UnusableFileException {
        boolean packed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        return InputFile.read(file, open -> find(file, open, packed));
    }

    private static StoredArray find(Path file, RandomAccessFile open, boolean packed) throws IOException {
        String source = file.toString();
        long length = open.length();
        try (InputStream in = packed ? unpacked(open) : InputFile.section(open, 0, length)) {
            ArrayLayout whole = layout(new DataInputStream(in), source);
            int header = 4 + 4 * whole.shape().size();
            long most = (packed ? length * MAX_DEFLATE_RATIO : length) - header;
            if (packed ? whole.byteCount() > most : whole.byteCount() != most) {
                throw new MalformedFileException(
                        source,
                        "the header says shape " + whole.shapeText() + " of "
                                + whole.type().code() + ", " + whole.byteCount() + " bytes, but "
                                + (packed ? "at most " : "") + most + " bytes follow; expected as many");
            }
            ArrayBytes bytes =
                    packed ? new GzipBytes(file, header, whole.byteCount()) : new FileRegion(file, length, header);
            ArrayLayout flat = flat(whole, source);
            return new StoredArray(source, flat.type().code(), flat, bytes);
        } catch (ZipException | EOFException e) {
            throw new MalformedFileException(
                    source, "the file ends inside its header or its gzip data are damaged: " + InputFile.reason(e), e);
        }
    }

    /** The content of an open gzip file. */
    static InputStream unpacked(RandomAccessFile open) throws IOException {
        return new GZIPInputStream(
                new BufferedInputStream(InputFile.section(open, 0, open.length()), 1 << 16), 1 << 16);
    }

    private static ArrayLayout layout(DataInputStream in, String source) throws IOException {
        int magic = in.readInt();
        int dimensions = magic & 0xFF;
        if (magic >>> 16 != 0 || dimensions == 0 || dimensions > MAX_DIMENSIONS) {
            throw new MalformedFileException(
                    source,
                    String.format(
                            Locale.ROOT,
                            "no IDX file: it starts with %08x; expected 0000TTDD with type TT and"
                                    + " DD dimensions, 1 to 64",
                            magic));
        }
        List<Long> shape = new ArrayList<>();
        ElementType type = type(magic >>> 8, source);
        for (int i = 0; i < dimensions; i++) {
            shape.add(in.readInt() & 0xFFFFFFFFL);
        }
        return ArrayLayout.checked(type, ByteOrder.BIG_ENDIAN, shape, source);
    }

    private static ElementType type(int code, String source) throws MalformedFileException {
        return switch (code) {
            case 0x08 -> ElementType.UINT8;
            case 0x09 -> ElementType.INT8;
            case 0x0B -> ElementType.INT16;
            case 0x0C -> ElementType.INT32;
            case 0x0D -> ElementType.FLOAT32;
            case 0x0E -> ElementType.FLOAT64;
            default ->
                throw new MalformedFileException(
                        source,
                        "IDX element type " + Integer.toHexString(code)
                                + "; expected 8, 9, b, c, d or e (hexadecimal)");
        };
    }

    private static ArrayLayout flat(ArrayLayout layout, String source) throws MalformedFileException {
        List<Long> shape = layout.shape();
        if (shape.size() <= 2) {
            return layout;
        }
        ArrayLayout row = ArrayLayout.checked(layout.type(), layout.order(), shape.subList(1, shape.size()), source);
        return new ArrayLayout(layout.type(), layout.order(), false, List.of(shape.get(0), row.size()));
    }
}
