package seli.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How the values of one key of a sweep are written. A text stands for one value or several; each value has one spelling
 * in the end, so that equal values are equal texts:
 *
 * <pre>
 *   numbers         0.1   0.1,0.01   -1:1:9 (nine, evenly spaced)   1e-3:1:7log (seven, evenly in the logarithm)
 *   whole numbers   7     1,2,5      1..5
 *   words           ce    ce,cdt
 * </pre>
 *
 * All refusals are TypeConversionExceptions that say what was got and what was expected.
 */
sealed interface SweepForm {
    /**
     * The values that {@code text} stands for, in its order.
     *
     * @param most most values that it may stand for
     */
    List<String> values(String text, long most);

    /** Counts of samples; the commas within are theirs. */
    record Counts() implements SweepForm {
        @Override
        public List<String> values(String text, long most) {
            if (text.isBlank()) {
                throw new TypeConversionException("nothing given; expected such as 10,10,1,1 or balanced:k=10,n=50");
            }
            return List.of(text.strip());
        }
    }

    /** A text that another command reads. */
    record Text() implements SweepForm {
        @Override
        public List<String> values(String text, long most) {
            if (text.isBlank()) {
                throw new TypeConversionException("nothing given; expected a value");
            }
            return List.of(text.strip());
        }
    }

    /**
     * One value, in the spelling of its converter.
     *
     * @param converter checks it
     */
    record Single(ITypeConverter<?> converter) implements SweepForm {
        @Override
        public List<String> values(String text, long most) {
            return List.of(spelled(converted(converter, text.strip())));
        }
    }

    /** Biases, each none, free or a ridge. */
    record Biases() implements SweepForm {
        @Override
        public List<String> values(String text, long most) {
            BiasText converter = new BiasText();
            return parts(text).stream()
                    .map(part -> BiasText.of(converter.convert(part)))
                    .toList();
        }
    }

    /**
     * Words from a list, in any case.
     *
     * @param words in small letters
     */
    record Words(List<String> words) implements SweepForm {
        /** Copies the list. */
        public Words {
            words = List.copyOf(words);
        }

        static Words of(Object... choices) {
            return new Words(Arrays.stream(choices)
                    .map(choice -> choice.toString().toLowerCase(Locale.ROOT))
                    .toList());
        }

        @Override
        public List<String> values(String text, long most) {
            return parts(text).stream().map(this::known).toList();
        }

        private String known(String part) {
            String word = part.toLowerCase(Locale.ROOT);
            if (!words.contains(word)) {
                throw new TypeConversionException("got '%s'; expected %s%s"
                        .formatted(part, words.stream().collect(Collectors.joining(", ")), Nearest.hint(part, words)));
            }
            return word;
        }
    }

    /**
     * Real numbers and ranges of them.
     *
     * @param converter checks each
     */
    record Reals(ITypeConverter<Double> converter) implements SweepForm {
        private static final MathContext DIGITS = new MathContext(15);
        private static final Pattern COUNT = Pattern.compile("(\\d{1,9})(log)?");

        @Override
        public List<String> values(String text, long most) {
            List<String> values = new ArrayList<>();
            for (String part : parts(text)) {
                String[] ends = part.split(":", -1);
                if (ends.length == 1) {
                    values.add(spelled(converted(converter, part)));
                } else {
                    addRange(values, part, ends, most);
                }
                requireFew(values.size(), most);
            }
            return values;
        }

        private void addRange(List<String> values, String part, String[] ends, long most) {
            Matcher count = COUNT.matcher(ends.length == 3 ? ends[2].strip() : "");
            if (!count.matches() || Integer.parseInt(count.group(1)) < 2) {
                throw new TypeConversionException(
                        "got '%s'; expected FROM:TO:POINTS, such as -1:1:9, or FROM:TO:POINTSlog, such as 1e-3:1:7log, with at least 2 points"
                                .formatted(part));
            }
            double from = converted(converter, ends[0].strip());
            double to = converted(converter, ends[1].strip());
            int points = Integer.parseInt(count.group(1));
            boolean isLog = count.group(2) != null;
            requireFew(points, most);
            if (isLog && !(from > 0 && to > 0)) {
                throw new TypeConversionException(
                        "got '%s'; expected both ends above 0 where points are spaced in the logarithm"
                                .formatted(part));
            }
            for (int i = 0; i < points; i++) {
                double value = isLog
                        ? between(StrictMath.log10(from), StrictMath.log10(to), i, points)
                        : between(from, to, i, points);
                double inner = rounded(isLog ? StrictMath.pow(10, value) : value);
                values.add(spelled(i == 0 ? from : i == points - 1 ? to : inner));
            }
        }

        /** To fifteen digits, so that 0:0.4:5 has 0.3 and not 0.30000000000000004. */
        private static double rounded(double value) {
            return new BigDecimal(value).round(DIGITS).doubleValue();
        }

        private static double between(double from, double to, int i, int points) {
            double last = points - 1;
            double value = (from * (last - i) + to * i) / last;
            return Double.isFinite(value) ? value : from * ((last - i) / last) + to * (i / last);
        }
    }

    /**
     * Whole numbers and ranges of them.
     *
     * @param converter checks each
     */
    record Wholes(ITypeConverter<? extends Number> converter) implements SweepForm {
        private static final Pattern RANGE = Pattern.compile("([+-]?\\d+)\\s*\\.\\.\\s*([+-]?\\d+)");

        @Override
        public List<String> values(String text, long most) {
            List<String> values = new ArrayList<>();
            for (String part : parts(text)) {
                Matcher range = RANGE.matcher(part);
                if (range.matches()) {
                    addRange(values, part, range, most);
                } else if (part.contains(":")) {
                    throw new TypeConversionException(
                            "got '%s'; expected whole numbers such as 1,2,5 or a range such as 1..5".formatted(part));
                } else {
                    values.add(Long.toString(converted(converter, part).longValue()));
                }
                requireFew(values.size(), most);
            }
            return values;
        }

        private void addRange(List<String> values, String part, Matcher range, long most) {
            long from = converted(converter, range.group(1)).longValue();
            long to = converted(converter, range.group(2)).longValue();
            if (from > to) {
                throw new TypeConversionException(
                        "got '%s'; expected a range that rises, such as %d..%d".formatted(part, to, from));
            }
            long steps = to - from; // below 0 where it is beyond 2^63
            requireFew(steps < 0 || steps >= most ? Long.MAX_VALUE : steps + 1, most);
            for (long i = 0; i <= steps; i++) {
                values.add(Long.toString(from + i));
            }
        }
    }

    private static <T> T converted(ITypeConverter<T> converter, String text) {
        try {
            return converter.convert(text);
        } catch (TypeConversionException e) {
            throw e;
        } catch (Exception e) { // which the interface declares, and ours do not throw
            throw new IllegalStateException("bug: a converter failed on " + text, e);
        }
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                throw new TypeConversionException(
                        "got '%s'; expected a value between any two commas and none at the end".formatted(text));
            }
            parts.add(part.strip());
        }
        return parts;
    }

    private static String spelled(Object value) {
        return value instanceof Double number ? Double.toString(number + 0.0) : value.toString(); // + 0.0: no -0.0
    }

    private static void requireFew(long values, long most) {
        if (values > most) {
            throw new TypeConversionException(
                    "more than %d values; expected fewer, or --max-problems above the number of problems"
                            .formatted(most));
        }
    }
}
