package seli.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an axis has ticks.
 *
 * @param major ticks with numbers
 * @param minor places of ticks without, as fractions of the axis
 */
record Ticks(List<Tick> major, List<Double> minor) {
    private static final List<Integer> DECADES = List.of(1, 2, 5, 10, 20, 25, 50, 100, 200);

    /** Widest logarithmic axis, in decades, that is divided like a linear one. */
    private static final double NARROW = 0.6;

    /** Widest that has numbers at 1, 2 and 5 times powers of ten. */
    private static final double MEDIUM = 1.8;

    Ticks {
        major = List.copyOf(major);
        minor = List.copyOf(minor);
    }

    /**
     * A tick.
     *
     * @param fraction place on the axis, 0 to 1
     * @param label the number
     */
    record Tick(double fraction, TickLabel label) {}

    /** At most {@code most} numbers (3 or more) for an axis. */
    static Ticks of(AxisRange range, int most) {
        if (range.scale() == Scale.LINEAR) {
            return linear(range, range.low(), range.high(), most);
        }
        double decades = range.high() - range.low();
        if (decades < NARROW) {
            return linear(range, Math.pow(10, range.low()), Math.pow(10, range.high()), most);
        }
        return decades < MEDIUM ? byFives(range, most) : byDecades(range, most);
    }

    private static Ticks linear(AxisRange range, double low, double high, int most) {
        double raw = (high - low) / most;
        int power = (int) Math.floor(Math.log10(raw));
        BigDecimal step = niceStep(raw, power);
        List<BigDecimal> values = new ArrayList<>();
        long first = (long) Math.ceil(low / step.doubleValue() - 1e-9);
        for (long i = first; i <= first + most + 1; i++) {
            BigDecimal value = step.multiply(BigDecimal.valueOf(i));
            if (value.doubleValue() <= high + 1e-9 * (high - low)) {
                values.add(value);
            }
        }
        int largest = values.stream().mapToInt(Ticks::power).max().orElse(0);
        boolean plain = largest >= -4 && largest <= 4;
        int finest = step.stripTrailingZeros().scale(); // decimals of the step
        List<Tick> ticks = new ArrayList<>();
        for (BigDecimal value : values) {
            TickLabel label = plain
                    ? TickLabel.plain(value, Math.max(0, finest))
                    : TickLabel.scientific(value, power(value), power(value) + finest);
            ticks.add(new Tick(range.fraction(value.doubleValue()), label));
        }
        return new Ticks(ticks, List.of());
    }

    /** The least of 1, 2, 2.5 (but not 2.5 itself), 5 and 10 times the power of ten that is not below {@code raw}. */
    private static BigDecimal niceStep(double raw, int power) {
        double digits = raw / Math.pow(10, power);
        double nice = digits <= 1 ? 1 : digits <= 2 ? 2 : digits <= 2.5 && power != 0 ? 2.5 : digits <= 5 ? 5 : 10;
        return BigDecimal.valueOf(nice).scaleByPowerOfTen(power);
    }

    private static int power(BigDecimal value) {
        return value.signum() == 0 ? Integer.MIN_VALUE : value.precision() - value.scale() - 1;
    }

    private static Ticks byFives(AxisRange range, int most) {
        List<Tick> major = new ArrayList<>();
        List<Double> minor = new ArrayList<>();
        List<Integer> named = most < 5 ? List.of(1) : List.of(1, 2, 5);
        for (int e = (int) Math.floor(range.low()); e <= range.high(); e++) {
            for (int digit = 1; digit <= 9; digit++) {
                double fraction = range.fractionOfLog(e + Math.log10(digit));
                if (fraction < 0 || fraction > 1) {
                    continue;
                }
                if (named.contains(digit)) {
                    BigDecimal value = BigDecimal.valueOf(digit).scaleByPowerOfTen(e);
                    boolean plain = e >= -3 && e <= 4;
                    major.add(new Tick(
                            fraction,
                            plain ? TickLabel.plain(value, Math.max(0, -e)) : TickLabel.scientific(value, e, 0)));
                } else {
                    minor.add(fraction);
                }
            }
        }
        return new Ticks(major, minor);
    }

    private static Ticks byDecades(AxisRange range, int most) {
        int first = (int) Math.ceil(range.low());
        int last = (int) Math.floor(range.high());
        int count = last - first + 1;
        int step = DECADES.stream()
                .filter(s -> count <= (long) s * most)
                .findFirst()
                .orElse(last - first + 1);
        boolean plain = first >= -3 && last <= 4;
        List<Tick> major = new ArrayList<>();
        List<Double> minor = new ArrayList<>();
        for (int e = first - 1; e <= last; e++) {
            if (e >= first && Math.floorMod(e, step) == 0) {
                TickLabel label = plain
                        ? TickLabel.plain(BigDecimal.ONE.scaleByPowerOfTen(e), Math.max(0, -e))
                        : TickLabel.power(e);
                major.add(new Tick(range.fractionOfLog(e), label));
            } else if (e >= first && count <= 60) {
                minor.add(range.fractionOfLog(e));
            }
            addDigits(range, e, step == 1 && count <= 7, minor);
        }
        return new Ticks(major, minor);
    }

    /** Small ticks at 2 to 9 times a power of ten. */
    private static void addDigits(AxisRange range, int power, boolean wanted, List<Double> minor) {
        for (int digit = 2; wanted && digit <= 9; digit++) {
            double fraction = range.fractionOfLog(power + Math.log10(digit));
            if (fraction >= 0 && fraction <= 1) {
                minor.add(fraction);
            }
        }
    }

    /** The widest label at a size of the font. */
    double widest(double size) {
        return major.stream()
                .mapToDouble(tick -> tick.label().width(size))
                .max()
                .orElse(0);
    }

    /** How far the labels reach beyond the right end of an axis of this length; negative if they do not. */
    double beyond(double length, double size) {
        return major.stream()
                .mapToDouble(tick -> tick.label().width(size) / 2 - (1 - tick.fraction()) * length)
                .max()
                .orElse(0);
    }

    /** Whether the labels fit beside each other on an axis of this length. */
    boolean fit(double length, double size) {
        double free = Double.NEGATIVE_INFINITY;
        for (Tick tick : major) {
            double half = tick.label().width(size) / 2;
            if (tick.fraction() * length - half < free) {
                return false;
            }
            free = tick.fraction() * length + half + size * 0.6;
        }
        return true;
    }
}
