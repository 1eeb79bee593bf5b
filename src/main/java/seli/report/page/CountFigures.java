package seli.report.page;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import seli.figure.Figure;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.StreamedGeometry;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.metric.ClassTable;

/** Norms and alignment by the number of samples of a class, where there are too many distinct counts for all else. */
final class CountFigures {
    private static final int MOST_POINTS = 400;

    private final ClassTable classes;
    private final StreamedGeometry seli;
    private final List<CountGroup> groups;
    private final int[] shown;

    CountFigures(ClassTable classes, StreamedGeometry seli) {
        this.classes = classes;
        this.seli = seli;
        ClassCounts counts = classes.counts();
        this.groups = counts.groups();
        int points = Math.min(MOST_POINTS, groups.size());
        this.shown = IntStream.range(0, points)
                .map(i -> points == 1 ? 0 : (int) Math.round((double) i * (groups.size() - 1) / (points - 1)))
                .toArray();
    }

    /** Norms of classifiers, norms of class means, cosines of the two. */
    List<Figure> all() {
        return List.of(
                norms("classifier", "classifiers", ClassTable.Column.CLASSIFIER_NORM, seli::classifierSquaredNorm),
                norms("embedding", "class means", ClassTable.Column.EMBEDDING_NORM, seli::embeddingSquaredNorm),
                alignment());
    }

    private Figure norms(String name, String vectors, ClassTable.Column column, IntToDoubleFunction theory) {
        double[] measured = squares(column);
        return chart("norms-" + name, "Squared norms of the " + vectors)
                .yAxis("squared norm / mean over classes", Scale.LOG)
                .points("measured", counts(), overMean(g -> measured[g]))
                .theory("SELI", counts(), overMean(theory))
                .theory("simplex ETF", counts(), overMean(g -> 1))
                .build();
    }

    /** The mean of the squares of a column over each group. */
    private double[] squares(ClassTable.Column column) {
        int[] groupOf = classes.counts().groupIndices();
        double[] means = new double[groups.size()];
        for (int c = 0; c < groupOf.length; c++) {
            double value = classes.value(column, c);
            means[groupOf[c]] += value * value / groups.get(groupOf[c]).classes();
        }
        return means;
    }

    private Figure alignment() {
        double[] measured = classes.groupMeans(ClassTable.Column.ALIGNMENT);
        return chart("alignment", "Cosines of classifiers with their class means")
                .yAxis("cosine", Scale.LINEAR)
                .points("measured", counts(), at(g -> measured[g]))
                .theory("SELI", counts(), at(g -> seli.matchedCosine(g).orElse(Double.NaN)))
                .theory("simplex ETF", counts(), at(g -> 1))
                .build();
    }

    private static LineChart.Builder chart(String name, String title) {
        return LineChart.named(name, title).xAxis("samples of a class", Scale.LOG);
    }

    private double[] counts() {
        return at(g -> groups.get(g).count());
    }

    private double[] at(IntToDoubleFunction ofGroup) {
        return IntStream.of(shown).mapToDouble(ofGroup).toArray();
    }

    /** In units of the mean over all classes; NaN where that is 0. */
    private double[] overMean(IntToDoubleFunction ofGroup) {
        double sum = 0;
        for (int g = 0; g < groups.size(); g++) {
            sum += ofGroup.applyAsDouble(g) * groups.get(g).classes();
        }
        double mean = sum / classes.counts().classes();
        return at(g -> mean > 0 ? ofGroup.applyAsDouble(g) / mean : Double.NaN);
    }
}
