package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class CollapseMetricsTest {
    private static final double ROUNDING = 1e-13;

    /** Two samples of class 0 with mean (1, 0), one of class 1 at (5, 0). */
    private static final LabeledFeatures THREE =
            LabeledFeatures.of(HostMatrix.of(2, 3, 0, 3, 5, 0, 2, -3), new int[] {0, 1, 0}, 2);

    private static CollapseMetrics measure(LinearClassifier head, LabeledFeatures samples) {
        try (Backend backend = MetricCases.reference()) {
            return CollapseMetrics.ofSamples(backend, head, samples, MeasureSettings.USUAL);
        }
    }

    private static CollapseMetrics ofMeans(ClassCounts counts, LinearClassifier head, HostMatrix means) {
        try (Backend backend = MetricCases.reference()) {
            return CollapseMetrics.ofMeans(backend, counts, head, means, MeasureSettings.USUAL);
        }
    }

    private static LinearClassifier onTheLine(double bias0, double bias1) {
        return new LinearClassifier(HostMatrix.of(2, 2, -1, 0, 1, 0), HostMatrix.of(2, 1, bias0, bias1));
    }

    private static double of(OptionalDouble value) {
        return value.orElseThrow();
    }

    @Test
    void twoClassesByHand() {
        // Sigma_W = [2/3 -2; -2 6], mu_G = (3, 0), Sigma_B = diag(4, 0). Logits 4 - h_1 and h_1.
        CollapseMetrics metrics = measure(onTheLine(4, 0), THREE);
        assertEquals(1.0 / 6, of(metrics.nc1()), ROUNDING);
        assertEquals(1.0 / 12, of(metrics.nc1PerClass()), ROUNDING);
        assertEquals(5.0 / 3, of(metrics.nc1Quotient()), ROUNDING);
        assertEquals(10.0 / 32, of(metrics.cdnv()), ROUNDING);
        assertEquals(1, of(metrics.accuracy()));
        assertEquals(1, of(metrics.nc4()));
        assertEquals(Optional.of(new GroupMargins(0, List.of(2.0, 6.0))), metrics.sampleMargins());
        assertEquals(Optional.of(new GroupMargins(2, List.of(2.0, 6.0))), metrics.classMargins());
    }

    @Test
    void biasMovesDecisions() {
        // Logits -h_1 and h_1: the sample at 2 is taken for class 1, though the centre of class 0 is nearer; the tie at
        // 0 goes to 0.
        CollapseMetrics metrics = measure(onTheLine(0, 0), THREE);
        assertEquals(2.0 / 3, of(metrics.accuracy()));
        assertEquals(2.0 / 3, of(metrics.nc4()));
        assertEquals(Optional.of(new GroupMargins(-4, List.of(-2.0, 10.0))), metrics.sampleMargins());
    }

    @Test
    void agreementWithTheNearestCentreIsNotAccuracy() {
        // Class 0 at 0, 0, 6 has its centre at 2, class 1 at 5: the sample at 6 is nearer to 5, and the classifier
        // agrees.
        LabeledFeatures samples = LabeledFeatures.of(HostMatrix.of(1, 4, 0, 0, 6, 5), new int[] {0, 0, 0, 1}, 2);
        LinearClassifier head = new LinearClassifier(HostMatrix.of(1, 2, -1, 1), HostMatrix.of(2, 1, 9, 0));
        CollapseMetrics metrics = measure(head, samples);
        assertEquals(0.75, of(metrics.accuracy()));
        assertEquals(1, of(metrics.nc4()));
    }

    @Test
    void sampleHalfwayBetweenTwoCentresBelongsToTheSmallerIndex() {
        // Centres 0 and 2; the sample at 1 of class 1 is decided as 1.
        LabeledFeatures samples = LabeledFeatures.of(HostMatrix.of(1, 3, 0, 1, 3), new int[] {0, 1, 1}, 2);
        LinearClassifier head = new LinearClassifier(HostMatrix.of(1, 2, -1, 1), HostMatrix.of(2, 1, 1, 0));
        CollapseMetrics metrics = measure(head, samples);
        assertEquals(1, of(metrics.accuracy()));
        assertEquals(2.0 / 3, of(metrics.nc4()));
    }

    @Test
    void collapsedSamplesHaveNoVariability() {
        HostMatrix means = HostMatrix.of(2, 3, 1, 0, 0, 2, -4, 1);
        int[] labels = {2, 0, 1, 2, 2, 0};
        LabeledFeatures samples = LabeledFeatures.of(MetricCases.permuted(means, labels), labels, 3);
        CollapseMetrics metrics = measure(LinearClassifier.of(means), samples);
        assertEquals(0, of(metrics.nc1()));
        assertEquals(0, of(metrics.nc1PerClass()));
        assertEquals(0, of(metrics.nc1Quotient()));
        assertEquals(0, of(metrics.cdnv()));
        assertEquals(1, of(metrics.nc4()));
    }

    @Test
    void oneSampleForEachClassIsCollapsed() {
        HostMatrix h = MetricCases.normal(4, 3, 41);
        CollapseMetrics metrics = measure(LinearClassifier.of(h), LabeledFeatures.of(h, new int[] {0, 1, 2}, 3));
        assertEquals(0, of(metrics.nc1()), 1e-30);
        assertEquals(1, of(metrics.nc4()));
    }

    @Test
    void seliSamplesHaveDistanceZeroAndEqualMargins() {
        ClassCounts counts = ClassCounts.of(4, 4, 1, 1, 2);
        int[] labels = counts.labels();
        HostMatrix h = MetricCases.permuted(MetricCases.seliMeans(counts), labels);
        CollapseMetrics metrics =
                measure(LinearClassifier.of(MetricCases.seliClassifier(counts)), LabeledFeatures.of(h, labels, 5));
        assertEquals(0, of(metrics.distances().classifierSeli()), ROUNDING);
        assertEquals(0, of(metrics.distances().embeddingSeli()), ROUNDING);
        assertEquals(0, of(metrics.distances().logitsSeli()), ROUNDING);
        assertEquals(0, of(metrics.nc1()), ROUNDING);
        assertEquals(1, of(metrics.accuracy()));
        assertEquals(1, metrics.classMargins().orElseThrow().minimum(), ROUNDING);
        GroupMargins margins = metrics.sampleMargins().orElseThrow();
        assertEquals(1, margins.minimum(), ROUNDING);
        for (double mean : margins.groupMeans()) {
            assertEquals(1, mean, ROUNDING);
        }
        assertEquals(3, margins.groupMeans().size());
    }

    @Test
    void framesAreThoseOfTheClassifierAndOfTheCentredMeans() {
        HostMatrix w = HostMatrix.of(2, 3, 1, 0, 0, 1, 4, 0);
        HostMatrix m = MetricCases.shifted(MetricCases.etf(3), 5, 6, 7);
        CollapseMetrics metrics = ofMeans(
                ClassCounts.of(5, 5, 1),
                LinearClassifier.of(HostMatrix.generate(3, 3, (i, j) -> i < 2 ? w.get(i, j) : 0)),
                m);
        assertEquals(5.0 / 6, of(metrics.classifierFrame().equiangularity()), ROUNDING);
        assertEquals(1.0 / 16, of(metrics.classifierFrame().squaredNormRatio()), ROUNDING);
        assertEquals(0, of(metrics.embeddingFrame().equiangularity()), ROUNDING);
        assertEquals(1, of(metrics.embeddingFrame().squaredNormRatio()), ROUNDING);
    }

    @Test
    void geometryBlocksAreThoseOfTheClassifierAndOfTheCentredMeans() {
        // W = (1, 0), (0, 2), (-1, 0) and Mc = (1, 1), (0, -1), (-1, 0), all means moved by (10, 20).
        HostMatrix w = HostMatrix.of(2, 3, 1, 0, 0, 2, -1, 0);
        HostMatrix m = HostMatrix.of(2, 3, 11, 21, 10, 19, 9, 20);
        CollapseMetrics metrics = ofMeans(ClassCounts.of(3, 2, 1), LinearClassifier.of(w), m);
        assertEquals(4, metrics.classifierGeometry().squaredNorm(1), ROUNDING);
        assertEquals(-1, of(metrics.classifierGeometry().cosine(0, 2)), ROUNDING);
        assertEquals(2, metrics.embeddingGeometry().squaredNorm(0), ROUNDING);
        assertEquals(-1, of(metrics.embeddingGeometry().inner(0, 1)), ROUNDING);
        assertEquals(Math.sqrt(0.5), of(metrics.alignment().matched(0)), ROUNDING);
        assertEquals(-1, of(metrics.alignment().matched(1)), ROUNDING);
        assertEquals(Math.sqrt(0.5), of(metrics.alignment().unmatched(1, 0)), ROUNDING);
        assertEquals(0, of(metrics.alignment().unmatched(0, 1)), ROUNDING);
    }

    @Test
    void classMeansAloneLeaveSampleNumbersEmpty() {
        CollapseMetrics metrics = ofMeans(ClassCounts.of(5, 1), onTheLine(1, 0), HostMatrix.of(2, 2, 0, 0, 3, 0));
        assertEquals(OptionalDouble.empty(), metrics.nc1());
        assertEquals(OptionalDouble.empty(), metrics.nc1PerClass());
        assertEquals(OptionalDouble.empty(), metrics.nc1Quotient());
        assertEquals(OptionalDouble.empty(), metrics.cdnv());
        assertEquals(OptionalDouble.empty(), metrics.nc4());
        assertEquals(OptionalDouble.empty(), metrics.accuracy());
        assertEquals(Optional.empty(), metrics.sampleMargins());
        assertEquals(Optional.of(new GroupMargins(1, List.of(1.0, 5.0))), metrics.classMargins());
        assertTrue(metrics.selfDuality().nc3().isPresent());
    }

    @Test
    void scatterGivesTheSameVariabilityAsTheSamples() {
        LabeledFeatures samples = RandomSamples.of(51);
        HostMatrix means = samples.classMeans();
        HostMatrix scatter = RandomSamples.scatter(samples);
        CollapseMetrics metrics = measure(LinearClassifier.of(MetricCases.normal(6, 4, 52)), samples);
        assertEquals(
                GeometryDistances.withinBetweenRatio(scatter, means), of(metrics.nc1()), 1e-12 * of(metrics.nc1()));
    }

    @Test
    void coincidingMeansHaveNoVariabilityButDecisions() {
        LabeledFeatures samples = LabeledFeatures.of(HostMatrix.of(1, 4, 1, 3, 0, 4), new int[] {0, 0, 1, 1}, 2);
        CollapseMetrics metrics = measure(LinearClassifier.of(HostMatrix.of(1, 2, 0, 1)), samples);
        assertEquals(OptionalDouble.empty(), metrics.nc1());
        assertEquals(OptionalDouble.empty(), metrics.nc1PerClass());
        assertEquals(OptionalDouble.empty(), metrics.nc1Quotient());
        assertEquals(OptionalDouble.empty(), metrics.cdnv());
        assertEquals(0.25, of(metrics.accuracy()));
        assertEquals(0.25, of(metrics.nc4()));
        assertEquals(OptionalDouble.empty(), metrics.distances().embeddingSeli());
    }

    @Test
    void twoCoincidingMeansOfThreeLeaveOnlyTheDistanceNormalisedVarianceEmpty() {
        LabeledFeatures samples = LabeledFeatures.of(HostMatrix.of(1, 4, 1, 3, 2, 8), new int[] {0, 0, 1, 2}, 3);
        CollapseMetrics metrics = measure(LinearClassifier.of(HostMatrix.of(1, 3, 0, 1, 2)), samples);
        // Means 2, 2, 8: mu_G = 4, Sigma_B = (4 + 4 + 16)/3 = 8, Sigma_W = 2/4.
        assertEquals(1.0 / 16, of(metrics.nc1()), ROUNDING);
        assertEquals(OptionalDouble.empty(), metrics.cdnv());
    }

    @Test
    void zeroClassifierHasNoShapeAndDecidesForTheFirstClass() {
        CollapseMetrics metrics = measure(LinearClassifier.of(HostMatrix.zeros(2, 2)), THREE);
        assertEquals(OptionalDouble.empty(), metrics.distances().classifierSeli());
        assertEquals(OptionalDouble.empty(), metrics.distances().logitsSeli());
        assertEquals(OptionalDouble.empty(), metrics.selfDuality().nc3());
        assertEquals(OptionalDouble.empty(), metrics.classifierFrame().normVariation());
        assertEquals(2.0 / 3, of(metrics.accuracy()));
        assertEquals(1.0 / 6, of(metrics.nc1()), ROUNDING);
    }

    @Test
    void fewerFeaturesThanClassesAreMeasured() {
        // Centres 0, 3, 9 on a line, mu_G = 4, Sigma_B = (16 + 1 + 25)/3 = 14; deviations +-1 in class 1.
        LabeledFeatures samples = LabeledFeatures.of(HostMatrix.of(1, 4, 0, 2, 4, 9), new int[] {0, 1, 1, 2}, 3);
        CollapseMetrics metrics = measure(LinearClassifier.of(HostMatrix.of(1, 3, -1, 0, 1)), samples);
        assertEquals(0.5 / 14, of(metrics.nc1()), ROUNDING);
        // var = 0, 1, 0; squared distances 9, 81, 36.
        assertEquals((1.0 / 18 + 0 + 1.0 / 72) / 3, of(metrics.cdnv()), ROUNDING);
    }

    @Test
    void manySamplesAgreeWithPlainFormulas() {
        LabeledFeatures samples = RandomSamples.of(61);
        HostMatrix w = MetricCases.normal(6, 4, 62);
        HostMatrix bias = MetricCases.normal(4, 1, 63);
        CollapseMetrics metrics = measure(new LinearClassifier(w, bias), samples);
        RandomSamples.Expected expected = RandomSamples.expected(samples, w, bias);
        assertEquals(expected.accuracy(), of(metrics.accuracy()), ROUNDING);
        assertEquals(expected.agreement(), of(metrics.nc4()), ROUNDING);
        assertEquals(expected.minimum(), metrics.sampleMargins().orElseThrow().minimum(), ROUNDING);
        assertEquals(
                expected.firstGroupMargin(),
                metrics.sampleMargins().orElseThrow().groupMeans().get(0),
                ROUNDING);
    }

    @Test
    void shapesThatDisagreeAreNamed() {
        LinearClassifier head = onTheLine(0, 0);
        HostMatrix wrong = HostMatrix.zeros(3, 2);
        String expected = "classifier has 2 features but class means have 3; expected the same";
        assertEquals(expected, message(() -> ofMeans(ClassCounts.of(1, 2), head, wrong)));
        LabeledFeatures samples = LabeledFeatures.of(HostMatrix.zeros(3, 3), new int[] {0, 1, 1}, 2);
        assertEquals(expected, message(() -> measure(head, samples)));
    }

    private static String message(Runnable action) {
        return assertThrows(IllegalArgumentException.class, action::run).getMessage();
    }
}
