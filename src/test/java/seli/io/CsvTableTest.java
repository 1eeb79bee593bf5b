package seli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
    @TempDir
    Path folder;

    private static final List<String> HEADER = List.of("step", "loss");

    @Test
    void rowsAreOnDiskAsSoonAsTheyAreAppended() throws IOException {
        Path file = folder.resolve("history.csv");
        CsvTable table = CsvTable.create(file, HEADER);
        table.append(List.of(CsvTable.cell(0), CsvTable.cell(0.1)));
        assertEquals("step,loss\n0,0.1\n", Files.readString(file));
        table.append(List.of(CsvTable.cell(Long.MAX_VALUE), CsvTable.cell(OptionalDouble.empty())));
        assertEquals("step,loss\n0,0.1\n9223372036854775807,\n", Files.readString(file));
    }

    @Test
    void cellsAreQuotedWhereTheirTextNeedsIt() throws IOException {
        Path file = folder.resolve("t.csv");
        CsvTable.create(file, List.of("a,b", "c")).append(List.of("say \"x\"", "two\nlines"));
        assertEquals("\"a,b\",c\n\"say \"\"x\"\"\",\"two\nlines\"\n", Files.readString(file));
        assertEquals("1.0E-300", CsvTable.cell(OptionalDouble.of(1e-300)));
    }

    @Test
    void resumeKeepsTheFirstRowsAndDropsWhatIsCutOff() throws IOException {
        Path file = folder.resolve("history.csv");
        String three = "step,loss\n0,1.0\n10,0.5\n20,\"a\nb\"\n";
        for (String rest : List.of("", "3", "30,0.1\n40,0.0\n")) {
            Files.writeString(file, three + rest);
            CsvTable.resume(file, HEADER, 3);
            assertEquals(three, Files.readString(file));
        }
        CsvTable.resume(file, HEADER, 1).append(List.of("10", "0.25"));
        assertEquals("step,loss\n0,1.0\n10,0.25\n", Files.readString(file));
        CsvTable.resume(file, HEADER, 0);
        assertEquals("step,loss\n", Files.readString(file));
    }

    @Test
    void resumeRefusesAnotherHeaderAndMissingRows() throws IOException {
        Path file = folder.resolve("history.csv");
        Files.writeString(file, "step,loss\n0,1.0\n10,0.5");
        String message = assertThrows(MalformedFileException.class, () -> CsvTable.resume(file, HEADER, 2))
                .getMessage();
        assertEquals(file + ": holds 1 whole rows; expected at least 2", message);
        message = assertThrows(MalformedFileException.class, () -> CsvTable.resume(file, List.of("step", "gap"), 0))
                .getMessage();
        assertEquals(file + ": another header; expected 'step,gap'", message);
        assertEquals("step,loss\n0,1.0\n10,0.5", Files.readString(file));
        Files.delete(file);
        assertThrows(UnusableFileException.class, () -> CsvTable.resume(file, HEADER, 0));
    }

    @Test
    void misuseIsRefusedBeforeAnythingIsWritten() throws IOException {
        Path file = folder.resolve("history.csv");
        CsvTable table = CsvTable.create(file, HEADER);
        assertThrows(IllegalArgumentException.class, () -> table.append(List.of("1")));
        assertThrows(IllegalArgumentException.class, () -> CsvTable.create(file, List.of()));
        assertThrows(IllegalArgumentException.class, () -> CsvTable.resume(file, HEADER, -1));
        assertEquals("step,loss\n", Files.readString(file));
        Files.delete(file);
        IOException e = assertThrows(IOException.class, () -> table.append(List.of("1", "2")));
        assertEquals("cannot append to " + file + ": the file is gone", e.getMessage());
        assertFalse(Files.exists(file));
    }

    @Test
    void fullDiskIsAFailureThatNamesTheFile() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        Path file = folder.resolve("history.csv");
        CsvTable table = CsvTable.create(file, HEADER);
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/full"));
        IOException e = assertThrows(IOException.class, () -> table.append(List.of("1", "2")));
        Files.delete(file);
        assertTrue(e.getMessage().startsWith("cannot append to " + file + ": No space"), e.getMessage());
    }
}
