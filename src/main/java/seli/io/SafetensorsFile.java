package seli.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file: the length N of a header as 8 bytes in little endian, N bytes of JSON that name tensors, and
 * their elements, in little endian and C order, without overlaps, holes or anything behind them. Nothing in such a file
 * is ever run, and every number in its header is checked against the length of the file.
 */
final class SafetensorsFile {
    private static final long MAX_HEADER = 100_000_000;
    /** Bytes of memory for a byte of the header, at most. */
    private static final int HEADER_COST = 10;

    private final Path file;
    private final long fileLength;
    private final long dataStart;
    private final Map<String, SafetensorsTensor> tensors;

    private SafetensorsFile(Path file, long fileLength, long dataStart, Map<String, SafetensorsTensor> tensors) {
        this.file = file;
        this.fileLength = fileLength;
        this.dataStart = dataStart;
        this.tensors = tensors;
    }

    /**
     * Reads the header.
     *
     * @throws UnusableFileException if the file is missing or unreadable
     * @throws MalformedFileException if the header is longer than 100 MB or than the file, is not the JSON of the
     *     format, or its tensors do not cover the data exactly
     */
    static SafetensorsFile open(Path file) throws UnusableFileException {
        return InputFile.read(file, open -> open(file, open));
    }

    private static SafetensorsFile open(Path file, RandomAccessFile open) throws IOException {
        String source = file.toString();
        long length = open.length();
        if (length < Long.BYTES + 2) {
            throw new MalformedFileException(source, "no safetensors file: " + length + " bytes; expected at least 10");
        }
        byte[] start = new byte[Long.BYTES + 1];
        open.readFully(start);
        long header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        if (header < 2 || header > Math.min(MAX_HEADER, length - Long.BYTES)) {
            throw new MalformedFileException(
                    source,
                    "no safetensors file: its header would have " + Long.toUnsignedString(header)
                            + " bytes; expected 2 to " + Math.min(MAX_HEADER, length - Long.BYTES));
        }
        if (start[Long.BYTES] != '{') {
            throw new MalformedFileException(source, "no safetensors file: its header does not start with '{'");
        }
        HeapRoom.require(HEADER_COST * header, source);
        long dataStart = Long.BYTES + header;
        Map<String, SafetensorsTensor> tensors =
                SafetensorsHeader.parse(InputFile.section(open, Long.BYTES, dataStart), source);
        requireExactCover(tensors, length - dataStart, source);
        return new SafetensorsFile(file, length, dataStart, tensors);
    }

    private static void requireExactCover(Map<String, SafetensorsTensor> tensors, long length, String source)
            throws MalformedFileException {
        List<SafetensorsTensor> sorted = tensors.values().stream()
                .sorted(Comparator.comparingLong(SafetensorsTensor::begin).thenComparingLong(SafetensorsTensor::end))
                .toList();
        long at = 0;
        for (SafetensorsTensor tensor : sorted) {
            if (tensor.begin() != at || tensor.end() > length) {
                throw new MalformedFileException(
                        source,
                        "tensor " + UnusableFileException.quote(tensor.name()) + " takes bytes " + tensor.begin()
                                + " to " + tensor.end() + " of " + length + "; expected it to start at " + at
                                + ", without overlap or hole, and to end inside the file");
            }
            at = tensor.end();
        }
        if (at != length) {
            throw new MalformedFileException(
                    source, "the tensors end at byte " + at + " of the data; expected the end of the file, " + length);
        }
    }

    /** Names of the tensors, in the order of the header. */
    List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /**
     * One tensor.
     *
     * @throws UnusableFileException if there is none of this name; the message lists those that are
     * @throws MalformedFileException if its element type cannot be read
     */
    StoredArray find(String name) throws UnusableFileException {
        SafetensorsTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw MemberNames.missing(file.toString(), name, names());
        }
        String source = file + ":" + MemberNames.shorten(name);
        ElementType type = SafetensorsTypes.elementType(tensor.dtype())
                .orElseThrow(() -> new MalformedFileException(
                        source,
                        "element type " + tensor.dtype() + " cannot be read; expected one of "
                                + SafetensorsTypes.readable() + "; convert it to F32"));
        ArrayLayout layout = new ArrayLayout(type, ByteOrder.LITTLE_ENDIAN, false, tensor.shape());
        return new StoredArray(
                source, tensor.dtype(), layout, new MappedRegion(file, fileLength, dataStart + tensor.begin()));
    }
}
