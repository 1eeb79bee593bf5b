package seli.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import seli.figure.BarChart;
import seli.figure.Figure;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.GramGeometry;
import seli.label.ClassCounts;
import seli.label.CountGroup;

/** Norms and cosines by groups of equal counts, measured beside SELI and the simplex ETF. */
final class GroupFigures {
    private static final int FEW_GROUPS = 12;
    private static final int FEW_PAIRS = 4;
    private static final double WIDE = 30;

    private static final String SAMPLES = "samples of a class";
    private static final String MEASURED = "measured";
    private static final String SELI = "SELI";
    private static final String ETF = "simplex ETF";

    private final List<CountGroup> groups;
    private final double classes;
    private final String name;
    private final String vectors;

    /** Of vectors called {@code vectors}, in files whose names end with {@code name}. */
    GroupFigures(ClassCounts counts, String name, String vectors) {
        this.groups = counts.groups();
        this.classes = counts.classes();
        this.name = name;
        this.vectors = vectors;
    }

    /** Squared norms in units of their mean over the classes. */
    Figure norms(GramGeometry measured, GramGeometry seli) {
        String file = "norms-" + name;
        String title = "Squared norms of the " + vectors;
        String axis = "squared norm / mean over classes";
        double[] found = relativeNorms(measured);
        double[] theory = relativeNorms(seli);
        double[] equal = each(g -> 1);
        if (groups.size() <= FEW_GROUPS) {
            return BarChart.named(file, title)
                    .categories(SAMPLES, labels())
                    .yAxis(axis)
                    .bars(MEASURED, found)
                    .theory(SELI, theory)
                    .theory(ETF, equal)
                    .build();
        }
        boolean wide = spread(theory) > WIDE || spread(found) > WIDE;
        return LineChart.named(file, title)
                .xAxis(SAMPLES, Scale.LOG)
                .yAxis(axis, wide ? Scale.LOG : Scale.LINEAR)
                .points(MEASURED, counts(), found)
                .theory(SELI, counts(), theory)
                .theory(ETF, counts(), equal)
                .build();
    }

    /** Cosines of two distinct classes. */
    Figure angles(GramGeometry measured, GramGeometry seli) {
        String file = "angles-" + name;
        String title = "Cosines between the " + vectors + " of two classes";
        String axis = "cosine";
        double simplex = -1 / (classes - 1);
        if (groups.size() <= FEW_PAIRS) {
            List<int[]> pairs = pairs(measured);
            return BarChart.named(file, title)
                    .categories(
                            "samples of the two classes",
                            pairs.stream().map(this::label).toList())
                    .yAxis(axis)
                    .bars(MEASURED, cosines(measured, pairs))
                    .theory(SELI, cosines(seli, pairs))
                    .theory(ETF, pairs.stream().mapToDouble(pair -> simplex).toArray())
                    .build();
        }
        LineChart.Builder chart =
                LineChart.named(file, title).xAxis(SAMPLES, Scale.LOG).yAxis(axis, Scale.LINEAR);
        if (groups.stream().anyMatch(group -> group.classes() > 1)) {
            chart.points("same count, measured", counts(), each(g -> cosine(measured, g, g)))
                    .theory("same count, SELI", counts(), each(g -> cosine(seli, g, g)));
        }
        return chart.points("with the largest class, measured", counts(), each(g -> cosine(measured, 0, g)))
                .theory("with the largest class, SELI", counts(), each(g -> cosine(seli, 0, g)))
                .theory(ETF, counts(), each(g -> simplex))
                .build();
    }

    private double[] relativeNorms(GramGeometry gram) {
        double sum = 0;
        for (int g = 0; g < groups.size(); g++) {
            sum += gram.squaredNorm(g) * (groups.get(g).classes() / classes);
        }
        double mean = sum;
        return each(g -> mean > 0 ? gram.squaredNorm(g) / mean : Double.NaN);
    }

    private double[] each(IntToDoubleFunction value) {
        double[] values = new double[groups.size()];
        for (int g = 0; g < values.length; g++) {
            values[g] = value.applyAsDouble(g);
        }
        return values;
    }

    private double[] counts() {
        return each(g -> groups.get(g).count());
    }

    private List<String> labels() {
        return groups.stream().map(group -> Long.toString(group.count())).toList();
    }

    /** The pairs of groups that have two distinct classes. */
    private List<int[]> pairs(GramGeometry gram) {
        List<int[]> pairs = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            for (int h = g; h < groups.size(); h++) {
                if (gram.inner(g, h).isPresent()) {
                    pairs.add(new int[] {g, h});
                }
            }
        }
        return pairs;
    }

    private String label(int[] pair) {
        return groups.get(pair[0]).count() + ", " + groups.get(pair[1]).count();
    }

    private static double[] cosines(GramGeometry gram, List<int[]> pairs) {
        return pairs.stream()
                .mapToDouble(pair -> cosine(gram, pair[0], pair[1]))
                .toArray();
    }

    private static double cosine(GramGeometry gram, int g, int h) {
        return gram.cosine(g, h).orElse(Double.NaN);
    }

    /** Largest over smallest. */
    private static double spread(double[] values) {
        double min = Double.POSITIVE_INFINITY;
        double max = 0;
        for (double value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return max / min;
    }
}
