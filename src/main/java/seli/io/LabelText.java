package seli.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import seli.io.CellScanner.Token;

/** Labels in a text file; see {@link LabelFile}. Several labels on several lines are refused: that may be a table. */
final class LabelText {
    private static final int MAX_LABELS = Integer.MAX_VALUE - 8;

    private final CellScanner cells;
    private final String source;
    private int[] labels = new int[1024];
    private int count;

    private LabelText(RandomAccessFile file, String source) throws IOException {
        this.cells = new CellScanner(file, source);
        this.source = source;
    }

    /** The labels in {@code file}, perhaps none; throws as {@link LabelFile#read(Path)}. */
    static int[] read(Path file) throws UnusableFileException {
        return InputFile.read(file, open -> new LabelText(open, file.toString()).read());
    }

    private int[] read() throws IOException {
        int most = 0;
        Token token = skipHeader();
        for (long lines = 0; token != Token.FILE_END; lines++) {
            most = Math.max(most, readLine(token));
            if (most > 1 && lines > 0) {
                throw cells.malformed("several labels on several lines; expected one label a line, or all on one line");
            }
            token = cells.next();
        }
        return Arrays.copyOf(labels, count);
    }

    private Token skipHeader() throws IOException {
        Token token = cells.next();
        if (token != Token.CELL || cells.number().isPresent() || cells.cell().isEmpty()) {
            return token;
        }
        if (cells.next() == Token.CELL) {
            throw cells.malformed("several names in the header; expected one column of labels");
        }
        return cells.next();
    }

    /** Reads one line and gives the number of its labels; it may end with a comma. */
    private int readLine(Token first) throws IOException {
        int before = count;
        boolean gap = false;
        for (Token token = first; token == Token.CELL; token = cells.next()) {
            if (gap) {
                throw cells.malformed("nothing between two commas; expected a label");
            }
            gap = count > before && cells.cell().isEmpty();
            if (!gap) {
                add(label());
            }
        }
        return count - before;
    }

    private int label() throws MalformedFileException {
        OptionalDouble number = cells.number();
        double value = number.orElse(-1);
        if (!(value >= 0) || value > LabelFile.MAX_LABEL || value != Math.rint(value)) {
            throw cells.wrongCell("a label: a whole number from 0 to " + LabelFile.MAX_LABEL);
        }
        return (int) value;
    }

    private void add(int label) throws MalformedFileException {
        if (count == labels.length) {
            if (count == MAX_LABELS) {
                throw cells.malformed("more than " + MAX_LABELS + " labels");
            }
            int length = (int) Math.min(MAX_LABELS, 2L * count);
            HeapRoom.require((long) length * Integer.BYTES, source);
            labels = Arrays.copyOf(labels, length);
        }
        labels[count++] = label;
    }
}
