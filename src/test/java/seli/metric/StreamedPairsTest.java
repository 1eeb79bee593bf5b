package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.geometry.GeometryModel;
import seli.geometry.GramGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/** Grams of d x d, sums over groups and tiles give what whole k x k matrices give. */
class StreamedPairsTest {
    private static final MeasureSettings DENSE = MeasureSettings.USUAL;
    private static final MeasureSettings STREAMED =
            new MeasureSettings(0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, List.of());

    private static LabeledFeatures samples(int d, double offset, long seed, int... counts) {
        Random random = new Random(seed);
        int n = 0;
        for (int count : counts) {
            n += count;
        }
        int[] labels = new int[n];
        int at = 0;
        for (int c = 0; c < counts.length; c++) {
            for (int i = 0; i < counts[c]; i++) {
                labels[at++] = c;
            }
        }
        HostMatrix centres = HostMatrix.generate(d, counts.length, (i, j) -> offset + random.nextGaussian());
        HostMatrix h = HostMatrix.generate(d, n, (i, j) -> centres.get(i, labels[j]) + 0.3 * random.nextGaussian());
        return LabeledFeatures.of(h, labels, counts.length);
    }

    private static CollapseMetrics measure(
            LabeledFeatures samples, LinearClassifier head, MeasureSettings settings, Precision precision) {
        Backends.Choice choice = precision == Precision.FLOAT64 ? Backends.Choice.REFERENCE : Backends.Choice.CPU;
        try (Backend backend = Backends.open(choice, precision, 1)) {
            return CollapseMetrics.ofSamples(backend, head, samples, settings);
        }
    }

    private static void assertAgree(CollapseMetrics dense, CollapseMetrics streamed, double tolerance) {
        for (Convention convention : Convention.values()) {
            OptionalDouble expected = convention.value(dense);
            OptionalDouble actual = convention.value(streamed);
            assertEquals(expected.isPresent(), actual.isPresent(), convention.key());
            double size = Math.max(1, expected.orElse(0));
            assertEquals(expected.orElse(0), actual.orElse(0), tolerance * size, convention.key());
        }
        assertAgree(dense.classifierGeometry(), streamed.classifierGeometry(), tolerance);
        assertAgree(dense.embeddingGeometry(), streamed.embeddingGeometry(), tolerance);
        int groups = dense.classifierGeometry().counts().groups().size();
        for (int g = 0; g < groups; g++) {
            assertEquals(
                    dense.alignment().matched(g).orElse(9),
                    streamed.alignment().matched(g).orElse(9),
                    tolerance);
            for (int h = 0; h < groups; h++) {
                assertEquals(
                        dense.alignment().unmatched(g, h).orElse(9),
                        streamed.alignment().unmatched(g, h).orElse(9),
                        tolerance);
            }
        }
        GroupMargins margins = dense.classMargins().orElseThrow();
        assertEquals(margins.minimum(), streamed.classMargins().orElseThrow().minimum(), tolerance * 10);
    }

    private static void assertAgree(GramGeometry dense, GramGeometry streamed, double tolerance) {
        int groups = dense.counts().groups().size();
        for (int g = 0; g < groups; g++) {
            double size = Math.max(1, dense.squaredNorm(g));
            assertEquals(dense.squaredNorm(g), streamed.squaredNorm(g), tolerance * size);
            for (int h = 0; h < groups; h++) {
                assertEquals(dense.inner(g, h).orElse(9), streamed.inner(g, h).orElse(9), tolerance * 10);
                assertEquals(dense.cosine(g, h).orElse(9), streamed.cosine(g, h).orElse(9), tolerance);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5,0", "3,10", "40,0", "8,1000"})
    void sumsGiveWhatWholeMatricesGive(int d, double offset) {
        LabeledFeatures samples = samples(d, offset, 101 + d, 9, 4, 4, 1, 9, 2, 2, 2, 1, 30);
        LinearClassifier head = new LinearClassifier(MetricCases.normal(d, 10, 7 + d), MetricCases.normal(10, 1, 8));
        assertAgree(
                measure(samples, head, DENSE, Precision.FLOAT64),
                measure(samples, head, STREAMED, Precision.FLOAT64),
                1e-11 * Math.max(1, offset));
    }

    @Test
    void balancedCountsLoseTheirRatiosInBothWays() {
        LabeledFeatures samples = samples(4, 1, 11, 3, 3, 3, 3, 3, 3);
        LinearClassifier head = LinearClassifier.of(MetricCases.normal(4, 6, 12));
        CollapseMetrics streamed = measure(samples, head, STREAMED, Precision.FLOAT64);
        assertAgree(measure(samples, head, DENSE, Precision.FLOAT64), streamed, 1e-12);
        assertEquals(OptionalDouble.empty(), streamed.classifierFrame().squaredNormRatio());
        assertEquals(streamed.nc1().orElseThrow(), streamed.nc1SampleWeighted().orElseThrow(), 1e-13);
    }

    @Test
    void zeroVectorsHaveNoCosinesInBothWays() {
        LabeledFeatures samples = samples(4, 1, 13, 3, 3, 2, 2, 1);
        HostMatrix w = MetricCases.normal(4, 5, 14);
        HostMatrix withZero = HostMatrix.generate(4, 5, (i, j) -> j == 2 ? 0 : w.get(i, j));
        LinearClassifier head = LinearClassifier.of(withZero);
        CollapseMetrics streamed = measure(samples, head, STREAMED, Precision.FLOAT64);
        assertAgree(measure(samples, head, DENSE, Precision.FLOAT64), streamed, 1e-12);
        assertEquals(OptionalDouble.empty(), streamed.classifierGeometry().cosine(0, 1));
        assertTrue(streamed.classifierGeometry().cosine(0, 0).isPresent());
    }

    @Test
    void distancesAreDoublesEvenWhereTheBackendHasFloats() {
        LabeledFeatures samples = samples(6, 1, 15, 9, 4, 4, 1, 9, 2, 2);
        LinearClassifier head = LinearClassifier.of(MetricCases.normal(6, 7, 16));
        CollapseMetrics floats = measure(samples, head, STREAMED, Precision.FLOAT32);
        CollapseMetrics doubles = measure(samples, head, DENSE, Precision.FLOAT64);
        for (Convention convention : Convention.values()) {
            boolean isExact =
                    convention.key().startsWith("distance") || convention.key().startsWith("metrics.nc3");
            double tolerance = isExact
                    ? 1e-12
                    : 1e-4 * Math.max(1, convention.value(doubles).orElse(0));
            assertEquals(
                    convention.value(doubles).orElseThrow(),
                    convention.value(floats).orElseThrow(),
                    tolerance,
                    convention.key());
        }
    }

    @Test
    void whatCostsMoreThanTheLimitIsLeftOutWithItsReason() {
        LabeledFeatures samples = samples(4, 1, 17, 5, 5, 2, 2, 1);
        LinearClassifier head = LinearClassifier.of(MetricCases.normal(4, 5, 18));
        CollapseMetrics none = measure(samples, head, new MeasureSettings(0, 10, 20, List.of()), Precision.FLOAT64);
        CollapseMetrics all = measure(samples, head, DENSE, Precision.FLOAT64);
        for (Convention convention : Convention.values()) {
            boolean isSkipped = none.skipped().containsKey(convention.key());
            assertEquals(isSkipped, convention.value(none).isEmpty(), convention.key());
            if (!isSkipped) {
                double expected = convention.value(all).orElseThrow();
                assertEquals(expected, convention.value(none).orElseThrow(), 1e-12 * Math.max(1, expected));
            }
        }
        assertTrue(none.sampleMargins().isEmpty() && none.classMargins().isEmpty());
        assertTrue(none.skipped().containsKey("metrics.margin.classMeans"));
        assertEquals(
                "needs all pairs of classes: 2.0e+02 flops, more than 1.0e+01",
                none.skipped().get("metrics.cdnv"));
        assertEquals(
                "needs the logits of all samples: 6.0e+02 flops, more than 2.0e+01",
                none.skipped().get("metrics.nc4"));
        assertTrue(all.skipped().isEmpty());
    }

    @Test
    void distancesToModelsAgreeInBothWays() {
        LabeledFeatures samples = samples(5, 3, 19, 9, 4, 4, 1, 9, 2, 2);
        ClassCounts counts = samples.counts();
        List<GeometryModel> models = List.of(
                GeometryModel.crossEntropy(counts),
                GeometryModel.cdt(counts, 0.4),
                GeometryModel.ldt(counts, 0.3),
                GeometryModel.freeBias(counts));
        LinearClassifier head = LinearClassifier.of(MetricCases.normal(5, 7, 20));
        CollapseMetrics dense = measure(samples, head, DENSE.with(models), Precision.FLOAT64);
        CollapseMetrics streamed = measure(samples, head, STREAMED.with(models), Precision.FLOAT64);
        for (int i = 0; i < models.size(); i++) {
            GeometryDistances.ToModel expected = dense.theory().get(i);
            GeometryDistances.ToModel actual = streamed.theory().get(i);
            assertEquals(
                    expected.classifier().orElseThrow(), actual.classifier().orElseThrow(), 1e-12);
            assertEquals(expected.embedding().orElseThrow(), actual.embedding().orElseThrow(), 1e-12);
            assertEquals(expected.logits().orElseThrow(), actual.logits().orElseThrow(), 1e-12);
        }
        GeometryDistances.ToModel ce = dense.theory().get(0);
        assertEquals(
                dense.distances().classifierSeli().orElseThrow(),
                ce.classifier().orElseThrow(),
                1e-13);
        assertEquals(
                dense.distances().embeddingSeli().orElseThrow(), ce.embedding().orElseThrow(), 1e-13);
        assertEquals(dense.distances().logitsSeli().orElseThrow(), ce.logits().orElseThrow(), 1e-13);
        assertFalse(ce.classifier().equals(dense.theory().get(1).classifier()));
    }
}
