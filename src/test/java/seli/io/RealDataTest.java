package seli.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seli.linalg.HostMatrix;

/** The published ResNet-18 geometry loads as it is; skipped where the data are not there. */
class RealDataTest {
    private static Path data() {
        String given = System.getProperty("seli.data", System.getenv().getOrDefault("SELI_DATA", "../shared/data"));
        Path folder = Path.of(given, "resnet18-cifar10-r10");
        assumeTrue(Files.isDirectory(folder), "no data in " + folder + " (set SELI_DATA)");
        return folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ce_epoch001", "ce_epoch020", "ce_epoch080", "ce_epoch250", "ce_epoch350", "cdt05_epoch350"})
    void classifierMeansAndCountsOfResNetLoad(String name) throws IOException {
        NpzArchive archive = NpzArchive.open(data().resolve(name + ".npz"));
        NpyArray w = archive.read("W").requireFinite();
        NpyArray h = archive.read("H").requireFinite();
        assertEquals("f4", w.elementType());
        assertEquals(List.of(10L, 512L), w.shape());
        assertEquals(List.of(512L, 10L), h.shape());
        assertEquals(name.startsWith("ce") ? "f4" : "f8", h.elementType());
        assertArrayEquals(
                new long[] {5000, 5000, 5000, 5000, 5000, 500, 500, 500, 500, 500},
                archive.read("counts").toIntegers());
        HostMatrix logits = w.toMatrix().times(h.toMatrix());
        for (int c = 0; c < 10 && !name.endsWith("001") && !name.endsWith("020"); c++) {
            for (int other = 0; other < 10; other++) {
                // A trained classifier scores each class's own mean highest; a transposed matrix would not.
                assertTrue(other == c || logits.get(c, c) > logits.get(other, c), name + " class " + c);
            }
        }
    }

    @Test
    void membersOfRealArchivesAreListed() {
        Path file = data().resolve("ce_epoch350.npz");
        ArraySource source = ArraySource.parse(file + ":V");
        String message = assertThrows(UnusableFileException.class, source::load).getMessage();
        assertTrue(message.matches(".*no member 'V'; it has .*W.*"), message);
    }
}
