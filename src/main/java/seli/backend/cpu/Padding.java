package seli.backend.cpu;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import seli.backend.Precision;

/**
 * Room around each matrix that no operation may touch: {@code rows} extra numbers below every column, and
 * {@code columns} whole columns on either side. It holds a NaN of a chosen bit pattern: reading it spoils a result,
 * writing it is found when the workspace closes. A tool of the tests.
 */
record Padding(int rows, int columns) {
    static final Padding NONE = new Padding(0, 0);
    static final Padding GUARDED = new Padding(3, 1);

    private static final long NAN64 = 0x7ff8_dead_beef_0001L;
    private static final int NAN32 = 0x7fc0_beef;

    /** Fills {@code count} numbers from {@code memory} on with the pattern. */
    static void fill(Precision precision, Pointer memory, long count) {
        if (precision == Precision.FLOAT64) {
            LongPointer bits = new LongPointer(memory);
            for (long i = 0; i < count; i++) {
                bits.put(i, NAN64);
            }
        } else {
            IntPointer bits = new IntPointer(memory);
            for (long i = 0; i < count; i++) {
                bits.put(i, NAN32);
            }
        }
    }

    /**
     * Checks that all but the matrix itself still holds the pattern.
     *
     * @param leading the leading dimension, with the padding
     * @param width the number of columns, with the padding
     * @throws IllegalStateException naming the first place that was overwritten
     */
    void verify(Precision precision, Pointer memory, long leading, long width, String matrix) {
        for (long j = 0; j < width; j++) {
            boolean inside = j >= columns && j < width - columns;
            for (long i = inside ? leading - rows : 0; i < leading; i++) {
                long at = j * leading + i;
                boolean kept = precision == Precision.FLOAT64
                        ? new LongPointer(memory).get(at) == NAN64
                        : new IntPointer(memory).get(at) == NAN32;
                if (!kept) {
                    throw new IllegalStateException("bug: something wrote outside the %s, at row %d of column %d"
                            .formatted(matrix, i, j - columns));
                }
            }
        }
    }
}
