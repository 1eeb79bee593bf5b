package seli.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * Widths of words without asking a font, so that a drawing is the same on every machine: those of a wide sans-serif
 * font (DejaVu Sans), so that others need less.
 */
final class TextWidth {
    private static final String NARROW = "iIjl.,:;|!'` ·";
    private static final String SLIM = "ftr()[]{}-/\\\"²³*";
    private static final String WIDE = "mwMW%@=+<>−≥≤~#&→";
    private static final String ELLIPSIS = "…";

    private TextWidth() {}

    /** Width of a text at a size of the font, in the same unit. */
    static double of(String text, double size) {
        return size * text.codePoints().mapToDouble(TextWidth::em).sum();
    }

    private static double em(int c) {
        if (NARROW.indexOf(c) >= 0) {
            return 0.32;
        }
        if (SLIM.indexOf(c) >= 0) {
            return 0.42;
        }
        if (WIDE.indexOf(c) >= 0) {
            return 0.93;
        }
        if (c >= 0x2E80 || !Markup.isAllowed(c)) { // the sign in place of what is not allowed is as wide
            return 1.05;
        }
        return Character.isUpperCase(c) || c > 0xFF ? 0.73 : 0.63;
    }

    /** The text, or as much of it as fits before an ellipsis. */
    static String shortened(String text, double size, double width) {
        if (of(text, size) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && of(text.substring(0, end) + ELLIPSIS, size) > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + ELLIPSIS;
    }

    /** The text in lines that fit, at most so many; the last is shortened where more would be needed. */
    static List<String> lines(String text, double size, double width, int most) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        String[] words = text.strip().split("\\s+", -1);
        for (String word : words) {
            boolean fits = of(line + " " + word, size) <= width;
            if (!fits && line.length() > 0 && lines.size() < most - 1) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines.stream().map(one -> shortened(one, size, width)).toList();
    }
}
