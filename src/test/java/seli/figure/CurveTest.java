package seli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CurveTest {
    @Test
    void fewPointsAreAllKept() {
        Curve curve = new Curve();
        curve.add(0, 1);
        curve.add(1, 2.5);
        curve.add(2, -1.25);

        assertEquals("M0 1L1 2.5L2 -1.25", curve.commands());
    }

    @Test
    void aGapBeginsANewLine() {
        Curve curve = new Curve();
        curve.add(0, 1);
        curve.add(1, 1);
        curve.gap();
        curve.add(5, 1);
        curve.add(6, 2);

        assertEquals("M0 1L1 1M5 1L6 2", curve.commands());
    }

    @Test
    void amongAHundredThousandPointsNoPeakIsLost() {
        Curve curve = new Curve();
        for (int i = 0; i < 100_000; i++) {
            curve.add(i * 0.004, i == 54_321 ? 777 : i == 65_432 ? -888 : Math.sin(i));
        }
        String path = curve.commands();

        assertTrue(path.contains(" 777"), "the highest point is drawn");
        assertTrue(path.contains(" -888"), "the lowest point is drawn");
        assertTrue(path.length() < 60_000, () -> path.length() + " characters for 400 units");
    }
}
