package seli.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import seli.figure.Figure;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.SeliGeometry;
import seli.metric.ClassTable;

/** Norms and alignment of every single class, beside SELI and the simplex ETF; classes in decreasing order of count. */
final class ClassFigures {
    private final ClassTable classes;
    private final SeliGeometry seli;
    private final int[] groupOf;
    private final int[] order; // the class of each place

    ClassFigures(ClassTable classes, SeliGeometry seli) {
        this.classes = classes;
        this.seli = seli;
        this.groupOf = classes.counts().groupIndices();
        this.order = IntStream.range(0, groupOf.length)
                .boxed()
                .sorted(Comparator.comparingInt(c -> groupOf[c]))
                .mapToInt(c -> c)
                .toArray();
    }

    /** Norms of classifiers, norms of class means, cosines of the two. */
    List<Figure> all() {
        return List.of(
                norms(
                        "classifier",
                        "classifiers",
                        ClassTable.Column.CLASSIFIER_NORM,
                        g -> seli.classifier().squaredNorm(g)),
                norms(
                        "embedding",
                        "class means",
                        ClassTable.Column.EMBEDDING_NORM,
                        g -> seli.embedding().squaredNorm(g)),
                alignment());
    }

    private Figure norms(String name, String vectors, ClassTable.Column column, IntToDoubleFunction theory) {
        double[] found = each(c -> classes.value(column, c) * classes.value(column, c));
        return chart("classes-norms-" + name, "Squared norms of the " + vectors + " of every class")
                .yAxis("squared norm / mean over classes", Scale.LINEAR)
                .points("measured", places(), overMean(found))
                .theory("SELI", edges(), twice(overMean(each(c -> theory.applyAsDouble(groupOf[c])))))
                .theory("simplex ETF", edges(), twice(each(c -> 1)))
                .build();
    }

    private Figure alignment() {
        return chart("classes-alignment", "Cosines of the classifier and the class mean of every class")
                .yAxis("cosine", Scale.LINEAR)
                .points("measured", places(), each(c -> classes.value(ClassTable.Column.ALIGNMENT, c)))
                .theory(
                        "SELI",
                        edges(),
                        twice(each(c -> seli.alignment().matched(groupOf[c]).orElse(Double.NaN))))
                .theory("simplex ETF", edges(), twice(each(c -> 1)))
                .build();
    }

    private static LineChart.Builder chart(String name, String title) {
        return LineChart.named(name, title).xAxis("class, in decreasing order of samples", Scale.LINEAR);
    }

    private double[] places() {
        return IntStream.rangeClosed(1, order.length).asDoubleStream().toArray();
    }

    /** Where the step of each class begins and ends, so that theory is level over a class. */
    private double[] edges() {
        return IntStream.rangeClosed(1, order.length)
                .boxed()
                .flatMapToDouble(place -> DoubleStream.of(place - 0.5, place + 0.5))
                .toArray();
    }

    private static double[] twice(double[] values) {
        return DoubleStream.of(values)
                .flatMap(value -> DoubleStream.of(value, value))
                .toArray();
    }

    private double[] each(IntToDoubleFunction ofClass) {
        return IntStream.of(order).mapToDouble(ofClass).toArray();
    }

    /** NaN where the mean is 0. */
    private static double[] overMean(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double[] relative = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            relative[i] = mean > 0 ? values[i] / mean : Double.NaN;
        }
        return relative;
    }
}
