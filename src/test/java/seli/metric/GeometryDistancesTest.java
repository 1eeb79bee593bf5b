package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class GeometryDistancesTest {
    private static final ClassCounts COUNTS = ClassCounts.of(10, 10, 1, 1);
    private static final SeliGeometry SELI = SeliGeometry.of(COUNTS);

    /** A few thousand roundings on numbers of order one. */
    private static final double ROUNDING = 1e-13;

    private static List<OptionalDouble> all(GeometryDistances d) {
        return List.of(d.classifierSeli(), d.classifierEtf(), d.embeddingSeli(), d.embeddingEtf(), d.logitsSeli());
    }

    private static void assertClose(List<OptionalDouble> expected, List<OptionalDouble> actual) {
        for (int i = 0; i < expected.size(); i++) {
            assertEquals(expected.get(i).orElseThrow(), actual.get(i).orElseThrow(), ROUNDING);
        }
    }

    @Test
    void seliFactorsHaveDistanceZeroToSeli() {
        GeometryDistances d = GeometryDistances.of(
                SELI,
                MetricCases.seliClassifier(COUNTS).times(3),
                MetricCases.seliMeans(COUNTS).times(0.1));
        assertEquals(0, d.classifierSeli().orElseThrow(), ROUNDING);
        assertEquals(0, d.embeddingSeli().orElseThrow(), ROUNDING);
        assertEquals(0, d.logitsSeli().orElseThrow(), ROUNDING);
    }

    @Test
    void distancesOfProductsAreThoseOfTheFactors() {
        HostMatrix w = HostMatrix.generate(3, 4, (i, j) -> Math.sin(3 * i + 5 * j));
        HostMatrix m = HostMatrix.generate(3, 4, (i, j) -> Math.cos(2 * i - j * j));
        HostMatrix centred = Columns.centred(m);
        assertClose(
                all(GeometryDistances.of(SELI, w, m)),
                all(GeometryDistances.ofProducts(
                        SELI,
                        w.transpose().times(w),
                        centred.transpose().times(centred),
                        w.transpose().times(m))));
    }

    @Test
    void seliFactorsHaveTheDistanceToTheEtfThatTheNuclearNormGives() {
        GeometryDistances d =
                GeometryDistances.of(SELI, MetricCases.seliClassifier(COUNTS), MetricCases.seliMeans(COUNTS));
        // Singular values of Zh for (10, 10, 1, 1): sqrt 10, sqrt 5.5, 1; science: sqrt(2 - 2 tr / (|.|_F sqrt(k-1))).
        double trace = Math.sqrt(10) + Math.sqrt(5.5) + 1;
        double inverse = 1 / Math.sqrt(10) + 1 / Math.sqrt(5.5) + 1;
        assertEquals(
                Math.sqrt(2 - 2 * trace / Math.sqrt(16.5 * 3)),
                d.classifierEtf().orElseThrow(),
                ROUNDING);
        assertEquals(
                Math.sqrt(2 - 2 * inverse / Math.sqrt((0.1 + 1 / 5.5 + 1) * 3)),
                d.embeddingEtf().orElseThrow(),
                ROUNDING);
    }

    @Test
    void etfFactorsHaveDistanceZeroToTheEtfAndToSelisLogits() {
        GeometryDistances d = GeometryDistances.of(SELI, MetricCases.etf(4).times(7), MetricCases.etf(4));
        assertEquals(0, d.classifierEtf().orElseThrow(), ROUNDING);
        assertEquals(0, d.embeddingEtf().orElseThrow(), ROUNDING);
        assertEquals(0, d.logitsSeli().orElseThrow(), ROUNDING);
        assertTrue(d.classifierSeli().orElseThrow() > 0.3);
        assertTrue(d.embeddingSeli().orElseThrow() > 0.3);
    }

    @Test
    void distancesOfTwoClassesByHand() {
        // P / |P| = [.5 -.5; -.5 .5]; W'W = diag(1, 0); Mc = (1, -1) whatever the offset; W'M = [4 2; 0 0], D = sqrt(2
        // - 2 (4 - 2)/2/sqrt 20).
        SeliGeometry two = SeliGeometry.of(ClassCounts.of(9, 2));
        HostMatrix w = HostMatrix.of(1, 2, 1, 0);
        HostMatrix m = HostMatrix.of(1, 2, 4, 2);
        GeometryDistances d = GeometryDistances.of(two, w, m);
        assertEquals(1, d.classifierSeli().orElseThrow(), ROUNDING);
        assertEquals(1, d.classifierEtf().orElseThrow(), ROUNDING);
        assertEquals(0, d.embeddingSeli().orElseThrow(), ROUNDING);
        assertEquals(0, d.embeddingEtf().orElseThrow(), ROUNDING);
        assertEquals(Math.sqrt(2 - 2 / Math.sqrt(20)), d.logitsSeli().orElseThrow(), ROUNDING);
    }

    @Test
    void embeddingsAreCentredButLogitsAreNot() {
        HostMatrix w = MetricCases.normal(5, 4, 1);
        HostMatrix m = MetricCases.normal(5, 4, 2);
        GeometryDistances plain = GeometryDistances.of(SELI, w, m);
        GeometryDistances shifted = GeometryDistances.of(SELI, w, MetricCases.shifted(m, 1, 2, 3, 4, 5));
        assertEquals(
                plain.embeddingSeli().orElseThrow(), shifted.embeddingSeli().orElseThrow(), ROUNDING);
        assertEquals(plain.embeddingEtf().orElseThrow(), shifted.embeddingEtf().orElseThrow(), ROUNDING);
        assertTrue(
                Math.abs(plain.logitsSeli().orElseThrow() - shifted.logitsSeli().orElseThrow()) > 0.01);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-150, 3, 1e150, 1e300})
    void scaleDoesNotMatter(double scale) {
        HostMatrix w = MetricCases.normal(6, 4, 3);
        HostMatrix m = MetricCases.normal(6, 4, 4);
        List<OptionalDouble> expected = all(GeometryDistances.of(SELI, w, m));
        assertClose(expected, all(GeometryDistances.of(SELI, w.times(scale), m)));
        assertClose(expected, all(GeometryDistances.of(SELI, w, m.times(scale))));
        assertClose(expected, all(GeometryDistances.of(SELI, w.times(scale), m.times(scale))));
    }

    @Test
    void commonRotationDoesNotMatter() {
        HostMatrix w = MetricCases.normal(6, 4, 5);
        HostMatrix m = MetricCases.normal(6, 4, 6);
        HostMatrix q = MetricCases.rotation(6, 7);
        assertClose(all(GeometryDistances.of(SELI, w, m)), all(GeometryDistances.of(SELI, q.times(w), q.times(m))));
    }

    @Test
    void classesMayComeInAnyOrder() {
        HostMatrix w = MetricCases.normal(6, 4, 8);
        HostMatrix m = MetricCases.normal(6, 4, 9);
        SeliGeometry reordered = SeliGeometry.of(ClassCounts.of(1, 10, 1, 10));
        assertClose(
                all(GeometryDistances.of(SELI, w, m)),
                all(GeometryDistances.of(
                        reordered, MetricCases.permuted(w, 2, 0, 3, 1), MetricCases.permuted(m, 2, 0, 3, 1))));
    }

    @Test
    void fewerFeaturesThanClassesAreMeasuredToo() {
        GeometryDistances d =
                GeometryDistances.of(SELI, HostMatrix.of(1, 4, 1, 1, -1, -1), HostMatrix.of(1, 4, 1, 0, 0, -1));
        // <W'W, P>/(|W'W| |P|) = 4 / (4 sqrt 3)
        assertEquals(Math.sqrt(2 - 2 / Math.sqrt(3)), d.classifierEtf().orElseThrow(), ROUNDING);
    }

    @Test
    void zeroMatricesHaveNoDistance() {
        HostMatrix some = MetricCases.normal(5, 4, 10);
        HostMatrix zero = HostMatrix.zeros(5, 4);
        GeometryDistances noClassifier = GeometryDistances.of(SELI, zero, some);
        assertEquals(OptionalDouble.empty(), noClassifier.classifierSeli());
        assertEquals(OptionalDouble.empty(), noClassifier.classifierEtf());
        assertEquals(OptionalDouble.empty(), noClassifier.logitsSeli());
        assertTrue(noClassifier.embeddingSeli().isPresent()
                && noClassifier.embeddingEtf().isPresent());
        GeometryDistances noMeans = GeometryDistances.of(SELI, some, MetricCases.shifted(zero, 1, 0, 0, 0, 2));
        assertEquals(OptionalDouble.empty(), noMeans.embeddingSeli());
        assertEquals(OptionalDouble.empty(), noMeans.embeddingEtf());
        assertTrue(noMeans.classifierSeli().isPresent() && noMeans.logitsSeli().isPresent());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void distancesOfNonFiniteMatricesAreEmpty(double broken) {
        HostMatrix some = MetricCases.normal(5, 4, 11);
        HostMatrix bad = HostMatrix.generate(5, 4, (i, j) -> i == 2 && j == 3 ? broken : some.get(i, j));
        GeometryDistances classifier = GeometryDistances.of(SELI, bad, some);
        assertEquals(OptionalDouble.empty(), classifier.classifierSeli());
        assertEquals(OptionalDouble.empty(), classifier.classifierEtf());
        assertEquals(OptionalDouble.empty(), classifier.logitsSeli());
        assertTrue(classifier.embeddingSeli().isPresent()
                && classifier.embeddingEtf().isPresent());
        GeometryDistances means = GeometryDistances.of(SELI, some, bad);
        assertEquals(OptionalDouble.empty(), means.embeddingSeli());
        assertEquals(OptionalDouble.empty(), means.embeddingEtf());
        assertEquals(OptionalDouble.empty(), means.logitsSeli());
        assertTrue(means.classifierSeli().isPresent() && means.classifierEtf().isPresent());
    }

    @Test
    void shapesThatDisagreeAreNamed() {
        HostMatrix four = HostMatrix.zeros(5, 4);
        assertEquals(
                "classifier of 4 x 5 for 4 classes; expected one column for each class",
                message(HostMatrix.zeros(4, 5), four));
        assertEquals(
                "class means of 5 x 3 for 4 classes; expected one column for each class",
                message(four, HostMatrix.zeros(5, 3)));
        assertEquals(
                "classifier has 5 features but class means have 6; expected the same",
                message(four, HostMatrix.zeros(6, 4)));
    }

    private static String message(HostMatrix w, HostMatrix m) {
        return assertThrows(IllegalArgumentException.class, () -> GeometryDistances.of(SELI, w, m))
                .getMessage();
    }
}
