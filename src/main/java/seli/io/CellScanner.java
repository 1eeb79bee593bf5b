package seli.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Splits a text file of numbers into cells and lines, in constant memory whatever the file holds.
 *
 * <p>Cells are separated by commas, semicolons or blanks; a file that has both commas and semicolons is refused, since
 * one of them may be a decimal comma. Blank lines and lines that start with {@code #} are skipped. A cell may stand in
 * double quotes. Bytes beyond ASCII never fail, they are just not part of a number.
 */
final class CellScanner {
    private static final int MAX_CELL = 1000;
    private static final int END = -1;

    private final InputStream in;
    private final String source;
    private final StringBuilder cell = new StringBuilder();
    private int current;
    private long line = 1;
    private int separator;
    private boolean lineHasCells;
    private boolean afterSeparator;

    CellScanner(RandomAccessFile file, String source) throws IOException {
        this.in = new BufferedInputStream(InputFile.section(file, 0, file.length()), 1 << 16);
        this.source = source;
        this.current = in.read();
        skipByteOrderMark();
    }

    /** What was found. */
    enum Token {
        /** A cell, perhaps empty. */
        CELL,
        /** The end of a line that had cells. */
        LINE_END,
        /** The end of the file; again and again. */
        FILE_END
    }

    /** Moves to the next cell, end of a line with cells, or end of the file. */
    Token next() throws IOException {
        while (true) {
            skipBlanks();
            if (current == END || current == '\n' || current == '\r') {
                if (lineHasCells) {
                    return endLine();
                }
                if (current == END) {
                    return Token.FILE_END;
                }
                readLineBreak();
            } else if (current == '#' && !lineHasCells) {
                skipLine();
            } else if (isSeparator()) {
                boolean empty = afterSeparator || !lineHasCells;
                readSeparator();
                if (empty) {
                    cell.setLength(0);
                    return Token.CELL;
                }
            } else {
                readCell();
                return Token.CELL;
            }
        }
    }

    /** The cell that {@link #next} found, without quotes. */
    String cell() {
        return cell.toString();
    }

    /** The line, from 1, of what {@link #next} found. */
    long line() {
        return line;
    }

    /** The cell as a number: decimal, {@code nan} or {@code inf}; empty if it is none. */
    OptionalDouble number() {
        String text = cell.toString().toLowerCase(Locale.ROOT);
        boolean signed = text.startsWith("-") || text.startsWith("+");
        double sign = text.startsWith("-") ? -1 : 1;
        return switch (signed ? text.substring(1) : text) {
            case "nan" -> OptionalDouble.of(Double.NaN);
            case "inf", "infinity" -> OptionalDouble.of(sign * Double.POSITIVE_INFINITY);
            default -> parsed(text);
        };
    }

    private static OptionalDouble parsed(String text) {
        if (!text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.e".indexOf(c) >= 0)) {
            return OptionalDouble.empty(); // Java also accepts 1d, 1f and 0x1p3
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** A refusal that names the line. */
    MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, "line " + line + ": " + problem);
    }

    /** A refusal of the current cell, which should have been {@code expected}. */
    MalformedFileException wrongCell(String expected) {
        return malformed((cell.length() == 0 ? "empty cell" : "got " + UnusableFileException.quote(cell()))
                + "; expected " + expected);
    }

    private Token endLine() throws IOException {
        if (afterSeparator) {
            afterSeparator = false;
            cell.setLength(0);
            return Token.CELL;
        }
        lineHasCells = false;
        return Token.LINE_END;
    }

    private void readCell() throws IOException {
        cell.setLength(0);
        lineHasCells = true;
        afterSeparator = false;
        boolean quoted = current == '"';
        if (quoted) {
            advance();
        }
        while (current != END && current != '\n' && current != '\r') {
            if (quoted ? current == '"' : isSeparator() || isBlank()) {
                break;
            }
            if (cell.length() == MAX_CELL) {
                throw malformed("a cell has more than " + MAX_CELL + " characters; expected numbers");
            }
            cell.append((char) current);
            advance();
        }
        if (quoted) {
            endQuotes();
        }
    }

    private void endQuotes() throws IOException {
        if (current != '"') {
            throw malformed("a quote is not closed on its line; expected a closing quote");
        }
        advance();
        if (current != END && current != '\n' && current != '\r' && !isSeparator() && !isBlank()) {
            throw malformed("text right after a closing quote; expected a separator");
        }
    }

    private void readSeparator() throws IOException {
        if (separator != 0 && separator != current) {
            throw malformed("both ',' and ';' are used; expected one separator and '.' as the decimal point");
        }
        separator = current;
        lineHasCells = true;
        afterSeparator = true;
        advance();
    }

    /**
     * Moves over a line break, also of two characters; the line is counted only here, after its last token was given.
     */
    private void readLineBreak() throws IOException {
        boolean carriageReturn = current == '\r';
        advance();
        if (carriageReturn && current == '\n') {
            advance();
        }
        line++;
    }

    private void skipLine() throws IOException {
        while (current != END && current != '\n' && current != '\r') {
            advance();
        }
    }

    private void skipBlanks() throws IOException {
        while (isBlank()) {
            advance();
        }
    }

    private boolean isBlank() {
        return current == ' ' || current == '\t';
    }

    private boolean isSeparator() {
        return current == ',' || current == ';';
    }

    private void advance() throws IOException {
        current = in.read();
    }

    private void skipByteOrderMark() throws IOException {
        if (current == 0xEF) {
            in.mark(2);
            if (in.read() == 0xBB && in.read() == 0xBF) {
                current = in.read();
            } else {
                in.reset();
            }
        }
    }
}
