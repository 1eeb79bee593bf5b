package seli.figure;

import java.util.List;

/**
 * The numbers of a figure as cells of text. A number has the digits that give the same double when read; a value that
 * does not exist is an empty cell.
 *
 * @param head names of the columns
 * @param rows rows of as many cells
 */
public record FigureTable(List<String> head, List<List<String>> rows) {
    /** Copies the lists and checks that every row has one cell for each column. */
    public FigureTable {
        head = List.copyOf(head);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != head.size()) {
                throw new IllegalArgumentException(
                        "row of " + row.size() + " cells in a table of " + head.size() + " columns");
            }
        }
    }

    /** A number as a cell: empty for NaN, {@code Infinity} and {@code -Infinity} in words. */
    static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    /** The table as CSV [RFC 4180] with line feeds. */
    public String csv() {
        StringBuilder text = new StringBuilder();
        append(text, head);
        rows.forEach(row -> append(text, row));
        return text.toString();
    }

    private static void append(StringBuilder text, List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            text.append(i == 0 ? "" : ",").append(quoted(cells.get(i)));
        }
        text.append('\n');
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
