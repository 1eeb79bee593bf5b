package seli.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class LineSearchTest {
    /** A function of one variable with its derivative; remembers where it stands. */
    private static final class Curve implements LineSearch.Ray {
        private final DoubleUnaryOperator value;
        private final DoubleUnaryOperator slope;
        private double at;
        private int evaluations;

        Curve(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
            this.value = value;
            this.slope = slope;
        }

        boolean search(double first) {
            return search(first, 1e-14);
        }

        boolean search(double first, double noise) {
            return LineSearch.search(this, value.applyAsDouble(0), slope.applyAsDouble(0), first, noise);
        }

        @Override
        public void evaluate(double a) {
            at = a;
            evaluations++;
        }

        @Override
        public double trialValue() {
            return value.applyAsDouble(at);
        }

        @Override
        public double trialSlope() {
            return slope.applyAsDouble(at);
        }
    }

    private static Curve parabola(double minimum) {
        return new Curve(a -> (a - minimum) * (a - minimum), a -> 2 * (a - minimum));
    }

    @Test
    void goodFirstStepIsTakenAtOnce() {
        Curve curve = parabola(1);
        assertTrue(curve.search(1.2));
        assertEquals(1.2, curve.at);
        assertEquals(1, curve.evaluations);
    }

    @Test
    void farMinimumIsBracketedByExpansion() {
        Curve curve = parabola(1000);
        assertTrue(curve.search(1));
        assertTrue(curve.at > 50 && curve.at < 2000, () -> "at " + curve.at);
        assertTrue(curve.evaluations < 10);
    }

    @Test
    void overshootIsCutBack() {
        Curve curve = parabola(1e-6);
        assertTrue(curve.search(1));
        assertTrue(curve.at > 0 && curve.at < 2e-6, () -> "at " + curve.at);
    }

    @Test
    void overshootBeyondTheStartingValueStillShowsWhereTheMinimumIs() {
        Curve curve = parabola(0.25);
        assertTrue(curve.search(1)); // (0.75)^2 there, (0.25)^2 at the start
        assertEquals(0.25, curve.at, 1e-15);
        assertEquals(2, curve.evaluations);
    }

    @Test
    void infiniteValuesBeyondTheMinimumAreCutBack() {
        Curve curve =
                new Curve(a -> a < 1 ? -Math.log1p(-a) - 3 * a : Double.NaN, a -> a < 1 ? 1 / (1 - a) - 3 : Double.NaN);
        assertTrue(curve.search(64));
        assertTrue(curve.at > 0 && curve.at < 1, () -> "at " + curve.at);
    }

    @Test
    void decreaseBelowRoundingIsAcceptedBySlope() {
        // 1e6 + tiny parabola: the values do not change in double, the slopes do
        Curve curve = new Curve(a -> 1e6 + 1e-14 * (a - 1) * (a - 1), a -> 2e-14 * (a - 1));
        assertTrue(curve.search(1.1));
    }

    @Test
    void valuesWithRoundingErrorsAreJudgedByTheirSlopes() {
        // a value of 1e8 that rounding lifts by 5e-13 of itself everywhere but at the start
        DoubleUnaryOperator lifted = a -> 1e8 + (a > 0 ? 5e-5 : 0) + 1e-7 * (a - 1) * (a - 1);
        Curve curve = new Curve(lifted, a -> 2e-7 * (a - 1));
        assertFalse(new Curve(lifted, a -> 2e-7 * (a - 1)).search(1.1));
        assertTrue(curve.search(1.1, 1e-12));
        assertEquals(1, curve.evaluations);
    }

    @Test
    void functionWithoutMinimumIsGivenUp() {
        Curve curve = new Curve(a -> -a, a -> -1);
        assertFalse(curve.search(1) && curve.at < 1e9);
        Curve uphill = new Curve(a -> a, a -> a == 0 ? -1 : 1); // the slope at 0 is a lie
        assertFalse(uphill.search(1));
    }
}
