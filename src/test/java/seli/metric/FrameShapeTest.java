package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class FrameShapeTest {
    private static final double ROUNDING = 1e-14;

    private static FrameShape shape(HostMatrix vectors, long... counts) {
        return FrameShape.of(InnerProducts.gram(vectors), ClassCounts.of(counts));
    }

    @Test
    void simplexEtfHasEqualNormsAndAngles() {
        FrameShape etf = shape(MetricCases.etf(5).times(3), 9, 9, 9, 2, 2);
        assertEquals(0, etf.normVariation().orElseThrow(), ROUNDING);
        assertEquals(0, etf.equiangularity().orElseThrow(), ROUNDING);
        assertEquals(0, etf.cosineDeviation().orElseThrow(), ROUNDING);
        assertEquals(1, etf.squaredNormRatio().orElseThrow(), ROUNDING);
    }

    @Test
    void threeVectorsInThePlaneByHand() {
        // Norms 1, 1, 4: mean 2, standard deviation sqrt 2. Cosines 0, 1, 0 against -1/2: mean deviation 5/6; mean 1/3,
        // variance 2/9.
        FrameShape frame = shape(HostMatrix.of(2, 3, 1, 0, 0, 1, 4, 0), 5, 5, 1);
        assertEquals(Math.sqrt(2) / 2, frame.normVariation().orElseThrow(), ROUNDING);
        assertEquals(5.0 / 6, frame.equiangularity().orElseThrow(), ROUNDING);
        assertEquals(Math.sqrt(2.0 / 9), frame.cosineDeviation().orElseThrow(), ROUNDING);
        assertEquals(1.0 / 16, frame.squaredNormRatio().orElseThrow(), ROUNDING);
    }

    @Test
    void normRatioAveragesOverPairsOfLargestAndSmallestCountAlone() {
        // Squared norms: majority 4 and 36, middle 10^6, minority 1 and 4: ((4 + 36)/2) ((1 + 1/4)/2) = 12.5.
        HostMatrix line = HostMatrix.of(1, 5, 1, 1000, 2, 2, 6);
        assertEquals(12.5, shape(line, 3, 7, 3, 20, 20).squaredNormRatio().orElseThrow(), ROUNDING);
    }

    @Test
    void balancedClassesHaveNoNormRatio() {
        assertEquals(
                OptionalDouble.empty(),
                shape(HostMatrix.of(1, 3, 1, 2, 3), 4, 4, 4).squaredNormRatio());
    }

    @Test
    void zeroMinorityVectorHasNoRatioAndNoAngles() {
        FrameShape frame = shape(HostMatrix.of(2, 3, 3, 0, 0, 4, 0, 0), 2, 2, 1);
        assertEquals(OptionalDouble.empty(), frame.squaredNormRatio());
        assertEquals(OptionalDouble.empty(), frame.equiangularity());
        assertEquals(OptionalDouble.empty(), frame.cosineDeviation());
        // Norms 3, 4, 0: mean 7/3, variance 25/3 - 49/9.
        assertEquals(
                Math.sqrt(25.0 / 3 - 49.0 / 9) * 3 / 7, frame.normVariation().orElseThrow(), ROUNDING);
    }

    @Test
    void zeroMajorityVectorsHaveRatioZero() {
        assertEquals(
                0, shape(HostMatrix.of(1, 2, 0, 3), 2, 1).squaredNormRatio().orElseThrow());
    }

    @Test
    void zeroFrameHasNoShape() {
        FrameShape frame = shape(HostMatrix.zeros(2, 3), 2, 2, 1);
        assertEquals(OptionalDouble.empty(), frame.normVariation());
        assertEquals(OptionalDouble.empty(), frame.equiangularity());
        assertEquals(OptionalDouble.empty(), frame.cosineDeviation());
        assertEquals(OptionalDouble.empty(), frame.squaredNormRatio());
    }

    @Test
    void seliFrameHasTheClosedFormNormRatio() {
        // Closed form of the (R, rho)-STEP geometry, (k, rho, R) = (10, 1/2, 10).
        ClassCounts counts = ClassCounts.of(10, 10, 10, 10, 10, 1, 1, 1, 1, 1);
        FrameShape w = FrameShape.of(InnerProducts.gram(MetricCases.seliClassifier(counts)), counts);
        FrameShape m = FrameShape.of(InnerProducts.gram(MetricCases.seliMeans(counts)), counts);
        assertEquals(2.672100, w.squaredNormRatio().orElseThrow(), 5e-7);
        assertEquals(0.350829, m.squaredNormRatio().orElseThrow(), 5e-7);
    }
}
