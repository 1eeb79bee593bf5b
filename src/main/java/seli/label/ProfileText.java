package seli.label;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@link ImbalanceProfile}s from text; see there for the forms. Every message starts with the text it is about.
 */
final class ProfileText {
    private static final int SHOWN = 60;
    private static final int LONGEST_NUMBER = 100;

    private ProfileText() {}

    /** The profiles with parameters: name, keys in the order of the examples, an example. */
    private enum Form {
        BALANCED("balanced", "balanced:k=10,n=50", "k", "n"),
        STEP("step", "step:k=10,R=10,rho=0.5,nmin=5", "k", "R", "rho", "nmin"),
        LONGTAIL("longtail", "longtail:k=100,R=100,nmax=500", "k", "R", "nmax"),
        ZIPF("zipf", "zipf:k=1000,s=1.1,nmax=1000000", "k", "s", "nmax");

        private final String title;
        private final String example;
        private final List<String> keys;

        Form(String title, String example, String... keys) {
            this.title = title;
            this.example = example;
            this.keys = List.of(keys);
        }

        private static List<String> titles() {
            return Arrays.stream(values()).map(form -> form.title).toList();
        }
    }

    static ImbalanceProfile parse(String text) {
        try {
            return read(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("counts '" + shown(text.strip()) + "': " + e.getMessage(), e);
        }
    }

    private static ImbalanceProfile read(String text) {
        int colon = text.indexOf(':');
        if (colon >= 0) {
            Form form = form(text.substring(0, colon).strip());
            return make(form, values(form, text.substring(colon + 1)));
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing given; expected numbers like 10,10,1,1 or a profile like " + Form.BALANCED.example);
        }
        if (Character.isLetter(text.charAt(0))) {
            Form form = form(text.split("[,=]", 2)[0].strip());
            throw new IllegalArgumentException("no values given; expected " + form.example);
        }
        return new ImbalanceProfile.Explicit(list(text));
    }

    private static Form form(String name) {
        int at = Form.titles().indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("unknown profile '" + shown(name) + "'; expected one of "
                    + String.join(", ", Form.titles()) + ", or numbers like 10,10,1,1; did you mean "
                    + NearestName.of(shown(name), Form.titles()) + "?");
        }
        return Form.values()[at];
    }

    private static ImbalanceProfile make(Form form, Map<String, String> values) {
        int k = (int) whole("k", value(values, "k"), 2, Integer.MAX_VALUE);
        return switch (form) {
            case BALANCED -> new ImbalanceProfile.Balanced(k, samples(values, "n"));
            case STEP -> new ImbalanceProfile.Step(k, real(values, "R"), real(values, "rho"), samples(values, "nmin"));
            case LONGTAIL -> new ImbalanceProfile.LongTail(k, real(values, "R"), samples(values, "nmax"));
            case ZIPF -> new ImbalanceProfile.Zipf(k, real(values, "s"), samples(values, "nmax"));
        };
    }

    private static Map<String, String> values(Form form, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String entry : entries(text)) {
            String[] parts = entry.split("=", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("'" + shown(entry) + "' has " + (parts.length - 1)
                        + " equals signs; expected entries like " + form.example);
            }
            String key = parts[0].strip();
            String value = parts[1].strip();
            if (!form.keys.contains(key)) {
                throw new IllegalArgumentException("unknown key '" + shown(key) + "' of " + form.title + "; expected "
                        + String.join(", ", form.keys) + "; did you mean " + NearestName.of(shown(key), form.keys)
                        + "?");
            }
            if (value.isEmpty()) {
                throw new IllegalArgumentException(key + " has no value; expected " + form.example);
            }
            if (values.put(key, value) != null) {
                throw new IllegalArgumentException(key + " is given twice; expected it once");
            }
        }
        List<String> missing =
                form.keys.stream().filter(key -> !values.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    form.title + " lacks " + String.join(", ", missing) + "; expected " + form.example);
        }
        return values;
    }

    private static String[] entries(String text) {
        String[] entries = text.split(",", -1);
        for (int i = 0; i < entries.length; i++) {
            entries[i] = entries[i].strip();
            if (entries[i].isEmpty()) {
                throw new IllegalArgumentException("entry " + (i + 1) + " of " + entries.length
                        + " is empty; expected a value between any two commas and none at the end");
            }
        }
        return entries;
    }

    private static ClassCounts list(String text) {
        String[] entries = entries(text);
        long[] counts = new long[entries.length];
        for (int c = 0; c < entries.length; c++) {
            counts[c] = whole("the count of class " + c, entries[c], 1, ClassCounts.MAX_SAMPLES);
        }
        return ClassCounts.of(counts);
    }

    private static String value(Map<String, String> values, String key) {
        return values.getOrDefault(key, "");
    }

    private static long samples(Map<String, String> values, String key) {
        return whole(key, value(values, key), 1, ClassCounts.MAX_SAMPLES);
    }

    /**
     * A whole number, also written like 1e6 or 50.0. Sizes are compared before any digit is expanded: 1e999999999 is
     * cheap.
     */
    private static long whole(String name, String text, long least, long most) {
        String expected = "; expected " + Checks.wholeRange(least, most);
        BigDecimal number = decimal(name, text, expected);
        if (number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0
                || number.stripTrailingZeros().scale() > 0) {
            throw new IllegalArgumentException(name + " is " + text + expected);
        }
        return number.longValueExact();
    }

    private static double real(Map<String, String> values, String key) {
        return decimal(key, value(values, key), "; expected a finite number").doubleValue();
    }

    private static BigDecimal decimal(String name, String text, String expected) {
        String message = name + " is '" + shown(text) + "'" + expected;
        if (text.length() > LONGEST_NUMBER) {
            throw new IllegalArgumentException(message);
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(message, e);
        }
    }

    /** The text on one line of bounded length, whatever characters it holds. */
    private static String shown(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }
}
