package seli.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import seli.io.CellScanner.Token;

/**
 * A matrix of numbers in a text file: one row a line, separated as {@link CellScanner} says, after an optional header
 * line (one whose first cell is not a number).
 */
final class MatrixFile {
    private final CellScanner cells;
    private final ByteBlocks.DoubleBuilder values;
    private final String source;
    private long rows;
    private long cols;
    private long firstLine;

    private MatrixFile(RandomAccessFile file, String source) throws IOException {
        this.cells = new CellScanner(file, source);
        this.values = new ByteBlocks.DoubleBuilder(source);
        this.source = source;
    }

    /**
     * The rows x cols array of element type f8 in {@code file}.
     *
     * @throws UnusableFileException if the file is missing or unreadable
     * @throws MalformedFileException naming the line, if a cell is empty or not a number or the lines differ in length,
     *     or if there is no number at all
     */
    static NpyArray read(Path file) throws UnusableFileException {
        return InputFile.read(file, open -> new MatrixFile(open, file.toString()).read());
    }

    private NpyArray read() throws IOException {
        Token token = skipHeader();
        while (token != Token.FILE_END) {
            readRow(token);
            token = cells.next();
        }
        if (rows == 0) {
            throw new MalformedFileException(source, "holds no numbers; expected one row of numbers a line");
        }
        NpyHeader header = new NpyHeader(ElementType.FLOAT64, ByteOrder.BIG_ENDIAN, false, List.of(rows, cols));
        return new NpyArray(source, header, values.build());
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
            values.add(number.getAsDouble());
            count++;
        }
        if (rows == 0) {
            cols = count;
            firstLine = cells.line();
        }
        if (count != cols) {
            throw cells.malformed(count + " numbers; expected " + cols + " as in line " + firstLine);
        }
        rows++;
    }
}
