package seli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A short table of fixed-width columns for a terminal: the first column is flush left, the others flush right, two
 * spaces between them. Every column is as wide as its widest cell. A table of pairs has two columns, both flush left,
 * and no heads.
 */
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();
    private final int columns;
    private final boolean pairs;

    private TextTable(int columns, boolean pairs) {
        this.columns = columns;
        this.pairs = pairs;
    }

    /** An empty table with these column heads. */
    public static TextTable of(String... header) {
        return of(List.of(header));
    }

    /** An empty table with these column heads. */
    public static TextTable of(List<String> header) {
        return new TextTable(header.size(), false).row(header);
    }

    /** An empty table of names and their values. */
    public static TextTable ofPairs() {
        return new TextTable(2, true);
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it does not have one cell for each column
     */
    public TextTable row(String... cells) {
        return row(List.of(cells));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it does not have one cell for each column
     */
    public TextTable row(List<String> cells) {
        if (cells.size() != columns) {
            throw new IllegalArgumentException(
                    "row of %d cells in a table of %d columns".formatted(cells.size(), columns));
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** The table's lines without line ends, heads first, no spaces at the end of a line. */
    public List<String> lines() {
        int[] width = new int[columns];
        for (List<String> row : rows) {
            for (int j = 0; j < columns; j++) {
                width[j] = Math.max(width[j], row.get(j).length());
            }
        }
        List<String> lines = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(pad(row.get(0), -width[0]));
            for (int j = 1; j < columns; j++) {
                line.append("  ").append(pad(row.get(j), pairs ? -width[j] : width[j]));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String pad(String cell, int width) {
        String spaces = " ".repeat(Math.abs(width) - cell.length());
        return width < 0 ? cell + spaces : spaces + cell;
    }

    /** The lines, each followed by a line end. */
    @Override
    public String toString() {
        return lines().stream().map(line -> line + "\n").collect(Collectors.joining());
    }
}
