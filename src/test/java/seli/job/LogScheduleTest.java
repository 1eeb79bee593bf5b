package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogScheduleTest {
    private static List<Long> steps(String text, long last) {
        LogSchedule schedule = LogSchedule.parse(text, last);
        return LongStream.rangeClosed(0, last)
                .filter(schedule::contains)
                .boxed()
                .toList();
    }

    @Test
    void everyFormIsUnderstood() {
        assertEquals(List.of(0L, 5L, 9L), steps("5", 9));
        assertEquals(List.of(0L, 2L, 4L, 9L), steps("2:2:5", 9));
        assertEquals(List.of(0L, 4L, 8L, 9L), steps("every:4", 9));
        assertEquals(List.of(0L, 1L, 10L, 100L), steps("log:2", 100));
        assertEquals(List.of(0L, 1L, 2L, 3L, 6L, 10L), steps("1:1:2, 3,6", 10));
        assertEquals(List.of(0L), steps("log:3", 0));
        assertEquals("1:1:2, 3,6", LogSchedule.parse("1:1:2, 3,6", 10).text());
    }

    @Test
    void logarithmicStepsOfLongRunsAreFew() {
        LogSchedule schedule = LogSchedule.parse("log:100", 1_000_000_000_000L);
        assertTrue(schedule.contains(1) && schedule.contains(1_000_000_000_000L) && schedule.contains(1_000_000L));
        long small =
                LongStream.rangeClosed(0, 10_000).filter(schedule::contains).count();
        assertTrue(small > 20 && small < 40, () -> "steps up to 10^4: " + small);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "-1", "1,", "1:2", "1:0:5", "every:0", "log:0", "log:x", "1:2:3:4", "1.5", "every:-3"})
    void otherTextIsRefused(String text) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> LogSchedule.parse(text, 10));
        assertTrue(refusal.getMessage().contains("expected a step such as 500"), refusal.getMessage());
    }
}
