package seli.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The steps at which training measures and records. Written as a comma-separated list of
 *
 * <ul>
 *   <li>{@code 500}: one step;
 *   <li>{@code 20:20:200}: from 20 in strides of 20 up to and including 200;
 *   <li>{@code log:100}: about a hundred steps spaced evenly in the logarithm, from 1 to the last step;
 *   <li>{@code every:50}: every 50 steps.
 * </ul>
 *
 * Step 0 and the last step are always recorded. Immutable.
 */
public final class LogSchedule {
    private final String text;
    private final long[] single;
    private final List<Range> ranges;
    private final long last;

    private record Range(long from, long stride, long to) {
        boolean contains(long step) {
            return step >= from && step <= to && (step - from) % stride == 0;
        }
    }

    private LogSchedule(String text, long last) {
        this.text = text;
        this.last = last;
        TreeSet<Long> steps = new TreeSet<>(List.of(0L, last));
        List<Range> strides = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            add(part.strip(), steps, strides);
        }
        this.single = steps.stream().mapToLong(Long::longValue).toArray();
        this.ranges = List.copyOf(strides);
    }

    /**
     * The schedule written as {@code text} for a run of {@code last} steps.
     *
     * @throws IllegalArgumentException if a part has none of the four forms
     */
    public static LogSchedule parse(String text, long last) {
        return new LogSchedule(text, last);
    }

    private void add(String part, Set<Long> steps, List<Range> strides) {
        String[] numbers = part.split(":", -1);
        try {
            if (numbers.length == 2 && numbers[0].equals("log")) {
                addLogarithmic(positive(numbers[1]), steps);
            } else if (numbers.length == 2 && numbers[0].equals("every")) {
                strides.add(new Range(0, positive(numbers[1]), last));
            } else if (numbers.length == 3) {
                strides.add(new Range(natural(numbers[0]), positive(numbers[1]), natural(numbers[2])));
            } else if (numbers.length == 1) {
                steps.add(natural(numbers[0]));
            } else {
                throw new NumberFormatException();
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    ("log steps '%s' in '%s' not understood; expected a step such as 500, a range such as 0:20:200, log:100 or"
                                    + " every:50")
                            .formatted(part, text),
                    e);
        }
    }

    private void addLogarithmic(long points, Set<Long> steps) {
        long count = Math.min(points, 1_000_000);
        for (long i = 0; i <= count; i++) {
            steps.add(Math.round(StrictMath.exp(StrictMath.log(Math.max(1, last)) * i / count)));
        }
    }

    private static long natural(String number) {
        long value = Long.parseLong(number);
        if (value < 0) {
            throw new NumberFormatException(number);
        }
        return value;
    }

    private static long positive(String number) {
        long value = Long.parseLong(number);
        if (value < 1) {
            throw new NumberFormatException(number);
        }
        return value;
    }

    /** Whether the state after {@code step} steps is recorded. */
    public boolean contains(long step) {
        if (Arrays.binarySearch(single, step) >= 0) {
            return true;
        }
        for (int r = 0; r < ranges.size(); r++) {
            if (ranges.get(r).contains(step)) {
                return true;
            }
        }
        return false;
    }

    /** The text that it was made of. */
    public String text() {
        return text;
    }
}
