package seli.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * A matrix in colours with a colour bar. Equal labels that follow each other are one group: written once, and set apart
 * from the next by a line. NaN is a value that does not exist: a grey cell. Immutable; arrays are copied.
 */
public final class HeatMap implements Figure {
    /** Most rows and columns; callers aggregate larger matrices. */
    public static final int MOST_CELLS = 200;

    private final String name;
    private final String title;
    private final Labels rows;
    private final Labels columns;
    private final Measure measure;
    private final double[][] values;
    private final List<String> notes;

    private HeatMap(Builder builder, Labels rows, Labels columns, Measure measure) {
        this.name = builder.name;
        this.title = builder.title;
        this.rows = rows;
        this.columns = columns;
        this.measure = measure;
        this.values = builder.values;
        this.notes = List.copyOf(builder.notes);
    }

    /**
     * Names of rows or columns.
     *
     * @param label what they are
     * @param names one for each
     */
    record Labels(String label, List<String> names) {
        Labels {
            FigureText.require("label of rows or columns", label);
            names = List.copyOf(names);
            if (names.isEmpty() || names.size() > MOST_CELLS) {
                throw new IllegalArgumentException(
                        names.size() + " rows or columns of '" + label + "'; expected 1 to " + MOST_CELLS);
            }
        }
    }

    /**
     * What colours stand for.
     *
     * @param quantity quantity and unit, or empty where the title says it
     * @param low value of the first colour
     * @param high value of the last colour
     * @param diverging whether the middle is a neutral colour, for matrices with two signs
     */
    record Measure(String quantity, double low, double high, boolean diverging) {
        Measure {
            if (!(high > low) || Double.isInfinite(high - low)) {
                throw new IllegalArgumentException(
                        "colours from " + low + " to " + high + "; expected finite limits, the first below the second");
            }
        }
    }

    /**
     * Begins a heat map.
     *
     * @param name of its files, without suffix
     * @param title what it shows
     * @throws IllegalArgumentException if the name has other than letters, digits, hyphens and underscores, or the
     *     title is blank
     */
    public static Builder named(String name, String title) {
        return new Builder(name, title);
    }

    /** Collects a heat map. */
    public static final class Builder {
        private final String name;
        private final String title;
        private final List<Labels> rows = new ArrayList<>(); // none or one
        private final List<Labels> columns = new ArrayList<>(); // none or one
        private boolean isDiverging = true;
        private double low = Double.NaN; // until colours are chosen
        private double high = Double.NaN;
        private String quantity = "";
        private final List<String> notes = new ArrayList<>();
        private double[][] values = {};

        private Builder(String name, String title) {
            this.name = FigureText.requireName(name);
            this.title = FigureText.require("title of figure " + name, title);
        }

        /** What the rows are, and the name of each from the top. */
        public Builder rows(String label, List<String> names) {
            rows.clear();
            rows.add(new Labels(label, names));
            return this;
        }

        /** What the columns are, and the name of each from the left. */
        public Builder columns(String label, List<String> names) {
            columns.clear();
            columns.add(new Labels(label, names));
            return this;
        }

        /** The matrix, {@code values[row][column]}. */
        public Builder values(double[][] rowMajor) {
            values = new double[rowMajor.length][];
            for (int i = 0; i < rowMajor.length; i++) {
                values[i] = rowMajor[i].clone();
            }
            return this;
        }

        /** Colours from -limit (blue) over 0 (white) to limit (red); values beyond have the last colour. */
        public Builder diverging(double limit) {
            return colours(-limit, limit, true);
        }

        /** Colours that grow evenly lighter from min to max; values beyond have the last colour. */
        public Builder sequential(double min, double max) {
            return colours(min, max, false);
        }

        private Builder colours(double first, double last, boolean diverging) {
            low = first;
            high = last;
            isDiverging = diverging;
            return this;
        }

        /** What the values are, beside the colour bar. */
        public Builder quantity(String label) {
            quantity = FigureText.require("label of the colours", label);
            return this;
        }

        /** A remark below the heat map. */
        public Builder note(String text) {
            notes.add(FigureText.require("note of figure " + name, text));
            return this;
        }

        /**
         * The heat map.
         *
         * @throws IllegalArgumentException if rows or columns are missing, the matrix has another shape, or there are
         *     no finite limits of the colours, the first below the second
         */
        public HeatMap build() {
            if (rows.isEmpty() || columns.isEmpty()) {
                throw new IllegalArgumentException("figure " + name + " lacks rows or columns; expected both");
            }
            int height = rows.get(0).names().size();
            int width = columns.get(0).names().size();
            boolean fits = values.length == height;
            for (double[] row : values) {
                fits &= row.length == width;
            }
            if (!fits) {
                throw new IllegalArgumentException("figure " + name + " has a matrix that is not " + height + " x "
                        + width + "; expected one value for each row and column");
            }
            return new HeatMap(this, rows.get(0), columns.get(0), new Measure(quantity, low, high, isDiverging));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    Labels rows() {
        return rows;
    }

    Labels columns() {
        return columns;
    }

    Measure measure() {
        return measure;
    }

    double value(int row, int column) {
        return values[row][column];
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public String description() {
        return "Heat map: %s. %d x %d values, rows %s, columns %s, colours from %s to %s."
                .formatted(
                        title,
                        rows.names().size(),
                        columns.names().size(),
                        rows.label(),
                        columns.label(),
                        measure.low(),
                        measure.high());
    }

    /** The matrix, one row for each of its rows: the name and the values. */
    @Override
    public FigureTable numbers() {
        List<String> head = new ArrayList<>(List.of(rows.label()));
        head.addAll(columns.names());
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < rows.names().size(); i++) {
            List<String> row = new ArrayList<>(List.of(rows.names().get(i)));
            for (int j = 0; j < columns.names().size(); j++) {
                row.add(FigureTable.cell(values[i][j]));
            }
            cells.add(row);
        }
        return new FigureTable(head, cells);
    }
}
