package seli.report;

import java.util.Locale;

/** Numbers as text for people; files get all digits instead. */
public final class NumberText {
    private NumberText() {}

    /**
     * Six decimals, or the exponential form where these would show little of the number; {@code -} if it does not
     * exist.
     */
    public static String of(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        boolean plain = size < 1e7 && (size >= 1e-3 || size == 0); // exact: a true zero needs no exponent
        return String.format(Locale.ROOT, plain ? "%.6f" : "%.6e", value);
    }

    /** Three significant digits in the exponential form, such as 3.21e-09; for gaps and residuals. */
    public static String rough(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2e", value);
    }

    /** A duration in seconds: {@code 0.123 s}, {@code 12.3 s}, {@code 2 min 03 s}, {@code 1 h 02 min}. */
    public static String seconds(double seconds) {
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.3f s", seconds);
        }
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }
}
