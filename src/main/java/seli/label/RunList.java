package seli.label;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Collects counts in the order of the classes as runs of equal counts, checking the limits as it goes: at most 2^31 - 1
 * classes and {@link ClassCounts#MAX_SAMPLES} samples. Neighbouring runs with the same count are merged.
 */
final class RunList {
    private long[] counts = new long[4];
    private int[] classes = new int[4];
    private int size;
    private long totalClasses;
    private long totalSamples;

    /** Appends {@code number} classes with {@code count} samples each; both at least 1. */
    void add(long count, int number) {
        totalClasses += number;
        if (totalClasses > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "more than " + Integer.MAX_VALUE + " classes; expected at most that many");
        }
        if (count > (ClassCounts.MAX_SAMPLES - totalSamples) / number) {
            throw new IllegalArgumentException(
                    "more than 2^53 samples in all; expected counts that add up to at most " + ClassCounts.MAX_SAMPLES);
        }
        totalSamples += count * number;
        if (size > 0 && counts[size - 1] == count) {
            classes[size - 1] += number;
            return;
        }
        if (size == counts.length) {
            counts = Arrays.copyOf(counts, 2 * size);
            classes = Arrays.copyOf(classes, 2 * size);
        }
        counts[size] = count;
        classes[size++] = number;
    }

    /**
     * Appends classes 0 .. number - 1 with {@code count(c)} samples each, where {@code count} never increases: the end
     * of each run is found by doubling and bisection, so that a long run costs the logarithm of its length.
     */
    void addNonIncreasing(int number, IntToLongFunction count) {
        int start = 0;
        long value = count.applyAsLong(0);
        while (start < number) {
            long same = start;
            long other = start + 1L;
            long next = valueAt(other, number, count);
            for (long step = 1; next == value; step *= 2) {
                same = other;
                other = Math.min(number, other + step);
                next = valueAt(other, number, count);
            }
            while (other - same > 1) {
                long middle = (same + other) >>> 1;
                long found = valueAt(middle, number, count);
                if (found == value) {
                    same = middle;
                } else {
                    other = middle;
                    next = found;
                }
            }
            add(value, (int) (other - start));
            start = (int) other;
            value = next;
        }
    }

    /** {@code count(c)}, or 0 behind the last class, which no count equals. */
    private static long valueAt(long c, int number, IntToLongFunction count) {
        return c < number ? count.applyAsLong((int) c) : 0;
    }

    long totalClasses() {
        return totalClasses;
    }

    long totalSamples() {
        return totalSamples;
    }

    /** The count of each run, as a new array. */
    long[] counts() {
        return Arrays.copyOf(counts, size);
    }

    /** The first class of each run, and behind them the number of classes. */
    int[] starts() {
        int[] starts = new int[size + 1];
        for (int r = 0; r < size; r++) {
            starts[r + 1] = starts[r] + classes[r];
        }
        return starts;
    }
}
