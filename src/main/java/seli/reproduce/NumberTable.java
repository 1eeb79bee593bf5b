package seli.reproduce;

import java.util.ArrayList;
import java.util.List;

/** Named columns of numbers, NaN where there is none. Immutable. */
final class NumberTable {
    private final List<String> columns;
    private final List<double[]> rows;

    private NumberTable(List<String> columns, List<double[]> rows) {
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
    }

    /** Begins a table. */
    static Builder builder(List<String> columns) {
        return new Builder(columns);
    }

    /** Begins a table. */
    static Builder builder(String... columns) {
        return new Builder(List.of(columns));
    }

    /** Collects rows. */
    static final class Builder {
        private final List<String> columns;
        private final List<double[]> rows = new ArrayList<>();

        private Builder(List<String> columns) {
            this.columns = List.copyOf(columns);
        }

        /**
         * Adds a row, which is copied.
         *
         * @throws IllegalArgumentException if it does not have one number for each column
         */
        Builder add(double... row) {
            if (row.length != columns.size()) {
                throw new IllegalArgumentException(
                        "row of %d numbers in a table of %d columns".formatted(row.length, columns.size()));
            }
            rows.add(row.clone());
            return this;
        }

        NumberTable build() {
            return new NumberTable(columns, rows);
        }
    }

    List<String> columns() {
        return columns;
    }

    int rows() {
        return rows.size();
    }

    /** Entry of a row, 0-based, and a column, 0-based. */
    double at(int row, int column) {
        return rows.get(row)[column];
    }

    /**
     * Entry of a row and a named column.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    double at(int row, String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + column + "; expected one of " + columns);
        }
        return rows.get(row)[index];
    }

    /** A whole row as a new array. */
    double[] row(int row) {
        return rows.get(row).clone();
    }

    /** Entry of the last row. */
    double last(String column) {
        return at(rows.size() - 1, column);
    }

    /** A whole column as a new array. */
    double[] column(String name) {
        double[] values = new double[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = at(i, name);
        }
        return values;
    }
}
