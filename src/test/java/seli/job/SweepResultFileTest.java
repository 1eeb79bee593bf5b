package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.io.MalformedFileException;

class SweepResultFileTest {
    @TempDir
    private Path dir;

    @Test
    void singleValuesAreFoundByTheirPathsAndListsByTheirLastObject() throws IOException {
        Path file = Files.writeString(dir.resolve("result.json"), """
                {"status": "OPTIMAL", "gap": 1.5e-9, "ok": true, "none": null, "rank": 3,
                 "distance": {"classifier": {"seli": 0.25, "etf": null}},
                 "table": [[1, 2], [3, 4]], "groups": [0, 1],
                 "history": [{"step": 0, "nc1": 2, "gone": 1}, {"step": 9, "nc1": 0.5}]}
                """);

        assertEquals(
                Map.of(
                        "status", "OPTIMAL",
                        "gap", "1.5e-9",
                        "ok", "true",
                        "rank", "3",
                        "distance.classifier.seli", "0.25",
                        "history.step", "9",
                        "history.nc1", "0.5"),
                SweepResultFile.read(file));
    }

    @Test
    void fileCutAnywhereIsRefused() throws IOException {
        String text = "{\"status\": \"OPTIMAL\", \"distance\": {\"seli\": [1, {\"a\": 2}]}, \"rank\": 3}";
        Path file = dir.resolve("cut.json");
        for (int length = 0; length < text.length(); length++) {
            Files.writeString(file, text.substring(0, length));
            assertThrows(MalformedFileException.class, () -> SweepResultFile.read(file));
        }
        Files.writeString(file, text);
        assertFalse(SweepResultFile.read(file).isEmpty());
    }
}
