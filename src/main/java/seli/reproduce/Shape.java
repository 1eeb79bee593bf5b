package seli.reproduce;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.GroupGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * The norms and angles by which the papers describe a geometry under STEP imbalance, of the majority classes (largest
 * count) and the minority classes (smallest count); with equal counts both are all classes.
 */
enum Shape {
    /** Classifiers' squared norms, majority over minority. */
    CLASSIFIER_RATIO("|w_maj|²/|w_min|²"),
    /** Embeddings' squared norms, majority over minority. */
    EMBEDDING_RATIO("|h_maj|²/|h_min|²"),
    /** Cosine of two majority classifiers. */
    CLASSIFIER_MAJORITY("cos(w_maj, w_maj')"),
    /** Cosine of two minority classifiers. */
    CLASSIFIER_MINORITY("cos(w_min, w_min')"),
    /** Cosine of a majority and a minority classifier. */
    CLASSIFIER_BETWEEN("cos(w_maj, w_min)"),
    /** Cosine of two majority class means. */
    EMBEDDING_MAJORITY("cos(h_maj, h_maj')"),
    /** Cosine of two minority class means. */
    EMBEDDING_MINORITY("cos(h_min, h_min')"),
    /** Cosine of a majority and a minority class mean. */
    EMBEDDING_BETWEEN("cos(h_maj, h_min)"),
    /** Cosine of classifier and class mean of a majority class. */
    ALIGNED_MAJORITY("cos(w_maj, h_maj)"),
    /** Cosine of classifier and class mean of a minority class. */
    ALIGNED_MINORITY("cos(w_min, h_min)");

    private final String label;

    Shape(String label) {
        this.label = label;
    }

    /** As formulas have it. */
    String label() {
        return label;
    }

    /** Names of the columns of {@link #row}. */
    static List<String> columns() {
        return Stream.of(values()).map(Shape::name).toList();
    }

    /** The values as a row of a table. */
    static double[] row(ShapeNumbers values) {
        return Stream.of(values()).mapToDouble(values::get).toArray();
    }

    /** The values of a row of a table that has {@link #columns}. */
    static ShapeNumbers ofRow(NumberTable table, int row) {
        Map<Shape, Double> values = new EnumMap<>(Shape.class);
        for (Shape shape : values()) {
            values.put(shape, table.at(row, shape.name()));
        }
        return new ShapeNumbers(values);
    }

    /** Of theory. */
    static ShapeNumbers of(GroupGeometry geometry) {
        return of(geometry.classifier(), geometry.embedding(), geometry.alignment());
    }

    /** Of theory, or of averages by groups. */
    static ShapeNumbers of(GramGeometry w, GramGeometry h, Alignment alignment) {
        int last = w.counts().groups().size() - 1;
        Map<Shape, Double> values = new EnumMap<>(Shape.class);
        values.put(CLASSIFIER_RATIO, w.squaredNorm(0) / w.squaredNorm(last));
        values.put(EMBEDDING_RATIO, h.squaredNorm(0) / h.squaredNorm(last));
        values.put(CLASSIFIER_MAJORITY, orNaN(w.cosine(0, 0)));
        values.put(CLASSIFIER_MINORITY, orNaN(w.cosine(last, last)));
        values.put(CLASSIFIER_BETWEEN, orNaN(w.cosine(0, last)));
        values.put(EMBEDDING_MAJORITY, orNaN(h.cosine(0, 0)));
        values.put(EMBEDDING_MINORITY, orNaN(h.cosine(last, last)));
        values.put(EMBEDDING_BETWEEN, orNaN(h.cosine(0, last)));
        values.put(ALIGNED_MAJORITY, orNaN(alignment.matched(0)));
        values.put(ALIGNED_MINORITY, orNaN(alignment.matched(last)));
        return new ShapeNumbers(values);
    }

    /**
     * Measured: ratios are averages over all pairs of a majority and a minority class, as in the follow-up's code, and
     * cosines averages over pairs.
     *
     * @param classifier W, d x k
     * @param means M, d x k, centred
     */
    static ShapeNumbers measured(ClassCounts counts, HostMatrix classifier, HostMatrix means) {
        HostMatrix w = classifier.transpose().times(classifier);
        HostMatrix h = means.transpose().times(means);
        HostMatrix cross = classifier.transpose().times(means);
        ShapeNumbers values = of(
                GramGeometry.measured(counts, w),
                GramGeometry.measured(counts, h),
                Alignment.measured(counts, w, h, cross));
        return values.with(CLASSIFIER_RATIO, ratio(counts, c -> w.get(c, c)))
                .with(EMBEDDING_RATIO, ratio(counts, c -> h.get(c, c)));
    }

    private static double ratio(ClassCounts counts, IntToDoubleFunction squaredNorm) {
        double above = 0;
        double below = 0;
        int majorities = 0;
        int minorities = 0;
        for (int c = 0; c < counts.classes(); c++) {
            if (counts.count(c) == counts.maximum()) {
                above += squaredNorm.applyAsDouble(c);
                majorities++;
            }
            if (counts.count(c) == counts.minimum()) {
                below += 1 / squaredNorm.applyAsDouble(c);
                minorities++;
            }
        }
        return above / majorities * (below / minorities);
    }

    static double orNaN(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }
}
