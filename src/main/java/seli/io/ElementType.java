package seli.io;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** The element types of arrays in files, and how their elements become numbers. */
enum ElementType {
    BOOL("b1", 1),
    INT8("i1", 1),
    INT16("i2", 2),
    INT32("i4", 4),
    INT64("i8", 8),
    UINT8("u1", 1),
    UINT16("u2", 2),
    UINT32("u4", 4),
    UINT64("u8", 8),
    FLOAT16("f2", 2),
    /** The upper half of a FLOAT32; NumPy itself has no such type. */
    BFLOAT16("bf16", 2),
    FLOAT32("f4", 4),
    FLOAT64("f8", 8);

    private static final int RUN = 1024;

    private final String code;
    private final int size;

    ElementType(String code, int size) {
        this.code = code;
        this.size = size;
    }

    /** NumPy's name without the byte order, such as {@code f8}, or {@code bf16}. */
    String code() {
        return code;
    }

    /** Bytes of one element. */
    int size() {
        return size;
    }

    /** Whether every value is a whole number. */
    boolean isWhole() {
        return switch (this) {
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> false;
            default -> true;
        };
    }

    /** The element at byte {@code at} as a double, rounded to nearest where it has more than 53 bits. */
    double number(ByteBuffer bytes, int at) {
        return switch (this) {
            case FLOAT64 -> bytes.getDouble(at);
            case FLOAT32 -> bytes.getFloat(at);
            case FLOAT16 -> half(bytes.getShort(at));
            case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
            case UINT64 -> unsigned(bytes.getLong(at));
            default -> whole(bytes, at);
        };
    }

    /**
     * The first {@code count} elements after the position of {@code bytes} as doubles, each as {@link #number}, to
     * {@code target[offset ..]}; moves no position.
     */
    void numbers(ByteBuffer bytes, int count, double[] target, int offset) {
        if (this == FLOAT64) {
            bytes.asDoubleBuffer().get(target, offset, count);
        } else if (this == FLOAT32) {
            floats(bytes.asFloatBuffer(), count, target, offset);
        } else if (size == Short.BYTES && !isWhole()) {
            shorts(bytes.asShortBuffer(), count, target, offset);
        } else {
            int start = bytes.position();
            for (int i = 0; i < count; i++) {
                target[offset + i] = number(bytes, start + i * size);
            }
        }
    }

    /** In runs that stay in the first cache: a bulk copy, then a loop over plain arrays. */
    private static void floats(FloatBuffer floats, int count, double[] target, int offset) {
        float[] run = new float[Math.min(count, RUN)];
        for (int done = 0; done < count; done += run.length) {
            int length = Math.min(run.length, count - done);
            floats.get(run, 0, length);
            for (int i = 0; i < length; i++) {
                target[offset + done + i] = run[i];
            }
        }
    }

    private void shorts(ShortBuffer shorts, int count, double[] target, int offset) {
        short[] run = new short[Math.min(count, RUN)];
        boolean half = this == FLOAT16;
        for (int done = 0; done < count; done += run.length) {
            int length = Math.min(run.length, count - done);
            shorts.get(run, 0, length);
            for (int i = 0; i < length; i++) {
                target[offset + done + i] = half ? half(run[i]) : Float.intBitsToFloat(run[i] << 16);
            }
        }
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
            magnitude = Double.longBitsToDouble((exponent + 1023L - 15) << 52 | (long) fraction << 42);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
