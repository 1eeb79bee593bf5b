package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void logGetsOneLineForEachMinute() {
        AtomicLong now = new AtomicLong(5);
        ProgressDisplay display = new LineProgress(out, "train", 6000, now::get);

        for (int step = 1; step <= 150; step++) {
            now.addAndGet(1_000_000_000L);
            display.update(step, "loss", 1.0 / step);
        }
        display.close();

        assertEquals("""
                train: step 60 of 6000 (1 %), loss 1.67e-02, 1 min 00 s, about 1 h 39 min left
                train: step 120 of 6000 (2 %), loss 8.33e-03, 2 min 00 s, about 1 h 38 min left
                """, shown());
    }

    @Test
    void unknownTotalShowsTheStepAlone() {
        AtomicLong now = new AtomicLong();
        ProgressDisplay display = new LineProgress(out, "solve", 0, now::get);
        now.set(60_000_000_000L);

        display.update(7, "gap", 0.5);

        assertEquals("solve: step 7, gap 5.00e-01, 1 min 00 s\n", shown());
    }

    @Test
    void barIsWipedAtTheEnd() {
        ProgressDisplay display = ProgressDisplay.bar(out, "train", 10);
        display.update(10, "loss", 0.25);
        display.close();

        assertTrue(shown().contains("train 100%"), shown());
        assertTrue(shown().contains("loss 2.50e-01"), shown());
        assertTrue(shown().endsWith("\r" + " ".repeat(78) + "\r"), shown());
    }

    @Test
    void silentDisplayShowsNothing() {
        ProgressDisplay display = ProgressDisplay.silent();
        display.update(1, "loss", 1);
        display.close();

        assertEquals("", shown());
    }

    @Test
    void wholeNumbersAreShownAsSuch() {
        assertEquals("0", ProgressDisplay.amount(0));
        assertEquals("-3", ProgressDisplay.amount(-3));
        assertEquals("1.50e+00", ProgressDisplay.amount(1.5));
        assertEquals("-", ProgressDisplay.amount(Double.NaN));
        assertEquals("1.00e+06", ProgressDisplay.amount(1e6));
    }
}
