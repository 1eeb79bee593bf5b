package seli.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How options read numbers: decimal digits only (no hexadecimal, NaN, infinity or type suffix), checked against a
 * range, with a message that says what was expected. {@link ErrorLine} puts the option's name before it.
 */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");

    private Numbers() {}

    /** A finite number. */
    static final class Finite implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            return real(value, "a finite number");
        }
    }

    /** A finite number above 0. */
    static final class Positive implements ITypeConverter<Double> {
        private static final String EXPECTED = "a finite number above 0";

        @Override
        public Double convert(String value) {
            double number = real(value, EXPECTED);
            return require(number > 0, number, value, EXPECTED);
        }
    }

    /** A finite number of at least 0. */
    static final class NotNegative implements ITypeConverter<Double> {
        private static final String EXPECTED = "a finite number of at least 0";

        @Override
        public Double convert(String value) {
            double number = real(value, EXPECTED);
            return require(number >= 0, number, value, EXPECTED);
        }
    }

    /** A number of at least 0 and below 1. */
    static final class Fraction implements ITypeConverter<Double> {
        private static final String EXPECTED = "a number of at least 0 and below 1";

        @Override
        public Double convert(String value) {
            double number = real(value, EXPECTED);
            return require(number >= 0 && number < 1, number, value, EXPECTED);
        }
    }

    /** A whole number from 1 to 2^31 - 1. */
    static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return (int) whole(value, 1, Integer.MAX_VALUE);
        }
    }

    /** A whole number from 0 to 2^31 - 1. */
    static final class CountOrZero implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return (int) whole(value, 0, Integer.MAX_VALUE);
        }
    }

    /** Any whole number of 64 bits, for seeds. */
    static final class Seed implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    private static double real(String value, String expected) {
        if (!DECIMAL.matcher(value).matches()) {
            throw refusal(value, expected);
        }
        double number = Double.parseDouble(value);
        return require(Double.isFinite(number), number, value, expected);
    }

    private static double require(boolean valid, double number, String value, String expected) {
        if (!valid) {
            throw refusal(value, expected);
        }
        return number;
    }

    private static long whole(String value, long least, long most) {
        String expected = "a whole number from %d to %d".formatted(least, most);
        if (!WHOLE.matcher(value).matches()) {
            throw refusal(value, expected);
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'%s' is too large; expected %s".formatted(value, expected));
        }
        throw refusal(value, expected);
    }

    private static TypeConversionException refusal(String value, String expected) {
        return new TypeConversionException("got '%s'; expected %s".formatted(value, expected));
    }
}
