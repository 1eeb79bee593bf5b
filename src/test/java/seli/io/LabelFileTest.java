package seli.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seli.label.ClassCounts;

class LabelFileTest {
    @TempDir
    Path folder;

    private Path text(String content) throws IOException {
        Path file = folder.resolve("labels.csv");
        Files.writeString(file, content);
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\n1\n2\n2147483646\n",
                "label\n0\n1\n2\n2147483646",
                "\ufeff\"class\"\r\n0\r\n1\r\n\r\n2\r\n2147483646\r\n",
                "0,1,2,2147483646",
                "0, 1, 2,\t2147483646,\n",
                "0 1 2 2147483646",
                "# written by savetxt\n0.000e+00\n1.0\n2.\n2147483646\n",
                "\n\n0,\n1,\n2,\n2147483646,\n\n",
                "0\r1\r2\r2147483646\r",
            })
    void everyWayOfWritingTheSameLabelsIsRead(String content) throws IOException {
        assertArrayEquals(new int[] {0, 1, 2, 2147483646}, LabelFile.read(text(content)));
    }

    @ParameterizedTest
    @CsvSource({
        "'0\n-1\n','line 2: got ''-1''; expected a label: a whole number from 0 to 2147483646'",
        "'0\n0.5\n','line 2: got ''0.5''; expected a label'",
        "'0\n\nnan\n','line 3: got ''nan''; expected a label'",
        "'0\ninf\n','line 2: got ''inf''; expected a label'",
        "'0\n2147483647\n','line 2: got ''2147483647''; expected a label'",
        "'0\n1e300\n','line 2: got ''1e300''; expected a label'",
        "'0\nx\n','line 2: got ''x''; expected a label'",
        "'0\n0x1p3\n','line 2: got ''0x1p3''; expected a label'",
        "'0\n1d\n','line 2: got ''1d''; expected a label'",
        "'label\nname\n1\n','line 2: got ''name''; expected a label'",
        "'index,label\n0,1\n','line 1: several names in the header'",
        "'0,1\n1,0\n','line 2: several labels on several lines'",
        "'1\n0,1\n','line 2: several labels on several lines'",
        "'0,,1\n','line 1: nothing between two commas'",
        "',0,1\n','line 1: empty cell; expected a label'",
        "'0;1,2\n','line 1: both '','' and '';'' are used'",
        "'0\n\"1\"x\n','line 2: text right after a closing quote'",
        "'','holds no labels; expected at least one'",
        "'\n\n','holds no labels'",
        "'label\n','holds no labels'",
    })
    void badLabelsAreRefusedWithTheirLine(String content, String expected) throws IOException {
        Path file = text(content);
        String message = assertThrows(MalformedFileException.class, () -> LabelFile.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": " + expected), message);
    }

    @Test
    void textWithoutLinesOrCellsOfReasonableLengthIsRefused() throws IOException {
        Path file = text("0\n" + "1".repeat(100_000));
        String message = assertThrows(MalformedFileException.class, () -> LabelFile.read(file))
                .getMessage();
        assertEquals(file + ": line 2: a cell has more than 1000 characters; expected numbers", message);
    }

    @Test
    void labelsOfNumpyAreRead() throws IOException {
        Path file = folder.resolve("y.npy");
        NpyWriter.of(0, 2, 1, 2).write(file);
        assertArrayEquals(new int[] {0, 2, 1, 2}, LabelFile.read(file));
        NpyWriter.of(0.0, 3.0).write(file);
        assertArrayEquals(new int[] {0, 3}, LabelFile.read(file));
        Path npz = folder.resolve("y.npz");
        new NpzWriter().add("y", new int[] {1, 0}).addScalar("k", 2).write(npz);
        assertArrayEquals(new int[] {1, 0}, LabelFile.read(ArraySource.parse(npz + ":y")));
    }

    @Test
    void badLabelsOfNumpyAreRefusedWithTheirPlace() throws IOException {
        Path file = folder.resolve("y.npy");
        NpyWriter.of(0, 1, -2).write(file);
        assertEquals(
                file + ": label -2 at entry 2; expected 0 to 2147483646",
                assertThrows(MalformedFileException.class, () -> LabelFile.read(file))
                        .getMessage());
        NpyWriter.of(0, Integer.MAX_VALUE).write(file);
        assertThrows(MalformedFileException.class, () -> LabelFile.read(file));
        NpyWriter.of(0, 0.5).write(file);
        assertThrows(MalformedFileException.class, () -> LabelFile.read(file));
        NpyWriter.of(new int[0]).write(file);
        assertThrows(MalformedFileException.class, () -> LabelFile.read(file));
    }

    @Test
    void manyLabelsAreReadAndCounted() throws IOException {
        StringBuilder content = new StringBuilder();
        IntStream.range(0, 10_000).forEach(i -> content.append(i % 7).append('\n'));
        int[] labels = LabelFile.read(text(content.toString()));
        assertEquals(10_000, labels.length);
        assertEquals(ClassCounts.of(1429, 1429, 1429, 1429, 1428, 1428, 1428), LabelFile.counts(labels));
    }

    @Test
    void countsNameTheFirstClassWithoutSamplesWhateverTheLargestLabel() {
        assertEquals(ClassCounts.of(2, 1, 1), LabelFile.counts(0, 2, 0, 1));
        for (int largest : new int[] {3, 2147483646}) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> LabelFile.counts(largest, 0, 1));
            assertTrue(e.getMessage().startsWith("no sample has label 2 although labels go up to " + largest));
        }
    }
}
