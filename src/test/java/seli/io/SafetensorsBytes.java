package seli.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Bytes of safetensors files made without the code under test. */
final class SafetensorsBytes {
    private final List<String> entries = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /** Adds a tensor behind the others. */
    SafetensorsBytes add(String name, String dtype, String shape, byte... bytes) {
        int begin = data.size();
        data.writeBytes(bytes);
        entries.add("\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin
                + "," + data.size() + "]}");
        return this;
    }

    /** The whole file, its header padded with blanks to a multiple of 8 as the reference writer does. */
    byte[] build() {
        String header = "{\"__metadata__\":{\"format\":\"pt\"}," + String.join(",", entries) + "}";
        return ofHeader(header + " ".repeat(-header.length() & 7), data.toByteArray());
    }

    /** A file with any header. */
    static byte[] ofHeader(String header, byte... data) {
        return raw(header.getBytes(StandardCharsets.UTF_8).length, header, data);
    }

    /** A file with any header of any claimed length. */
    static byte[] raw(long length, String header, byte... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(text)
                .put(data)
                .array();
    }

    /** Floats as little-endian bytes. */
    static byte[] f4(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putFloat((float) value);
        }
        return bytes.array();
    }

    /** Shorts as little-endian bytes. */
    static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }
}
