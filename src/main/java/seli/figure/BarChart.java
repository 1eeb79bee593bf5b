package seli.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * Bars side by side for each category, on a linear axis from 0, with short lines where theory says they end. NaN is a
 * value that does not exist: no bar. Immutable; arrays are copied.
 */
public final class BarChart implements Figure {
    /** Most categories: more do not show as bars. */
    public static final int MOST_CATEGORIES = 200;

    private final String name;
    private final String title;
    private final String categoryLabel;
    private final List<String> categories;
    private final Axis y;
    private final List<Bars> bars;
    private final List<String> notes;

    private BarChart(Builder builder, Axis y) {
        this.name = builder.name;
        this.title = builder.title;
        this.categoryLabel = builder.categoryLabel;
        this.categories = List.copyOf(builder.categories);
        this.y = y;
        this.bars = List.copyOf(builder.bars);
        this.notes = List.copyOf(builder.notes);
    }

    /** The values of one label, one for each category. */
    static final class Bars {
        private final String label;
        private final boolean theory;
        private final double[] values;

        private Bars(String label, boolean theory, double[] values) {
            this.label = FigureText.require("label of bars", label);
            this.theory = theory;
            this.values = values.clone();
        }

        String label() {
            return label;
        }

        boolean isTheory() {
            return theory;
        }

        double value(int category) {
            return values[category];
        }
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

    /** Collects a chart. */
    public static final class Builder {
        private final String name;
        private final String title;
        private String categoryLabel = "";
        private List<String> categories = List.of();
        private final List<Axis> yAxis = new ArrayList<>(); // none or one
        private final List<Bars> bars = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        private Builder(String name, String title) {
            this.name = FigureText.requireName(name);
            this.title = FigureText.require("title of figure " + name, title);
        }

        /** The horizontal axis: what the categories are, and their names. */
        public Builder categories(String label, List<String> names) {
            categoryLabel = FigureText.require("label of the categories", label);
            categories = List.copyOf(names);
            return this;
        }

        /** The vertical axis: quantity and unit. */
        public Builder yAxis(String label) {
            yAxis.clear();
            yAxis.add(new Axis(label, Scale.LINEAR));
            return this;
        }

        /** Bars, one value for each category. */
        public Builder bars(String label, double[] values) {
            bars.add(new Bars(label, false, values));
            return this;
        }

        /** What theory says, one value for each category: short lines across the bars. */
        public Builder theory(String label, double[] values) {
            bars.add(new Bars(label, true, values));
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
         * @throws IllegalArgumentException if categories, axis or bars are missing, there are more than
         *     {@link BarChart#MOST_CATEGORIES} categories, or some bars have another number of values
         */
        public BarChart build() {
            if (categories.isEmpty() || categories.size() > MOST_CATEGORIES || yAxis.isEmpty() || bars.isEmpty()) {
                throw new IllegalArgumentException("figure " + name + " has " + categories.size() + " categories, "
                        + yAxis.size() + " vertical axes and " + bars.size() + " bars each; expected 1 to "
                        + MOST_CATEGORIES + " categories, one axis and at least one bar");
            }
            for (Bars one : bars) {
                if (one.values.length != categories.size()) {
                    throw new IllegalArgumentException("bars '" + one.label + "' have " + one.values.length
                            + " values; expected " + categories.size() + ", one for each category");
                }
            }
            return new BarChart(this, yAxis.get(0));
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

    String categoryLabel() {
        return categoryLabel;
    }

    List<String> categories() {
        return categories;
    }

    Axis y() {
        return y;
    }

    List<Bars> bars() {
        return bars;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public String description() {
        List<String> labels = bars.stream().map(Bars::label).toList();
        return "Bar chart: %s. %s for each of %d categories (%s): %s."
                .formatted(title, y.label(), categories.size(), categoryLabel, String.join("; ", labels));
    }

    /** One row for each category: its name and the values. */
    @Override
    public FigureTable numbers() {
        List<String> head = new ArrayList<>(List.of(categoryLabel));
        bars.forEach(one -> head.add(one.label()));
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < categories.size(); c++) {
            List<String> row = new ArrayList<>(List.of(categories.get(c)));
            for (Bars one : bars) {
                row.add(FigureTable.cell(one.value(c)));
            }
            rows.add(row);
        }
        return new FigureTable(head, rows);
    }
}
