package seli.metric;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import seli.label.ClassCounts;
import seli.label.CountGroup;

/**
 * Some numbers of every class, with their means over groups of equal counts and their quantiles over the majority, the
 * middle and the minority of the classes. NaN for a number that does not exist. Immutable.
 */
public final class ClassTable {
    /** The levels of {@link #quantiles}. */
    public static final List<Double> LEVELS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

    private final ClassCounts counts;
    private final Map<Column, double[]> values = new EnumMap<>(Column.class);

    /** Keeps the arrays, one for each column in their order. */
    ClassTable(ClassCounts counts, double[][] values) {
        this.counts = counts;
        int next = 0;
        for (Column column : Column.values()) {
            this.values.put(column, values[next++]);
        }
    }

    private double[] of(Column column) {
        return Objects.requireNonNull(values.get(column)); // the constructor puts all
    }

    /** A number of each class. */
    public enum Column {
        /** |w_c|. */
        CLASSIFIER_NORM("classifierNorm", "|w_c|"),
        /** |mu_c - mu_G|. */
        EMBEDDING_NORM("embeddingNorm", "|mu_c - mu_G|, mu_G the unweighted mean of the class means"),
        /** Cosine of the two. */
        ALIGNMENT("alignment", "cos(w_c, mu_c - mu_G)"),
        /** Within-class variance. */
        VARIANCE("variance", "mean over the samples of the class of |h - mu_c|^2"),
        /** Accuracy. */
        ACCURACY("accuracy", "fraction of the samples of the class whose largest logit is that of the label"),
        /** Accuracy of the nearest class centre. */
        NEAREST_ACCURACY("nearestAccuracy", "the same for the nearest class mean (Euclidean)"),
        /** Margin of the samples. */
        SAMPLE_MARGIN("sampleMargin", "mean over the samples of the class of z_c - max over c' != c of z_c'"),
        /** Margin of the class mean. */
        MEAN_MARGIN("meanMargin", "z_c - max over c' != c of z_c' at h = mu_c");

        private final String key;
        private final String meaning;

        Column(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }

        /** Name in JSON and CSV. */
        public String key() {
            return key;
        }

        /** What it is, in one line. */
        public String meaning() {
            return meaning;
        }
    }

    /**
     * A part of the classes, by groups of equal counts in decreasing order.
     *
     * @param name majority, middle or minority
     * @param first its first group
     * @param end one more than its last
     */
    public record Part(String name, int first, int end) {}

    /** Samples of each class. */
    public ClassCounts counts() {
        return counts;
    }

    /** The number of class {@code c}. */
    public double value(Column column, int c) {
        return of(column)[c];
    }

    /** The mean over each group; NaN where the number of a class is. */
    public double[] groupMeans(Column column) {
        int[] groupOf = counts.groupIndices();
        List<CountGroup> groups = counts.groups();
        double[] found = of(column);
        double[] means = new double[groups.size()];
        for (int c = 0; c < groupOf.length; c++) {
            means[groupOf[c]] += found[c];
        }
        for (int g = 0; g < means.length; g++) {
            means[g] /= groups.get(g).classes();
        }
        return means;
    }

    /**
     * The parts: all groups go to the third of the classes, in decreasing order of counts, in which the middle of the
     * group lies, but the first is always of the majority and the last of the minority. One group is a majority alone;
     * of two groups none is in the middle.
     */
    public List<Part> parts() {
        List<CountGroup> groups = counts.groups();
        int m = groups.size();
        int firstEnd = Math.min(1, m);
        int lastStart = m;
        double before = 0;
        for (int g = 0; g < m; g++) {
            double middle = (before + groups.get(g).classes() / 2.0) / counts.classes();
            before += groups.get(g).classes();
            firstEnd = g < m - 1 && middle <= 1.0 / 3 ? g + 1 : firstEnd;
            lastStart = g > 0 && (middle > 2.0 / 3 || g == m - 1) ? Math.min(lastStart, g) : lastStart;
        }
        int start = Math.max(firstEnd, lastStart);
        return Stream.of(
                        new Part("majority", 0, firstEnd),
                        new Part("middle", firstEnd, start),
                        new Part("minority", start, m))
                .filter(part -> part.first() < part.end())
                .toList();
    }

    /** Number of classes of a part. */
    public int classes(Part part) {
        return counts.groups().subList(part.first(), part.end()).stream()
                .mapToInt(CountGroup::classes)
                .sum();
    }

    /**
     * The quantiles of a column over the classes of a part at {@link #LEVELS}, with linear interpolation between
     * neighbours in order; NaN where the number of a class is.
     */
    public double[] quantiles(Column column, Part part) {
        int[] groupOf = counts.groupIndices();
        double[] found = of(column);
        double[] sorted = IntStream.range(0, groupOf.length)
                .filter(c -> groupOf[c] >= part.first() && groupOf[c] < part.end())
                .mapToDouble(c -> found[c])
                .sorted()
                .toArray();
        boolean exists = Arrays.stream(sorted).noneMatch(Double::isNaN);
        return LEVELS.stream()
                .mapToDouble(level -> exists ? quantile(sorted, level) : Double.NaN)
                .toArray();
    }

    private static double quantile(double[] sorted, double level) {
        double place = level * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
