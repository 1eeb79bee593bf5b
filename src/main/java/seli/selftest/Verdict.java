package seli.selftest;

import java.util.Locale;
import seli.linalg.HostMatrix;

/** Collects the largest ratio of error to bound. A NaN fails, an infinity must be matched in place and sign. */
final class Verdict {
    private double worst;
    private String message = "";

    boolean passed() {
        return worst <= 1;
    }

    double worst() {
        return worst;
    }

    String message() {
        return message;
    }

    /** {@code actual} may differ from {@code expected} by at most {@code bound}. */
    void number(String what, double actual, double expected, double bound) {
        double ratio = ratio(actual, expected, bound);
        if (ratio > worst || message.isEmpty()) {
            worst = Math.max(worst, ratio);
            message = String.format(
                    Locale.ROOT, "%s is %.17g, expected %.17g within %.3g", what, actual, expected, bound);
        }
    }

    private static double ratio(double actual, double expected, double bound) {
        if (Double.isNaN(actual) || Double.isNaN(expected) || Double.isNaN(bound)) {
            return Double.POSITIVE_INFINITY;
        }
        if (actual == expected) { // exact: also where the bound is 0 or both are the same infinity
            return 0;
        }
        if (Double.isInfinite(actual) || Double.isInfinite(expected)) {
            return Double.POSITIVE_INFINITY;
        }
        return Math.abs(actual - expected) / bound;
    }

    /** Every entry within its bound. */
    void matrix(String what, HostMatrix actual, HostMatrix expected, HostMatrix.EntryFunction bound) {
        for (int j = 0; j < expected.cols(); j++) {
            for (int i = 0; i < expected.rows(); i++) {
                double difference = actual.get(i, j) - expected.get(i, j);
                double limit = bound.at(i, j);
                if (!(Math.abs(difference) <= worst * limit)
                        || message.isEmpty()) { // skip the text where it is not the worst
                    number("%s (%d, %d)".formatted(what, i, j), actual.get(i, j), expected.get(i, j), limit);
                }
            }
        }
    }

    /** Equal bit for bit, the signs of zeros and NaN included. */
    void bits(String what, HostMatrix actual, HostMatrix expected) {
        for (int j = 0; j < expected.cols(); j++) {
            for (int i = 0; i < expected.rows(); i++) {
                long found = Double.doubleToLongBits(actual.get(i, j));
                require(
                        found == Double.doubleToLongBits(expected.get(i, j)),
                        "%s (%d, %d) is %s, expected exactly %s",
                        what,
                        i,
                        j,
                        actual.get(i, j),
                        expected.get(i, j));
            }
        }
    }

    /** A rule that holds or does not. */
    void require(boolean holds, String format, Object... arguments) {
        if (!holds && worst < Double.POSITIVE_INFINITY) {
            worst = Double.POSITIVE_INFINITY;
            message = format.formatted(arguments);
        }
    }
}
