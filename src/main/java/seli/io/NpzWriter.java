package seli.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import seli.linalg.HostMatrix;

/**
 * Collects named arrays and writes them as one {@code .npz} archive that {@code numpy.load} reads. Members are stored,
 * not deflated, in the order in which they were added, dated 1980-01-01: the same content always gives the same bytes.
 * ZIP64 is used where a size, an offset or the number of members needs it.
 *
 * <p>Matrices are read while writing and never copied as a whole; vectors are copied when added. Every member is
 * encoded twice, once for its checksum. Not thread-safe.
 */
public final class NpzWriter {
    private static final int DATE_1980 = (1 << 5) | 1;
    private static final int VERSION = 20;
    private static final int VERSION_ZIP64 = 45;

    private final Map<String, NpyWriter> members = new LinkedHashMap<>();
    private final long limit32;

    /** An archive without members. */
    public NpzWriter() {
        this(ZipFormat.IN_ZIP64_32);
    }

    /** Uses ZIP64 for sizes and offsets from {@code limit32} on; for tests without gigabytes. */
    NpzWriter(long limit32) {
        this.limit32 = limit32;
    }

    /**
     * Adds an array.
     *
     * @param name without {@code .npy}; letters, digits, {@code _ - .} only
     * @throws IllegalArgumentException if the name has other characters or is taken
     */
    public NpzWriter add(String name, NpyWriter array) {
        if (!name.matches("\\w[\\w.-]{0,99}")) {
            throw new IllegalArgumentException("member name " + UnusableFileException.quote(name)
                    + "; expected 1 to 100 letters, digits, '_', '-' or '.', first a letter or digit");
        }
        if (members.putIfAbsent(name, array) != null) {
            throw new IllegalArgumentException("member " + name + " is added twice; expected different names");
        }
        return this;
    }

    /** Adds {@link NpyWriter#of(HostMatrix)}. */
    public NpzWriter add(String name, HostMatrix matrix) {
        return add(name, NpyWriter.of(matrix));
    }

    /** Adds {@link NpyWriter#of(double...)}. */
    public NpzWriter add(String name, double[] vector) {
        return add(name, NpyWriter.of(vector));
    }

    /** Adds {@link NpyWriter#of(long...)}. */
    public NpzWriter add(String name, long[] vector) {
        return add(name, NpyWriter.of(vector));
    }

    /** Adds {@link NpyWriter#of(int...)}. */
    public NpzWriter add(String name, int[] vector) {
        return add(name, NpyWriter.of(vector));
    }

    /** Adds {@link NpyWriter#ofScalar(long)}. */
    public NpzWriter addScalar(String name, long value) {
        return add(name, NpyWriter.ofScalar(value));
    }

    /** Adds {@link NpyWriter#ofScalar(double)}. */
    public NpzWriter addScalar(String name, double value) {
        return add(name, NpyWriter.ofScalar(value));
    }

    /**
     * Writes the archive as {@link AtomicFile#write} does.
     *
     * @throws UnusableFileException if the place cannot be written to
     * @throws IOException if writing fails; an older file is then still there
     */
    public void write(Path target) throws IOException {
        AtomicFile.write(target, this::writeTo);
    }

    /** Writes the archive; does not close or synchronize {@code out}. */
    public void writeTo(OutputStream out) throws IOException {
        LittleEndianOutput zip = new LittleEndianOutput(out, 256);
        Map<String, Entry> entries = new LinkedHashMap<>();
        long at = 0;
        for (Map.Entry<String, NpyWriter> member : members.entrySet()) {
            byte[] name = (member.getKey() + ".npy").getBytes(StandardCharsets.US_ASCII);
            NpyWriter array = member.getValue();
            Entry entry = new Entry(at, array.byteCount(), checksum(array));
            entries.put(member.getKey(), entry);
            at += putLocal(zip, name, entry) + entry.size;
            zip.flush();
            array.writeTo(out);
        }
        long directoryAt = at;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            at += putCentral(zip, (entry.getKey() + ".npy").getBytes(StandardCharsets.US_ASCII), entry.getValue());
        }
        putEnd(zip, directoryAt, at - directoryAt);
        zip.flush();
    }

    /** Where a member is, its size and CRC. */
    private record Entry(long at, long size, int crc) {}

    private static int checksum(NpyWriter array) throws IOException {
        CRC32 crc = new CRC32();
        array.writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
        return (int) crc.getValue();
    }

    private int putLocal(LittleEndianOutput zip, byte[] name, Entry entry) throws IOException {
        boolean zip64 = entry.size >= limit32;
        int extra = zip64 ? 4 + 2 * Long.BYTES : 0;
        zip.putInt(ZipFormat.LOCAL_SIGNATURE);
        putCommon(zip, entry, zip64, entry.size >= limit32);
        zip.putShort(name.length).putShort(extra).putBytes(name);
        if (zip64) {
            zip.putShort(ZipFormat.EXTRA64_ID).putShort(extra - 4);
            zip.putLong(entry.size).putLong(entry.size);
        }
        return ZipFormat.LOCAL_SIZE + name.length + extra;
    }

    private int putCentral(LittleEndianOutput zip, byte[] name, Entry entry) throws IOException {
        boolean longSize = entry.size >= limit32;
        boolean longOffset = entry.at >= limit32;
        int fields = (longSize ? 2 * Long.BYTES : 0) + (longOffset ? Long.BYTES : 0);
        int extra = fields == 0 ? 0 : 4 + fields;
        zip.putInt(ZipFormat.CENTRAL_SIGNATURE).putShort(fields == 0 ? VERSION : VERSION_ZIP64);
        putCommon(zip, entry, fields != 0, longSize);
        zip.putShort(name.length).putShort(extra);
        zip.putShort(0).putShort(0).putShort(0).putInt(0); // comment, part, attributes inside and outside
        zip.putInt((int) (longOffset ? ZipFormat.IN_ZIP64_32 : entry.at)).putBytes(name);
        if (extra > 0) {
            zip.putShort(ZipFormat.EXTRA64_ID).putShort(fields);
        }
        if (longSize) {
            zip.putLong(entry.size).putLong(entry.size);
        }
        if (longOffset) {
            zip.putLong(entry.at);
        }
        return ZipFormat.CENTRAL_SIZE + name.length + extra;
    }

    /** The run of fields that local and central headers share, from the version needed to the sizes. */
    private static void putCommon(LittleEndianOutput zip, Entry entry, boolean zip64, boolean longSize)
            throws IOException {
        int size = (int) (longSize ? ZipFormat.IN_ZIP64_32 : entry.size);
        zip.putShort(zip64 ? VERSION_ZIP64 : VERSION).putShort(0).putShort(ZipFormat.STORED);
        zip.putShort(0).putShort(DATE_1980).putInt(entry.crc).putInt(size).putInt(size);
    }

    private void putEnd(LittleEndianOutput zip, long directoryAt, long directorySize) throws IOException {
        int count = members.size();
        boolean longDirectory = directoryAt >= limit32 || directorySize >= limit32;
        if (longDirectory || count >= ZipFormat.IN_ZIP64_16) {
            zip.putInt(ZipFormat.END64_SIGNATURE).putLong(ZipFormat.END64_SIZE - 12);
            zip.putShort(VERSION_ZIP64).putShort(VERSION_ZIP64).putInt(0).putInt(0);
            zip.putLong(count).putLong(count).putLong(directorySize).putLong(directoryAt);
            zip.putInt(ZipFormat.LOCATOR64_SIGNATURE).putInt(0);
            zip.putLong(directoryAt + directorySize).putInt(1);
        }
        int shortCount = Math.min(count, ZipFormat.IN_ZIP64_16);
        zip.putInt(ZipFormat.END_SIGNATURE)
                .putShort(0)
                .putShort(0)
                .putShort(shortCount)
                .putShort(shortCount);
        zip.putInt((int) (longDirectory ? ZipFormat.IN_ZIP64_32 : directorySize));
        zip.putInt((int) (longDirectory ? ZipFormat.IN_ZIP64_32 : directoryAt)).putShort(0);
    }
}
