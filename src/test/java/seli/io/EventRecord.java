package seli.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A record of a TensorBoard event file, read with nothing of the writer: the checksum is computed bit by bit from its
 * polynomial, and the messages are walked field by field.
 */
public record EventRecord(double wallTime, long step, String version, long sessionStatus, Map<String, Float> scalars) {
    /** All records; IllegalStateException where a checksum or the framing is wrong. */
    public static List<EventRecord> readAll(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<EventRecord> records = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = bytes(in, 8);
            require(in.getInt() == masked(length), "checksum of a length");
            long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
            byte[] data = bytes(in, Math.toIntExact(size));
            require(in.getInt() == masked(data), "checksum of data");
            records.add(event(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)));
        }
        return records;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException("wrong " + what);
        }
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        require(count >= 0 && in.remaining() >= count, "length: " + count);
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    /** CRC-32C (Castagnoli), reflected polynomial 82f63b78, then the mask of TFRecord. */
    private static int masked(byte[] bytes) {
        int crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static ByteBuffer message(ByteBuffer in) {
        return ByteBuffer.wrap(bytes(in, (int) varint(in))).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in, (int) varint(in)), StandardCharsets.UTF_8);
    }

    private static EventRecord event(ByteBuffer in) {
        double wallTime = Double.NaN;
        long step = 0;
        String version = "";
        long status = 0;
        Map<String, Float> scalars = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            long field = varint(in);
            switch ((int) field) {
                case 9 -> wallTime = in.getDouble();
                case 16 -> step = varint(in);
                case 26 -> version = text(in);
                case 42 -> summary(message(in), scalars);
                case 58 -> {
                    ByteBuffer session = message(in);
                    require(session.get() == 8, "session log");
                    status = varint(session);
                }
                default -> throw new IllegalStateException("field " + field);
            }
        }
        return new EventRecord(wallTime, step, version, status, scalars);
    }

    private static void summary(ByteBuffer in, Map<String, Float> scalars) {
        while (in.hasRemaining()) {
            require(varint(in) == 10, "summary");
            ByteBuffer value = message(in);
            require(varint(value) == 10, "tag");
            String tag = text(value);
            require(varint(value) == 21, "simple value");
            scalars.put(tag, value.getFloat());
            require(!value.hasRemaining(), "end of a value");
        }
    }
}
