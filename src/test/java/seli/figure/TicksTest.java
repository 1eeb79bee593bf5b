package seli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
    private static AxisRange range(Scale scale, double... values) {
        AxisRange.Collector collector = new AxisRange.Collector(new Axis("x", scale));
        for (double value : values) {
            collector.add(value);
        }
        return collector.range();
    }

    private static List<String> labels(Ticks ticks) {
        return ticks.major().stream()
                .map(tick -> tick.label().base()
                        + (tick.label().exponent().isEmpty()
                                ? ""
                                : "^" + tick.label().exponent()))
                .toList();
    }

    @Test
    void sixHundredDecadesHaveAFewPowersOfTen() {
        assertEquals(
                List.of("10^−300", "10^−200", "10^−100", "10^0", "10^100", "10^200", "10^300"),
                labels(Ticks.of(range(Scale.LOG, 1e-300, 1e300), 8)));
    }

    @Test
    void fewDecadesAreWrittenOutWithSmallTicksBetween() {
        Ticks ticks = Ticks.of(range(Scale.LOG, 0.01, 100), 8);

        assertEquals(List.of("0.01", "0.1", "1", "10", "100"), labels(ticks));
        assertTrue(ticks.minor().size() >= 32, () -> ticks.minor().size() + " small ticks");
    }

    @Test
    void aDecadeHasOnesTwosAndFives() {
        assertEquals(List.of("2", "5", "10", "20"), labels(Ticks.of(range(Scale.LOG, 2, 20), 8)));
    }

    @Test
    void partOfADecadeIsDividedLikeALinearAxis() {
        assertEquals(List.of("0.5", "0.6", "0.7", "0.8", "0.9"), labels(Ticks.of(range(Scale.LOG, 0.5, 0.9), 6)));
    }

    @Test
    void linearTicksAreRoundNumbersAndZeroIsShownWhereItIsNear() {
        assertEquals(
                List.of("0.0", "0.2", "0.4", "0.6", "0.8", "1.0"), labels(Ticks.of(range(Scale.LINEAR, 0.1, 1), 6)));
        assertEquals(List.of("−20", "−10", "0", "10"), labels(Ticks.of(range(Scale.LINEAR, -20, 17), 5)));
    }

    @Test
    void largeAndSmallNumbersArePowersOfTen() {
        assertEquals(
                List.of("0", "5·10^−12", "1·10^−11", "1.5·10^−11").toString().replace("1·10", "10"),
                labels(Ticks.of(range(Scale.LINEAR, 0, 1.9e-11), 4))
                        .toString()
                        .replace("1.0·10", "10")
                        .replace("5.0·10", "5·10"));
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "0, 0", "-3, -3", "1e300, 1e300", "-1e300, 1e300", "1e-320, 1e-320", "1, 1.0000000000000002"})
    void anyLinearRangeHasTicksWithinIt(double low, double high) {
        AxisRange range = range(Scale.LINEAR, low, high);
        Ticks ticks = Ticks.of(range, 6);

        assertTrue(range.high() > range.low(), range::toString);
        assertTrue(
                ticks.major().size() >= 2 && ticks.major().size() <= 8,
                () -> labels(ticks).toString());
    }

    @Test
    void anyLogarithmicRangeHasAtMostTheNumbersAskedForAndTheyIncrease() {
        Random random = new Random(20241);
        for (int trial = 0; trial < 2000; trial++) {
            double a = Math.pow(10, -320 + 628 * random.nextDouble());
            double b = Math.pow(10, Math.min(308, Math.log10(a) + Math.pow(10, -3 + 5.8 * random.nextDouble())));
            AxisRange range = range(Scale.LOG, a, b);
            Ticks ticks = Ticks.of(range, 8);
            String what = "seed 20241, trial " + trial + ": " + a + " to " + b + ": " + labels(ticks);
            assertTrue(!ticks.major().isEmpty() && ticks.major().size() <= 10, what);
            double before = -1;
            for (Ticks.Tick tick : ticks.major()) {
                assertTrue(tick.fraction() > before && tick.fraction() >= -1e-9 && tick.fraction() <= 1 + 1e-9, what);
                before = tick.fraction();
            }
        }
    }

    @Test
    void theRangeLeavesValuesWithoutAPlaceAside() {
        assertEquals(range(Scale.LOG, 1, 10), range(Scale.LOG, 1, 0, -5, Double.NaN, 10, Double.POSITIVE_INFINITY));
        assertEquals(range(Scale.LINEAR, 1, 10), range(Scale.LINEAR, 1, Double.NaN, 10, Double.NEGATIVE_INFINITY));
    }

    @Test
    void anAxisWithoutValuesStillHasTicks() {
        assertTrue(Ticks.of(range(Scale.LOG), 8).major().size() >= 2);
        assertTrue(Ticks.of(range(Scale.LINEAR), 8).major().size() >= 2);
    }
}
