package seli.figure;

import java.util.regex.Pattern;

/** Checks of the words of a figure. */
final class FigureText {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    private FigureText() {}

    /** The name, which becomes part of file names. */
    static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a figure is '" + name
                    + "'; expected 1 to 100 letters, digits, hyphens and underscores, a letter or digit first");
        }
        return name;
    }

    /** A title or label, which must say something. */
    static String require(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank; expected words");
        }
        return text;
    }
}
