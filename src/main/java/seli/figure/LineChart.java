package seli.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Curves over a common axis: measured lines with markers, theory dashed, clouds of points, bands, and vertical marks.
 * Theory and bands have the colour of the line or the points before them, so that a measurement and its theory go
 * together; what has the label of the series before it shares its place in the legend. NaN is a value that does not
 * exist: a line has a gap there. Immutable; arrays are copied.
 */
public final class LineChart implements Figure {
    private final String name;
    private final String title;
    private final Axis x;
    private final Axis y;
    private final List<Series> series;
    private final boolean equalScales;
    private final List<String> notes;

    private LineChart(Builder builder, Axis x, Axis y) {
        this.name = builder.name;
        this.title = builder.title;
        this.x = x;
        this.y = y;
        this.series = List.copyOf(builder.series);
        this.equalScales = builder.equalScales;
        List<String> all = new ArrayList<>(builder.notes);
        leftOut("horizontal", x, series.stream().mapToLong(s -> outsideX(s, x)).sum())
                .ifPresent(all::add);
        leftOut("vertical", y, series.stream().mapToLong(s -> outsideY(s, y)).sum())
                .ifPresent(all::add);
        this.notes = List.copyOf(all);
    }

    /**
     * Begins a chart.
     *
     * @param name of its files, without suffix
     * @param title what it shows
     * @throws IllegalArgumentException if the name has other than letters, digits, hyphens and underscores, or the
     *     title is blank
     */
    public static Builder named(String name, String title) {
        return new Builder(name, title);
    }

    /** Collects a chart. Every method refuses blank labels and arrays of different lengths. */
    public static final class Builder {
        private final String name;
        private final String title;
        private final List<Axis> xAxis = new ArrayList<>(); // none or one
        private final List<Axis> yAxis = new ArrayList<>(); // none or one
        private final List<Series> series = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private boolean equalScales;

        private Builder(String name, String title) {
            this.name = FigureText.requireName(name);
            this.title = FigureText.require("title of figure " + name, title);
        }

        /** The horizontal axis: quantity and unit. */
        public Builder xAxis(String label, Scale scale) {
            xAxis.clear();
            xAxis.add(new Axis(label, scale));
            return this;
        }

        /** The vertical axis: quantity and unit. */
        public Builder yAxis(String label, Scale scale) {
            yAxis.clear();
            yAxis.add(new Axis(label, scale));
            return this;
        }

        /** A measured curve, solid with markers, through the points in the order given. */
        public Builder line(String label, double[] x, double[] y) {
            return add(Series.of(Series.Kind.LINE, label, x, y));
        }

        /** A curve of theory, dashed. */
        public Builder theory(String label, double[] x, double[] y) {
            return add(Series.of(Series.Kind.THEORY, label, x, y));
        }

        /** Points that no line joins. */
        public Builder points(String label, double[] x, double[] y) {
            return add(Series.of(Series.Kind.POINTS, label, x, y));
        }

        /** The area between two curves, translucent. */
        public Builder band(String label, double[] x, double[] low, double[] high) {
            return add(Series.band(label, x, low, high));
        }

        /** A vertical line at {@code x}; marks of the same label are listed once. */
        public Builder mark(String label, double x) {
            return add(Series.mark(label, x));
        }

        private Builder add(Series added) {
            series.add(added);
            return this;
        }

        /** A unit is to be as long on both axes, which are linear: for drawings of vectors. */
        public Builder equalScales() {
            equalScales = true;
            return this;
        }

        /** A remark below the chart. */
        public Builder note(String text) {
            notes.add(FigureText.require("note of figure " + name, text));
            return this;
        }

        /**
         * The chart.
         *
         * @throws IllegalArgumentException if an axis or every series is missing, or equal scales are asked for on a
         *     logarithmic axis
         */
        public LineChart build() {
            if (xAxis.isEmpty() || yAxis.isEmpty() || series.isEmpty()) {
                throw new IllegalArgumentException("figure " + name + " has " + xAxis.size() + " horizontal and "
                        + yAxis.size() + " vertical axes and " + series.size()
                        + " series; expected one of each axis and at least one series");
            }
            if (equalScales
                    && (xAxis.get(0).scale() == Scale.LOG || yAxis.get(0).scale() == Scale.LOG)) {
                throw new IllegalArgumentException(
                        "figure " + name + " has equal scales and a logarithmic axis; expected linear axes");
            }
            return new LineChart(this, xAxis.get(0), yAxis.get(0));
        }
    }

    private static Optional<String> leftOut(String direction, Axis axis, long values) {
        String why = axis.scale() == Scale.LOG ? "not above 0 or not finite" : "not finite or beyond 1e300";
        return values == 0
                ? Optional.empty()
                : Optional.of("%d %s left out: %s on the %s axis"
                        .formatted(values, values == 1 ? "value is" : "values are", why, direction));
    }

    private static long outsideX(Series series, Axis axis) {
        long outside = 0;
        for (int i = 0; i < series.size(); i++) {
            outside += isOutside(series.x(i), axis) ? 1 : 0;
        }
        return outside;
    }

    private static long outsideY(Series series, Axis axis) {
        long outside = 0;
        for (int i = 0; i < series.size(); i++) {
            outside += isOutside(series.y(i), axis) || isOutside(series.high(i), axis) ? 1 : 0;
        }
        return outside;
    }

    /** NaN is no value, so that none is left out. */
    private static boolean isOutside(double value, Axis axis) {
        return !Double.isNaN(value) && !axis.holds(value);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String title() {
        return title;
    }

    Axis x() {
        return x;
    }

    Axis y() {
        return y;
    }

    boolean hasEqualScales() {
        return equalScales;
    }

    List<Series> series() {
        return series;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public String description() {
        List<String> labels = series.stream().map(Series::label).distinct().toList();
        return "Line chart: %s. %s against %s: %s.".formatted(title, y.label(), x.label(), String.join("; ", labels));
    }

    /**
     * One row for each point: {@code series, kind, x, y, low, high}; y is empty for bands and marks, low and high for
     * all but bands.
     */
    @Override
    public FigureTable numbers() {
        List<List<String>> rows = new ArrayList<>();
        for (Series one : series) {
            String kind = one.kind().name().toLowerCase(Locale.ROOT);
            for (int i = 0; i < one.size(); i++) {
                String value = FigureTable.cell(one.y(i));
                String high = FigureTable.cell(one.high(i));
                rows.add(List.of(
                        one.label(),
                        kind,
                        FigureTable.cell(one.x(i)),
                        one.isBand() ? "" : value,
                        one.isBand() ? value : "",
                        one.isBand() ? high : ""));
            }
        }
        return new FigureTable(List.of("series", "kind", "x", "y", "low", "high"), rows);
    }
}
