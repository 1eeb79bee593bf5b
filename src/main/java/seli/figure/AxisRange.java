package seli.figure;

/**
 * The part of an axis that is drawn.
 *
 * @param scale how it is divided
 * @param low first value; its decadic logarithm on a logarithmic axis
 * @param high last value; its decadic logarithm on a logarithmic axis
 */
record AxisRange(Scale scale, double low, double high) {
    private static final double MARGIN = 0.04;

    /** A linear axis shows its zero if the smallest value is below this part of the largest. */
    private static final double NEAR_ZERO = 0.4;

    /** Collects the values that an axis has to show. */
    static final class Collector {
        private final Axis axis;
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;

        Collector(Axis axis) {
            this.axis = axis;
        }

        /** Adds a value, unless it has no place on the axis. */
        Collector add(double value) {
            if (axis.holds(value)) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
            return this;
        }

        /** The range of what was added; some range where nothing was. */
        AxisRange range() {
            boolean log = axis.scale() == Scale.LOG;
            if (min > max) {
                return log ? new AxisRange(Scale.LOG, -1, 0) : new AxisRange(Scale.LINEAR, 0, 1);
            }
            return log ? logarithmic(Math.log10(min), Math.log10(max)) : linear(min, max);
        }
    }

    private static AxisRange logarithmic(double low, double high) {
        double margin = high - low < 0.02 ? 0.3 : MARGIN * (high - low);
        return new AxisRange(Scale.LOG, low - margin, high + margin);
    }

    private static AxisRange linear(double min, double max) {
        double size = Math.max(Math.abs(min), Math.abs(max));
        if (!(max - min > 1e-9 * size) || !(max - min > 1e-290)) {
            double margin = size > 1e-280 ? 0.1 * size : 1;
            return new AxisRange(Scale.LINEAR, min - margin, max + margin);
        }
        boolean above = min >= 0 && min <= NEAR_ZERO * max;
        boolean below = max <= 0 && max >= NEAR_ZERO * min;
        double low = above ? 0 : min;
        double high = below ? 0 : max;
        double margin = MARGIN * (high - low);
        return new AxisRange(Scale.LINEAR, above ? 0 : low - margin, below ? 0 : high + margin);
    }

    /** The range with {@code more} added, half of it on either side. */
    AxisRange widened(double more) {
        return new AxisRange(scale, low - more / 2, high + more / 2);
    }

    /** Where a value that the axis holds is: 0 at the low end, 1 at the high end. */
    double fraction(double value) {
        double at = scale == Scale.LOG ? Math.log10(value) : value;
        return (at - low) / (high - low);
    }

    /** The same for a decadic logarithm. */
    double fractionOfLog(double exponent) {
        return (exponent - low) / (high - low);
    }
}
