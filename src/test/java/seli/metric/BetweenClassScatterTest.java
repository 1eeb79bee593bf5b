package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;

class BetweenClassScatterTest {
    /** Means (0,0), (4,0), (2,2): centred by (2, 2/3); Sigma_B = diag(8/3, 8/9). */
    private static final HostMatrix TRIANGLE = HostMatrix.of(2, 3, 0, 0, 4, 0, 2, 2);

    @Test
    void ratioOfAnIsotropicScatterIsTheTraceOfTheInverse() {
        assertEquals(3.0 / 8 + 9.0 / 8, GeometryDistances.withinBetweenRatio(HostMatrix.identity(2), TRIANGLE), 1e-14);
    }

    @Test
    void ratioWeighsEachDirectionByItself() {
        HostMatrix within = HostMatrix.of(2, 2, 8, 5, 5, 1);
        assertEquals(8 * 3.0 / 8 + 9.0 / 8, GeometryDistances.withinBetweenRatio(within, TRIANGLE), 1e-14);
    }

    @Test
    void quotientDividesByTheTraceOfTheScatter() {
        assertEquals(0.5, BetweenClassScatter.of(TRIANGLE).quotient(16.0 / 9), 1e-15);
    }

    @Test
    void ratioOfTwoClassesByHand() {
        // Means 1 and 5 on a line: Sigma_B = 4; Sigma_W = 3 along it and 100 across it, which does not count.
        HostMatrix means = HostMatrix.of(2, 2, 1, 0, 5, 0);
        HostMatrix within = HostMatrix.of(2, 2, 3, 0, 0, 100);
        assertEquals(0.75, GeometryDistances.withinBetweenRatio(within, means), 1e-15);
        assertEquals(1, BetweenClassScatter.of(means).rank());
    }

    @Test
    void ratioAgreesWithAnExplicitInverseWhereTheScatterIsRegular() {
        // d = k - 1 = 1 and 2 have explicit inverses: here 2 x 2 by the adjugate.
        HostMatrix m = MetricCases.normal(2, 3, 21);
        HostMatrix x = MetricCases.normal(2, 5, 22);
        HostMatrix within = x.times(x.transpose());
        HostMatrix centred = Columns.centred(m);
        HostMatrix b = centred.times(centred.transpose()).times(1.0 / 3);
        double det = b.get(0, 0) * b.get(1, 1) - b.get(0, 1) * b.get(1, 0);
        double expected =
                (within.get(0, 0) * b.get(1, 1) + within.get(1, 1) * b.get(0, 0) - 2 * within.get(0, 1) * b.get(0, 1))
                        / det;
        assertEquals(expected, GeometryDistances.withinBetweenRatio(within, m), 1e-12 * Math.abs(expected));
    }

    @Test
    void rankIsAtMostOneLessThanTheClasses() {
        assertEquals(4, BetweenClassScatter.of(MetricCases.normal(9, 5, 23)).rank());
        assertEquals(3, BetweenClassScatter.of(MetricCases.normal(3, 5, 24)).rank());
        assertEquals(4, BetweenClassScatter.of(MetricCases.normal(5, 5, 25)).rank());
    }

    @Test
    void directionsThatAreRoundingNoiseAreDropped() {
        // Six of seven means coincide, at an offset whose sevenfold sum is not exact: the second singular value is
        // 1e-10.
        HostMatrix means = HostMatrix.generate(5, 7, (i, j) -> 104857.6 + (j == 6 && i == 0 ? 1 : 0));
        assertTrue(Svd.of(Columns.centred(means)).values()[1] > 1e-12);
        assertEquals(1, BetweenClassScatter.of(means).rank());
        // Sigma_B has the one eigenvalue (1/7)(6/7) of the two-point distribution.
        assertEquals(49.0 / 6, GeometryDistances.withinBetweenRatio(HostMatrix.identity(5), means), 1e-8);
    }

    @Test
    void smallButHonestDirectionsAreKept() {
        HostMatrix means = HostMatrix.of(2, 3, 1, 0, -1, 0, 0, 1e-12);
        assertEquals(2, BetweenClassScatter.of(means).rank());
    }

    @Test
    void coincidingMeansHaveNoRatio() {
        HostMatrix means = HostMatrix.generate(3, 4, (i, j) -> i + 0.1);
        BetweenClassScatter between = BetweenClassScatter.of(means);
        assertEquals(0, between.rank());
        assertTrue(Double.isNaN(between.quotient(1)));
        assertTrue(Double.isNaN(GeometryDistances.withinBetweenRatio(HostMatrix.identity(3), means)));
        assertTrue(Double.isNaN(GeometryDistances.withinBetweenRatio(HostMatrix.identity(3), HostMatrix.zeros(3, 4))));
    }

    @Test
    void nonFiniteMeansHaveNoRatio() {
        HostMatrix means = HostMatrix.of(1, 2, Double.NaN, 1);
        assertTrue(Double.isNaN(GeometryDistances.withinBetweenRatio(HostMatrix.identity(1), means)));
    }

    @Test
    void collapsedSamplesHaveRatioZero() {
        assertEquals(0, GeometryDistances.withinBetweenRatio(HostMatrix.zeros(2, 2), TRIANGLE));
    }

    @Test
    void scatterOfAnotherSizeIsNamed() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> GeometryDistances.withinBetweenRatio(HostMatrix.zeros(2, 3), TRIANGLE))
                .getMessage();
        assertEquals("within-class scatter of 2 x 3 for 2 features; expected 2 x 2", message);
        assertThrows(
                IllegalArgumentException.class,
                () -> GeometryDistances.withinBetweenRatio(HostMatrix.zeros(3, 2), TRIANGLE));
    }

    private static HostMatrix pseudoInverse(BetweenClassScatter scatter) {
        return scatter.directions().times(scatter.directions().transpose());
    }

    private static void assertGramsAgree(HostMatrix means, int rank, double tolerance) {
        BetweenClassScatter.Factor factor = ClassMeans.of(means).betweenClasses();
        try (Backend backend = MetricCases.reference()) {
            BetweenClassScatter byGrams = BetweenClassScatter.ofGrams(factor, new DoubleAlgebra(backend));
            assertEquals(rank, byGrams.rank());
            HostMatrix expected = pseudoInverse(BetweenClassScatter.of(means));
            assertEquals(0, pseudoInverse(byGrams).maxDifference(expected), tolerance * expected.norm());
        }
    }

    @Test
    void gramsDecomposedTwiceGiveTheSameInverse() {
        assertGramsAgree(MetricCases.normal(6, 30, 26), 6, 1e-13);
    }

    @Test
    void gramsDecomposedTwiceKeepDigitsWhereTheConditionIsTheSquareRootOfRounding() {
        // Rows scaled by 1 .. 1e-9: F F' alone has eigenvalues down to 1e-18 of the largest, which is noise.
        HostMatrix m = MetricCases.normal(4, 30, 27);
        HostMatrix q = MetricCases.rotation(4, 28);
        HostMatrix scaled = q.times(HostMatrix.generate(4, 30, (i, j) -> m.get(i, j) * Math.pow(10, -3 * i)));
        assertGramsAgree(scaled, 4, 1e-5); // the inverse of a matrix of condition 1e9, rounded
    }

    @Test
    void gramsDecomposedTwiceDropNullDirectionsWithoutATrace() {
        // Rank 2 in five dimensions: the inverse has no part along the other three.
        HostMatrix low = MetricCases.normal(5, 2, 29).times(MetricCases.normal(2, 40, 30));
        assertGramsAgree(low, 2, 1e-12);
        HostMatrix dead = HostMatrix.generate(5, 40, (i, j) -> i < 2 ? low.get(i, j) : 0);
        assertGramsAgree(dead, 2, 1e-12);
    }
}
