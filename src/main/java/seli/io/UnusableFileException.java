package seli.io;

import java.io.IOException;

/**
 * A file or folder that the user named cannot be used as it is: missing, not readable, not of the expected kind, broken
 * ({@link MalformedFileException}), or, for output, not a place that can be written to.
 *
 * <p>This is bad input, in contrast to an {@link IOException} of any other type, which is a failure of the machine such
 * as a full disk. The message is one line that names the file.
 */
public class UnusableFileException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int MAX_QUOTE = 60;

    /** A refusal with its one-line message; control characters in it become {@code ?}. */
    public UnusableFileException(String message) {
        super(oneLine(message));
    }

    /** The same with the failure that caused it. */
    public UnusableFileException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    /** Text from a file for use in a message: in quotes, at most 60 characters of it. */
    static String quote(String text) {
        return "'" + (text.length() <= MAX_QUOTE ? text : text.substring(0, MAX_QUOTE) + "...") + "'";
    }

    private static String oneLine(String message) {
        StringBuilder line = new StringBuilder(message.length());
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? '?' : c);
        }
        return line.toString();
    }
}
