package seli.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;
import seli.job.BenchSize;

/** Sizes of problems as the command line writes them: {@code k,n,d;k,n,d}. */
final class BenchSizesText implements CommandLine.ITypeConverter<BenchSizesText.Sizes> {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final String EXPECTED = "expected sizes k,n,d with semicolons between them, such as 10,100,10";

    /**
     * A list of sizes.
     *
     * @param list in the order given; empty if none were given
     */
    record Sizes(List<BenchSize> list) {
        static final Sizes NONE = new Sizes(List.of());

        /** Copies the list. */
        Sizes {
            list = List.copyOf(list);
        }
    }

    @Override
    public Sizes convert(String text) {
        List<BenchSize> sizes = new ArrayList<>();
        for (String part : text.split(";", -1)) {
            sizes.add(size(text, part.trim()));
        }
        return new Sizes(sizes);
    }

    private static BenchSize size(String text, String part) {
        String[] numbers = part.split(",", -1);
        if (numbers.length != 3) {
            throw refusal(text, EXPECTED);
        }
        int[] values = new int[3];
        for (int i = 0; i < values.length; i++) {
            String number = numbers[i].trim();
            if (!NUMBER.matcher(number).matches()) {
                throw refusal(text, EXPECTED);
            }
            values[i] = Integer.parseInt(number);
        }
        try {
            return new BenchSize(values[0], values[1], values[2]);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    private static CommandLine.TypeConversionException refusal(String text, String expected) {
        return new CommandLine.TypeConversionException("got '%s'; %s".formatted(text, expected));
    }
}
