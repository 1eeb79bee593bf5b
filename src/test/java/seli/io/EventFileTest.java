package seli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @TempDir
    private Path dir;

    private static Map<String, Double> values(String first, double a, String second, double b) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(first, a);
        values.put(second, b);
        return values;
    }

    @Test
    void recordsReadBackInOrderToFloatPrecision() throws IOException {
        EventFile events = EventFile.create(dir, () -> 1.5e9);
        events.begin(0);
        events.scalars(0, values("loss", Math.PI, "logLoss", -745.25));
        events.scalars(300, values("loss", 1e-300, "distance/logits/seli", 0.1));
        events.scalars(1L << 40, values("loss", Double.POSITIVE_INFINITY, "nc1", 1e300));

        List<EventRecord> read = EventRecord.readAll(events.file());

        assertEquals(5, read.size());
        assertEquals("brain.Event:2", read.get(0).version());
        assertEquals(1, read.get(1).sessionStatus());
        assertEquals(
                List.of(0L, 0L, 0L, 300L, 1L << 40),
                read.stream().map(EventRecord::step).toList());
        assertTrue(read.stream().allMatch(r -> r.wallTime() == 1.5e9));
        assertEquals(
                Map.of("loss", (float) Math.PI, "logLoss", -745.25f),
                read.get(2).scalars());
        assertEquals(
                Map.of("loss", 0f, "distance/logits/seli", 0.1f), read.get(3).scalars());
        assertEquals(
                Map.of("loss", Float.POSITIVE_INFINITY, "nc1", Float.POSITIVE_INFINITY),
                read.get(4).scalars());
    }

    @Test
    void bytesOfTheFirstRecordAreThoseOfTheFormat() throws IOException {
        EventFile events = EventFile.create(dir, () -> 0);

        byte[] bytes = Files.readAllBytes(events.file());

        assertEquals(12 + 9 + 2 + 2 + 13 + 4, bytes.length);
        assertEquals(26, bytes[0]); // 9 of the wall time, 2 of the step, 15 of the version
        assertEquals(0x1A, bytes[12 + 11]);
        assertEquals(13, bytes[12 + 12]);
    }

    @Test
    void valueThatDoesNotExistIsLeftOut() throws IOException {
        EventFile events = EventFile.create(dir);
        events.scalars(7, values("a", Double.NaN, "b", 2));

        assertEquals(Map.of("b", 2f), EventRecord.readAll(events.file()).get(1).scalars());
    }

    @Test
    void everyFileHasAnotherNameInTheOrderOfTime() throws IOException {
        Path first = EventFile.create(dir, () -> 5).file();
        Path second = EventFile.create(dir, () -> 5).file();
        Path third = EventFile.create(dir, () -> 6).file();

        assertNotEquals(first, second);
        assertTrue(first.getFileName().toString().startsWith("events.out.tfevents.0000000005."));
        assertTrue(second.compareTo(third) < 0 && first.compareTo(second) < 0);
    }

    @Test
    void damagedRecordIsFound() throws IOException {
        EventFile events = EventFile.create(dir);
        byte[] bytes = Files.readAllBytes(events.file());
        for (int at : new int[] {0, 9, 20, bytes.length - 1}) {
            byte[] broken = bytes.clone();
            broken[at] ^= 4;
            Path file = Files.write(dir.resolve("broken"), broken);
            assertThrows(IllegalStateException.class, () -> EventRecord.readAll(file));
        }
    }

    @Test
    void negativeStepAndMissingFileAreRefused() throws IOException {
        EventFile events = EventFile.create(dir);
        assertThrows(IllegalArgumentException.class, () -> events.begin(-1));
        Files.delete(events.file());
        assertThrows(IOException.class, () -> events.begin(1));
    }
}
