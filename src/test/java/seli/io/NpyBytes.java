package seli.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Bytes of {@code .npy} and {@code .npz} files made without the code under test. */
final class NpyBytes {
    private NpyBytes() {}

    /** A file of version 1.0 with the dict that NumPy writes. */
    static byte[] of(String descr, boolean fortran, String shape, byte... data) {
        String order = fortran ? "True" : "False";
        return ofHeader("{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n", data);
    }

    /** A file of version 1.0 with any text as its header. */
    static byte[] ofHeader(String header, byte... data) {
        return raw(1, header.length(), header, data);
    }

    /** A file with any version and any claimed length of its header. */
    static byte[] raw(int version, int headerLength, String header, byte... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) version)
                .put((byte) 0);
        if (version == 1) {
            file.putShort((short) headerLength);
        } else {
            file.putInt(headerLength);
        }
        return file.put(text).put(data).array();
    }

    /** Doubles as little-endian f8. */
    static byte[] f8(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.array();
    }

    /** A vector of f8 as a whole file. */
    static byte[] vector(double... values) {
        return of("<f8", false, "(" + values.length + ",)", f8(values));
    }

    /** A ZIP archive with one member, by the JDK. */
    static byte[] zip(boolean deflated, String name, byte... content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, deflated, name, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Adds a member to an archive of the JDK. */
    static void put(ZipOutputStream zip, boolean deflated, String name, byte... content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setMethod(deflated ? ZipEntry.DEFLATED : ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    /** A file of NumPy's own among the test resources. */
    static Path fromNumpy(String name) {
        try {
            return Path.of(NpyBytes.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
