package seli.io;

import java.nio.ByteBuffer;

/** The element types of NumPy arrays that are read, and how one element becomes a number. */
enum ElementType {
    BOOL("b1"),
    INT8("i1"),
    INT16("i2"),
    INT32("i4"),
    INT64("i8"),
    UINT8("u1"),
    UINT16("u2"),
    UINT32("u4"),
    UINT64("u8"),
    FLOAT16("f2"),
    FLOAT32("f4"),
    FLOAT64("f8");

    private final String code;

    ElementType(String code) {
        this.code = code;
    }

    /** NumPy's name without the byte order, such as {@code f8}. */
    String code() {
        return code;
    }

    /** Bytes of one element. */
    int size() {
        return code.charAt(1) - '0';
    }

    /** Whether every value is a whole number. */
    boolean isWhole() {
        return code.charAt(0) != 'f';
    }

    /** The element at byte {@code at} as a double, rounded to nearest where it has more than 53 bits. */
    double number(ByteBuffer bytes, int at) {
        return switch (this) {
            case FLOAT64 -> bytes.getDouble(at);
            case FLOAT32 -> bytes.getFloat(at);
            case FLOAT16 -> half(bytes.getShort(at));
            case UINT64 -> unsigned(bytes.getLong(at));
            default -> whole(bytes, at);
        };
    }

    /** The element of a whole type at byte {@code at}; for {@code u8} the two's complement bits. */
    long whole(ByteBuffer bytes, int at) {
        return switch (this) {
            case BOOL -> bytes.get(at) != 0 ? 1 : 0;
            case INT8 -> bytes.get(at);
            case INT16 -> bytes.getShort(at);
            case INT32 -> bytes.getInt(at);
            case INT64, UINT64 -> bytes.getLong(at);
            case UINT8 -> bytes.get(at) & 0xFF;
            case UINT16 -> bytes.getShort(at) & 0xFFFF;
            case UINT32 -> bytes.getInt(at) & 0xFFFFFFFFL;
            default -> throw new IllegalStateException("bug: " + code + " is not a whole type");
        };
    }

    private static double unsigned(long bits) {
        // The lowest bit is kept sticky, so that halving does not change the rounding.
        return bits >= 0 ? (double) bits : (double) ((bits >>> 1) | (bits & 1)) * 2;
    }

    private static double half(short bits) {
        int exponent = (bits >> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude;
        if (exponent == 0x1F) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24;
        } else {
            magnitude = Math.scalb((double) (fraction | 0x400), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
