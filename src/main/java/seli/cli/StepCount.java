package seli.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of steps: a whole number from 1 to 10^18. */
final class StepCount implements ITypeConverter<Long> {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}|10{18}");

    @Override
    public Long convert(String value) {
        if (!DIGITS.matcher(value).matches() || Long.parseLong(value) < 1) {
            throw new TypeConversionException(
                    "got '%s'; expected a whole number of steps from 1 to 10^18".formatted(value));
        }
        return Long.parseLong(value);
    }
}
