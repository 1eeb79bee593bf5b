package seli.io;

import io.jhdf.ObjectHeader;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks chunks of an HDF5 dataset, never to more bytes than a chunk has: deflate, shuffle and Fletcher-32. */
final class Hdf5Filters {
    private static final int DEFLATE = 1;
    private static final int SHUFFLE = 2;
    private static final int FLETCHER = 3;
    /** Deflate makes at most 258 bytes out of two bits. */
    private static final int MAX_DEFLATE_RATIO = 1032;

    private static final int MAX_FILTERS = 8;

    private final List<Integer> ids;
    private final int elementSize;
    private final String source;

    private Hdf5Filters(List<Integer> ids, int elementSize, String source) {
        this.ids = ids;
        this.elementSize = elementSize;
        this.source = source;
    }

    /**
     * The filters of a dataset.
     *
     * @throws MalformedFileException if there is another one
     */
    static Hdf5Filters of(ObjectHeader header, int elementSize, String source) throws MalformedFileException {
        List<FilterInfo> filters = header.hasMessageOfType(FilterPipelineMessage.class)
                ? header.getMessageOfType(FilterPipelineMessage.class).getFilters()
                : List.of();
        for (FilterInfo filter : filters) {
            if (filter.getId() < DEFLATE || filter.getId() > FLETCHER || filters.size() > MAX_FILTERS) {
                throw new MalformedFileException(
                        source,
                        "packed by HDF5 filter " + filter.getId() + " ("
                                + UnusableFileException.quote(filter.getName())
                                + "); expected only gzip, shuffle and fletcher32");
            }
        }
        return new Hdf5Filters(filters.stream().map(FilterInfo::getId).toList(), elementSize, source);
    }

    /** Most bytes that one stored byte can become. */
    long mostRatio() {
        return ids.contains(DEFLATE) ? MAX_DEFLATE_RATIO : 1;
    }

    /** The {@code length} bytes of a chunk. */
    byte[] decode(byte[] packed, int length) throws IOException {
        byte[] bytes = packed;
        for (int i = ids.size() - 1; i >= 0; i--) {
            bytes = switch (ids.get(i)) {
                case DEFLATE -> inflate(bytes, length + Integer.BYTES * ids.size());
                case SHUFFLE -> unshuffle(bytes);
                default -> checked(bytes);
            };
        }
        if (bytes.length != length) {
            throw new MalformedFileException(source, "a chunk has " + bytes.length + " bytes; expected " + length);
        }
        return bytes;
    }

    private byte[] inflate(byte[] packed, int most) throws MalformedFileException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[(int) Math.min(most, (long) MAX_DEFLATE_RATIO * packed.length)];
            int count = 0;
            for (int got = 1; got > 0; count += got) {
                got = inflater.inflate(bytes, count, bytes.length - count);
            }
            if (!inflater.finished()) {
                throw new MalformedFileException(
                        source, "a chunk is cut short or unpacks to more than " + most + " bytes");
            }
            return Arrays.copyOf(bytes, count);
        } catch (DataFormatException e) {
            throw new MalformedFileException(source, "the gzip data of a chunk are damaged", e);
        } finally {
            inflater.end();
        }
    }

    /**
     * The bytes of each element lie apart: all first ones, all second ones, ...; what is left over at the end as is.
     */
    private byte[] unshuffle(byte[] shuffled) {
        int count = shuffled.length / elementSize;
        byte[] bytes = shuffled.clone();
        for (int b = 0; b < elementSize; b++) {
            for (int i = 0; i < count; i++) {
                bytes[i * elementSize + b] = shuffled[b * count + i];
            }
        }
        return bytes;
    }

    /** Checks and drops the checksum at the end: Fletcher's sums of 16-bit words, big endian, modulo 65535. */
    private byte[] checked(byte[] bytes) throws MalformedFileException {
        int length = bytes.length - Integer.BYTES;
        if (length < 0) {
            throw new MalformedFileException(source, "a chunk is too short for its checksum");
        }
        long first = 0;
        long second = 0;
        for (int i = 0; i < length; i += 2) {
            int low = i + 1 < length ? bytes[i + 1] & 0xFF : 0;
            first = (first + ((bytes[i] & 0xFF) << 8 | low)) % 0xFFFF;
            second = (second + first) % 0xFFFF;
        }
        long stored = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            stored |= (bytes[length + i] & 0xFFL) << (8 * i);
        }
        if (stored % 0xFFFF_FFFFL != (second << 16 | first) % 0xFFFF_FFFFL) {
            throw new MalformedFileException(source, "a chunk has a wrong checksum; the file is damaged");
        }
        return Arrays.copyOf(bytes, length);
    }
}
