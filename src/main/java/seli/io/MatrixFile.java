package seli.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import seli.io.CellScanner.Token;

/**
 * A matrix of numbers in a text file: one row a line, separated as {@link CellScanner} says, after an optional header
 * line (one whose first cell is not a number).
 */
final class MatrixFile {
    private final CellScanner cells;
    private final String source;
    private double[] row = new double[64];
    private long rows;
    private int cols;
    private long firstLine;

    private MatrixFile(RandomAccessFile file, String source) throws IOException {
        this.cells = new CellScanner(file, source);
        this.source = source;
    }

    /** Takes rows as they are read. */
    @FunctionalInterface
    interface Sink {
        /** The next row, {@code values[0 .. count)}, which is only read and overwritten afterwards. */
        void accept(double[] values, int count) throws UnusableFileException;
    }

    /** Rows and columns of a file. */
    record Size(long rows, int cols) {}

    /**
     * Reads {@code file} from its start to its end.
     *
     * @throws UnusableFileException if the file is missing or unreadable
     * @throws MalformedFileException naming the line, if a cell is empty or not a number or the lines differ in length,
     *     or if there is no number at all
     */
    static Size read(Path file, Sink sink) throws UnusableFileException {
        return InputFile.read(file, open -> new MatrixFile(open, file.toString()).read(sink));
    }

    /** The rows x cols array of element type f8 in {@code file}; throws as {@link #read(Path, Sink)}. */
    static NpyArray read(Path file) throws UnusableFileException {
        String source = file.toString();
        ByteBlocks.DoubleBuilder values = new ByteBlocks.DoubleBuilder(source);
        Size size = read(file, (row, count) -> values.add(row, count));
        List<Long> shape = List.of(size.rows(), (long) size.cols());
        return new NpyArray(
                source, new ArrayLayout(ElementType.FLOAT64, ByteOrder.BIG_ENDIAN, false, shape), values.build());
    }

    private Size read(Sink sink) throws IOException {
        Token token = skipHeader();
        while (token != Token.FILE_END) {
            readRow(token);
            sink.accept(row, cols);
            token = cells.next();
        }
        if (rows == 0) {
            throw new MalformedFileException(source, "holds no numbers; expected one row of numbers a line");
        }
        return new Size(rows, cols);
    }

    private Token skipHeader() throws IOException {
        Token token = cells.next();
        if (token != Token.CELL || cells.number().isPresent()) {
            return token;
        }
        if (cells.cell().isEmpty()) {
            throw cells.malformed(
                    "the header starts with an empty name, as that of a column of row names; expected numbers only");
        }
        while (token == Token.CELL) {
            token = cells.next();
        }
        return cells.next();
    }

    private void readRow(Token first) throws IOException {
        long count = 0;
        for (Token token = first; token == Token.CELL; token = cells.next()) {
            OptionalDouble number = cells.number();
            if (number.isEmpty()) {
                throw cells.wrongCell("a number");
            }
            if (rows == 0 || count < cols) {
                put((int) count, number.getAsDouble());
            }
            count++;
        }
        if (rows == 0) {
            cols = (int) count;
            firstLine = cells.line();
        }
        if (count != cols) {
            throw cells.malformed(count + " numbers; expected " + cols + " as in line " + firstLine);
        }
        rows++;
    }

    private void put(int j, double value) throws MalformedFileException {
        if (j == row.length) {
            if (j == ArrayLayout.MAX_MATRIX_ROWS) {
                throw cells.malformed("more than " + j + " numbers; expected at most as many");
            }
            HeapRoom.require(2L * Double.BYTES * j, source);
            row = Arrays.copyOf(row, 2 * j);
        }
        row[j] = value;
    }
}
