package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;

/** Comparisons of floating-point numbers with the tolerance named. */
final class Close {
    private Close() {}

    /** |actual - expected| at most {@code tolerance} times |expected|. */
    static void relative(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.abs(expected), what);
    }

    /** A value that exists and differs by at most {@code tolerance}. */
    static void absolute(double expected, OptionalDouble actual, double tolerance, String what) {
        assertEquals(expected, actual.orElseThrow(), tolerance, what);
    }
}
