package seli.figure;

/** Words from anywhere as the text of HTML, XML and SVG. */
public final class Markup {
    private static final char REPLACEMENT = '\uFFFD';

    private Markup() {}

    /**
     * The text with the five characters that mean something in XML and HTML written as references, safe as content and
     * within quotes. What no XML file may hold (control characters, halves of surrogate pairs) and what changes the
     * direction of the text around it is replaced by U+FFFD; tabs and line ends stay.
     */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(isAllowed(c) ? c : REPLACEMENT);
            }
            i += Character.charCount(c);
        }
        return escaped.toString();
    }

    /** Whether {@link #escape} keeps a character. */
    static boolean isAllowed(int c) {
        boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c >= 0x7F && c < 0xA0;
        boolean surrogate = c >= 0xD800 && c < 0xE000;
        boolean direction = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        return !control && !surrogate && !direction && (c & 0xFFFE) != 0xFFFE;
    }
}
