package seli.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads and writes the header of a {@code .npy} file. */
final class NpyHeader {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** Longer headers than this belong to structured types only. */
    private static final int MAX_LENGTH = 1 << 16;

    private NpyHeader() {}

    /** A layout together with the number of bytes that its header took. */
    record Located(ArrayLayout layout, long length) {}

    /**
     * Reads the header at the start of {@code in}, format versions 1.0, 2.0 and 3.0.
     *
     * @throws MalformedFileException if it is anything else
     */
    static Located read(InputStream in, String source) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length + 2);
        requireMagic(start, source);
        int major = start[6];
        if (major < 1 || major > 3 || start[7] != 0) {
            throw new MalformedFileException(
                    source,
                    ".npy format version " + (major & 0xFF) + "." + (start[7] & 0xFF) + "; expected 1.0, 2.0 or 3.0");
        }
        byte[] sizeBytes = in.readNBytes(major == 1 ? 2 : 4);
        long length = 0;
        for (int i = 0; i < sizeBytes.length; i++) {
            length |= (sizeBytes[i] & 0xFFL) << (8 * i);
        }
        if (length > MAX_LENGTH) {
            throw new MalformedFileException(
                    source, "header of " + length + " bytes; expected at most " + MAX_LENGTH + " for a plain array");
        }
        byte[] text = in.readNBytes((int) length);
        if (text.length < length || sizeBytes.length < (major == 1 ? 2 : 4)) {
            throw new MalformedFileException(source, "the file ends inside its header; it was cut short");
        }
        String dict = new String(text, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return new Located(NpyHeaderText.parse(dict, source), start.length + sizeBytes.length + length);
    }

    /**
     * The same, and checks that the array takes all of the {@code length} bytes of {@code in}.
     *
     * <p>Bytes after the last element are refused, although NumPy ignores them: more often than not they mean that the
     * header is wrong.
     */
    static Located read(InputStream in, long length, String source) throws IOException {
        Located located = read(in, source);
        ArrayLayout layout = located.layout();
        long dataLength = length - located.length();
        if (layout.byteCount() != dataLength) {
            throw new MalformedFileException(
                    source,
                    "the header says shape " + layout.shapeText() + " of "
                            + layout.type().code() + ", " + layout.byteCount() + " bytes, but " + dataLength
                            + " bytes follow; expected as many");
        }
        return located;
    }

    private static void requireMagic(byte[] start, String source) throws MalformedFileException {
        for (int i = 0; i < MAGIC.length; i++) {
            if (i >= start.length || start[i] != MAGIC[i]) {
                boolean zip = start.length > 1 && start[0] == 'P' && start[1] == 'K';
                boolean cut = i == start.length;
                throw new MalformedFileException(
                        source,
                        cut
                                ? "the file ends inside its header; it was cut short or is empty"
                                : "not a .npy array: the first bytes are " + hex(start) + "; expected those of .npy"
                                        + (zip ? " (this is a ZIP archive: name it .npz)" : ""));
            }
        }
        if (start.length < MAGIC.length + 2) {
            throw new MalformedFileException(source, "the file ends inside its header; it was cut short");
        }
    }

    private static String hex(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            text.append(text.length() == 0 ? "" : " ")
                    .append(Character.forDigit((b >> 4) & 15, 16))
                    .append(Character.forDigit(b & 15, 16));
        }
        return text.toString();
    }

    /** The bytes of a version 1.0 header, padded with blanks to a multiple of 64 bytes. */
    static byte[] toBytes(ArrayLayout layout) {
        char mark = layout.type().size() == 1 ? '|' : layout.order() == ByteOrder.LITTLE_ENDIAN ? '<' : '>';
        String dict = "{'descr': '" + mark + layout.type().code() + "', 'fortran_order': "
                + (layout.fortran() ? "True" : "False") + ", 'shape': " + layout.shapeText() + ", }";
        int prefix = MAGIC.length + 4;
        int length = (prefix + dict.length() + 1 + 63) / 64 * 64 - prefix;
        byte[] bytes = new byte[prefix + length];
        System.arraycopy(MAGIC, 0, bytes, 0, MAGIC.length);
        bytes[6] = 1;
        bytes[8] = (byte) length;
        bytes[9] = (byte) (length >> 8);
        byte[] text = (dict + " ".repeat(length - dict.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, prefix, length);
        return bytes;
    }
}
