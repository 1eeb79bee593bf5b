package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class SelfDualityTest {
    private static final double ROUNDING = 1e-14;

    @Test
    void variantsDifferByWhatIsCentred() {
        // W = (3, 4), M = (1, 0): Mc = (1/2, -1/2), Wc = (-1/2, 1/2).
        SelfDuality duality = SelfDuality.of(HostMatrix.of(1, 2, 3, 4), HostMatrix.of(1, 2, 1, 0));
        double squared = 2 - 2 * (3 - 4) / (5 * Math.sqrt(2));
        assertEquals(Math.sqrt(squared), duality.nc3().orElseThrow(), ROUNDING);
        assertEquals(squared, duality.nc3Squared().orElseThrow(), ROUNDING);
        assertEquals(2, duality.nc3Centred().orElseThrow(), ROUNDING);
        assertEquals(Math.sqrt(2 - 2 * 0.6), duality.nc3Uncentred().orElseThrow(), ROUNDING);
    }

    @Test
    void multiplesOfEachOtherAreSelfDualWhateverTheOffsetOfTheMeans() {
        HostMatrix w = Columns.centred(MetricCases.normal(4, 3, 31));
        SelfDuality duality = SelfDuality.of(w, MetricCases.shifted(w.times(5), 1, 2, 3, 4));
        assertEquals(0, duality.nc3().orElseThrow(), ROUNDING);
        assertEquals(0, duality.nc3Centred().orElseThrow(), ROUNDING);
        assertTrue(duality.nc3Uncentred().orElseThrow() > 0.1);
    }

    @Test
    void seliIsNotSelfDualUnlessBalanced() {
        ClassCounts step = ClassCounts.of(10, 10, 1, 1);
        ClassCounts balanced = ClassCounts.of(5, 5, 5, 5);
        assertTrue(SelfDuality.of(MetricCases.seliClassifier(step), MetricCases.seliMeans(step))
                        .nc3()
                        .orElseThrow()
                > 0.3);
        assertEquals(
                0,
                SelfDuality.of(MetricCases.seliClassifier(balanced), MetricCases.seliMeans(balanced))
                        .nc3()
                        .orElseThrow(),
                ROUNDING);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-170, 1e170, 1e300})
    void scaleDoesNotMatter(double scale) {
        HostMatrix w = MetricCases.normal(4, 3, 32);
        HostMatrix m = MetricCases.normal(4, 3, 33);
        double expected = SelfDuality.of(w, m).nc3().orElseThrow();
        assertEquals(expected, SelfDuality.of(w.times(scale), m).nc3().orElseThrow(), ROUNDING);
        assertEquals(expected, SelfDuality.of(w, m.times(scale)).nc3().orElseThrow(), ROUNDING);
    }

    @Test
    void zeroMatricesHaveNoDuality() {
        HostMatrix some = HostMatrix.of(1, 2, 3, 4);
        HostMatrix constant = HostMatrix.of(1, 2, 1, 1);
        SelfDuality noClassifier = SelfDuality.of(HostMatrix.zeros(1, 2), some);
        assertEquals(OptionalDouble.empty(), noClassifier.nc3());
        assertEquals(OptionalDouble.empty(), noClassifier.nc3Squared());
        assertEquals(OptionalDouble.empty(), noClassifier.nc3Uncentred());
        SelfDuality noMeans = SelfDuality.of(some, constant);
        assertEquals(OptionalDouble.empty(), noMeans.nc3());
        assertTrue(noMeans.nc3Uncentred().isPresent());
        assertEquals(OptionalDouble.empty(), SelfDuality.of(constant, some).nc3Centred());
        assertTrue(SelfDuality.of(constant, some).nc3().isPresent());
    }
}
