package seli.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import seli.backend.BackendProvider;

/** A limit of memory as the command line writes it: a number of MiB, GiB, MB, GB or bytes, or a percentage. */
final class MemoryText implements CommandLine.ITypeConverter<BackendProvider.Memory> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*(%|B|MB|GB|MiB|GiB)");

    @Override
    public BackendProvider.Memory convert(String text) {
        Matcher size = SIZE.matcher(text.trim());
        if (!size.matches()) {
            throw refusal(text);
        }
        double number = Double.parseDouble(size.group(1));
        String unit = size.group(2);
        try {
            return unit.equals("%")
                    ? new BackendProvider.Memory(number / 100, Long.MAX_VALUE)
                    : new BackendProvider.Memory(1, (long) (number * bytes(unit)));
        } catch (IllegalArgumentException e) { // zero, or more than all
            throw refusal(text);
        }
    }

    private static double bytes(String unit) {
        return switch (unit) {
            case "MB" -> 1e6;
            case "GB" -> 1e9;
            case "MiB" -> 0x1p20;
            case "GiB" -> 0x1p30;
            default -> 1;
        };
    }

    private static CommandLine.TypeConversionException refusal(String text) {
        return new CommandLine.TypeConversionException(
                "got '%s'; expected a size such as 12GiB or 500MB, or a percentage above 0 to 100 such as 50%%"
                        .formatted(text));
    }
}
