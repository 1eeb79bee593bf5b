package seli.io;

import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A table that grows on disk, such as {@code history.csv}: a header and rows of cells, separated by commas, quoted
 * where RFC 4180 says so, lines ended by a line feed, UTF-8. Each row is one write to a file that is opened and closed
 * for it, so a kill leaves whole rows and at most one that is cut off, which {@link #resume} drops. One writer at a
 * time.
 */
public final class CsvTable {
    private final Path file;
    private final int columns;

    private CsvTable(Path file, int columns) {
        this.file = file;
        this.columns = columns;
    }

    /**
     * A new table with its header, in place of an older file.
     *
     * @throws UnusableFileException if the place cannot be written to
     * @throws IOException if writing fails
     */
    public static CsvTable create(Path file, List<String> header) throws IOException {
        requireHeader(header);
        AtomicFile.writeText(file, line(header));
        return new CsvTable(file, header.size());
    }

    /**
     * An existing table cut to its header and first {@code rows} rows (by one truncation, so that it is never in
     * between), for appending.
     *
     * @throws UnusableFileException if the file is missing
     * @throws MalformedFileException if it has another header or fewer whole rows
     * @throws IOException if cutting fails
     */
    public static CsvTable resume(Path file, List<String> header, long rows) throws IOException {
        requireHeader(header);
        if (rows < 0) {
            throw new IllegalArgumentException(rows + " rows to keep; expected at least 0");
        }
        byte[] first = line(header).getBytes(StandardCharsets.UTF_8);
        long end = InputFile.read(file, open -> endOfRows(open, file, first, rows));
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(end);
            open.getFD().sync();
        } catch (IOException e) {
            throw new IOException("cannot shorten " + file + ": " + InputFile.reason(e), e);
        }
        return new CsvTable(file, header.size());
    }

    /** A number as a cell that reads back as the same double. */
    public static String cell(double value) {
        return Double.toString(value);
    }

    /** An integer as a cell. */
    public static String cell(long value) {
        return Long.toString(value);
    }

    /** A number as a cell, empty where there is none. */
    public static String cell(OptionalDouble value) {
        return value.isPresent() ? cell(value.getAsDouble()) : "";
    }

    /**
     * Appends one row; an empty string is a missing value. The row is with the operating system when this returns, so
     * it outlives a kill of the process.
     *
     * @throws IllegalArgumentException if the number of cells is not that of the columns
     * @throws IOException if writing fails
     */
    public void append(List<String> cells) throws IOException {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(
                    "row of " + cells.size() + " cells for " + file + "; expected " + columns);
        }
        byte[] bytes = line(cells).getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(file)) {
            throw new IOException("cannot append to " + file + ": the file is gone");
        }
        try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new IOException("cannot append to " + file + ": " + InputFile.reason(e), e);
        }
    }

    private static void requireHeader(List<String> header) {
        if (header.isEmpty()) {
            throw new IllegalArgumentException("table without columns; expected at least one");
        }
    }

    /** One row as it stands in the file, with its line end; for tables that are written as a whole. */
    public static String line(List<String> cells) {
        return cells.stream().map(CsvTable::quoted).collect(Collectors.joining(",", "", "\n"));
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** Offset of the first byte after the header and {@code rows} rows. */
    private static long endOfRows(RandomAccessFile open, Path file, byte[] header, long rows) throws IOException {
        InputStream in = new BufferedInputStream(InputFile.section(open, 0, open.length()), 1 << 16);
        if (!Arrays.equals(in.readNBytes(header.length), header)) {
            throw new MalformedFileException(
                    file.toString(),
                    "another header; expected "
                            + UnusableFileException.quote(new String(header, StandardCharsets.UTF_8).strip()));
        }
        long at = header.length;
        long found = 0;
        boolean inQuotes = false;
        while (found < rows) {
            int c = in.read();
            if (c < 0) {
                throw new MalformedFileException(
                        file.toString(), "holds " + found + " whole rows; expected at least " + rows);
            }
            at++;
            inQuotes ^= c == '"';
            found += c == '\n' && !inQuotes ? 1 : 0;
        }
        return at;
    }
}
