package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import seli.backend.Backend;
import seli.linalg.HostMatrix;

class ConventionTest {
    private static final LabeledFeatures SAMPLES = RandomSamples.of(71);
    private static final HostMatrix W = MetricCases.normal(6, 4, 72);
    private static final CollapseMetrics METRICS = measure(W, SAMPLES);

    private static CollapseMetrics measure(HostMatrix w, LabeledFeatures samples) {
        try (Backend backend = MetricCases.reference()) {
            return CollapseMetrics.ofSamples(backend, LinearClassifier.of(w), samples, MeasureSettings.USUAL);
        }
    }

    private static LabeledFeatures mapped(HostMatrix features, int... newClass) {
        int[] labels = new int[SAMPLES.samples()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = newClass[SAMPLES.label(i)];
        }
        return LabeledFeatures.of(features, labels, 4);
    }

    private static void assertUnchanged(CollapseMetrics metrics) {
        for (Convention convention : Convention.values()) {
            double expected = convention.value(METRICS).orElseThrow();
            double tolerance = 1e-11 * Math.max(1, expected);
            assertEquals(expected, convention.value(metrics).orElseThrow(), tolerance, convention.key());
        }
    }

    @Test
    void keysAreDistinctAndNoneIsInsideAnother() {
        Set<String> keys = new HashSet<>();
        for (Convention convention : Convention.values()) {
            assertTrue(keys.add(convention.key()), convention.key());
        }
        for (String key : keys) {
            for (String other : keys) {
                assertFalse(other.startsWith(key + "."), () -> other + " is inside " + key);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Convention.class)
    void meaningIsOneLineOfPlainText(Convention convention) {
        assertTrue(convention.meaning().length() > 10, convention.key());
        assertTrue(convention.meaning().matches("[\\x20-\\x7e]+"), convention.key());
    }

    @ParameterizedTest
    @EnumSource(Convention.class)
    void everyNumberExistsForUnbalancedNoisySamples(Convention convention) {
        assertTrue(Double.isFinite(convention.value(METRICS).orElseThrow()), convention.key());
    }

    @Test
    void everyNumberIsAnotherOne() {
        Set<Double> values = new HashSet<>();
        for (Convention convention : Convention.values()) {
            assertTrue(values.add(convention.value(METRICS).orElseThrow()), convention.key());
        }
    }

    @Test
    void numbersAreThoseOfTheirAccessors() {
        assertEquals(METRICS.nc1(), Convention.NC1.value(METRICS));
        assertEquals(METRICS.nc4(), Convention.NC4.value(METRICS));
        assertEquals(METRICS.classifierFrame().normVariation(), Convention.NC2_CLASSIFIER_NORMS.value(METRICS));
        assertEquals(METRICS.embeddingFrame().normVariation(), Convention.NC2_EMBEDDING_NORMS.value(METRICS));
        assertEquals(METRICS.distances().embeddingEtf(), Convention.EMBEDDING_ETF.value(METRICS));
    }

    @Test
    void scaleOfTheClassifierDoesNotMatter() {
        assertUnchanged(measure(W.times(37), SAMPLES));
    }

    @Test
    void scaleOfTheFeaturesDoesNotMatter() {
        assertUnchanged(measure(W, mapped(SAMPLES.stream().matrix().times(0.03), 0, 1, 2, 3)));
    }

    @Test
    void commonRotationDoesNotMatter() {
        HostMatrix q = MetricCases.rotation(6, 73);
        assertUnchanged(measure(q.times(W), mapped(q.times(SAMPLES.stream().matrix()), 0, 1, 2, 3)));
    }

    @Test
    void orderOfTheClassesDoesNotMatter() {
        HostMatrix reordered = MetricCases.permuted(W, 2, 0, 3, 1);
        assertUnchanged(measure(reordered, mapped(SAMPLES.stream().matrix(), 1, 3, 0, 2)));
    }
}
