package seli.job;

import java.io.Serializable;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders names as people do: runs of digits by value, so that epoch9 comes before epoch10; other text by characters.
 */
final class NaturalOrder implements Comparator<String>, Serializable {
    private static final long serialVersionUID = 1;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int MOST_DIGITS = 18;

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int endA = digitsEnd(a, i);
            int endB = digitsEnd(b, j);
            int order = endA > i && endB > j
                    ? compareNumbers(a.substring(i, endA), b.substring(j, endB))
                    : Character.compare(a.charAt(i), b.charAt(j));
            if (order != 0) {
                return order;
            }
            i = Math.max(endA, i + 1);
            j = Math.max(endB, j + 1);
        }
        int order = Integer.compare(a.length() - i, b.length() - j);
        return order == 0 ? a.compareTo(b) : order;
    }

    private static int digitsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String a, String b) {
        String x = a.replaceFirst("^0+", "");
        String y = b.replaceFirst("^0+", "");
        int order = Integer.compare(x.length(), y.length());
        return order == 0 ? x.compareTo(y) : order;
    }

    /** The last whole number in a name, if there is one of at most 18 digits. */
    static OptionalLong lastNumber(String name) {
        Matcher digits = DIGITS.matcher(name);
        OptionalLong last = OptionalLong.empty();
        while (digits.find()) {
            String found = digits.group();
            last = found.length() <= MOST_DIGITS ? OptionalLong.of(Long.parseLong(found)) : OptionalLong.empty();
        }
        return last;
    }
}
