package seli.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** Orders of square matrices as the command line writes them: {@code 1024,2048}. */
final class BenchOrdersText implements CommandLine.ITypeConverter<BenchOrdersText.Orders> {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /**
     * A list of orders.
     *
     * @param list ascending; empty if none were given
     */
    record Orders(List<Integer> list) {
        static final Orders NONE = new Orders(List.of());

        /** Copies the list. */
        Orders {
            list = List.copyOf(list);
        }
    }

    @Override
    public Orders convert(String text) {
        List<Integer> orders = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int order = NUMBER.matcher(part.trim()).matches() ? Integer.parseInt(part.trim()) : 0;
            if (order < 2) {
                throw new CommandLine.TypeConversionException(
                        "got '%s'; expected whole numbers of at least 2 with commas between them".formatted(text));
            }
            orders.add(order);
        }
        return new Orders(orders.stream().sorted().toList());
    }
}
