package seli.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Damages bytes as disks, networks and attackers do. */
final class Mutation {
    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        0x7F,
        0xFF,
        0x7FFF,
        0xFFFF,
        0x7FFF_FFFFL,
        0x8000_0000L,
        0xFFFF_FFFFL,
        1L << 40,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private Mutation() {}

    /** One to four random changes. */
    static byte[] of(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
        switch (random.nextInt(8)) {
            case 0 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 1 -> {
                return Arrays.copyOf(bytes, bytes.length + length);
            }
            case 2 -> Arrays.fill(bytes, at, at + length, (byte) random.nextInt(256));
            case 3 -> System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
            case 4 -> field(bytes, at & ~7, EXTREMES[random.nextInt(EXTREMES.length)], Long.BYTES);
            case 5 -> field(bytes, at & ~3, EXTREMES[random.nextInt(EXTREMES.length)], Integer.BYTES);
            default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static void field(byte[] bytes, int at, long value, int size) {
        byte[] field = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        System.arraycopy(field, 0, bytes, at, Math.min(size, bytes.length - at));
    }
}
