package seli.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seli.linalg.HostMatrix;

class NpzWriterTest {
    @TempDir
    Path folder;

    private static final HostMatrix SMALL = HostMatrix.of(2, 3, 1, -2.5, 3, Double.MIN_VALUE, -0.0, Double.NaN);

    private static NpzWriter example(NpzWriter npz) {
        return npz.add("W", SMALL)
                .add("vector", new double[] {1, 2})
                .add("counts", new long[] {Long.MIN_VALUE, 7})
                .add("labels", new int[] {0, 1, Integer.MIN_VALUE})
                .addScalar("step", 12)
                .addScalar("loss", 0.1);
    }

    private static void assertHoldsTheExample(Path file) throws IOException {
        NpzArchive archive = NpzArchive.open(file);
        assertEquals(List.of("W", "vector", "counts", "labels", "step", "loss"), archive.members());
        assertEquals(SMALL, archive.read("W").toMatrix());
        assertArrayEquals(new double[] {1, 2}, archive.read("vector").toVector());
        assertArrayEquals(new long[] {Long.MIN_VALUE, 7}, archive.read("counts").toIntegers());
        assertEquals("i4", archive.read("labels").elementType());
        assertArrayEquals(
                new long[] {0, 1, Integer.MIN_VALUE}, archive.read("labels").toIntegers());
        assertEquals(List.of(), archive.read("step").shape());
        assertEquals(12, archive.read("step").toIntegers()[0]);
        assertEquals(0.1, archive.read("loss").toVector()[0]);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path file = folder.resolve("factors.npz");
        example(new NpzWriter()).write(file);
        assertHoldsTheExample(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry("W.npy");
            assertEquals(ZipEntry.STORED, entry.getMethod());
            assertEquals(1980, entry.getTimeLocal().getYear());
            byte[] content = zip.getInputStream(entry).readAllBytes();
            ByteArrayOutputStream alone = new ByteArrayOutputStream();
            NpyWriter.of(SMALL).writeTo(alone);
            assertArrayEquals(alone.toByteArray(), content);
            assertEquals(alone.size(), NpyWriter.of(SMALL).byteCount());
        }
    }

    @Test
    void sameContentGivesTheSameBytes() throws IOException {
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        example(new NpzWriter()).writeTo(first);
        example(new NpzWriter()).writeTo(second);
        assertArrayEquals(first.toByteArray(), second.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 150, 200, 600})
    void zip64IsReadBackWhateverNeedsIt(long limit) throws IOException {
        Path file = folder.resolve("long.npz");
        example(new NpzWriter(limit)).write(file);
        assertHoldsTheExample(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertEquals(6, zip.size());
            assertEquals(128 + 48, zip.getEntry("W.npy").getSize());
            assertEquals(
                    128 + 16, zip.getInputStream(zip.getEntry("counts.npy")).readAllBytes().length);
        }
    }

    @Test
    void moreMembersThan16BitsCountAreReadBack() throws IOException {
        NpzWriter npz = new NpzWriter();
        for (int i = 0; i < 65_536; i++) {
            npz.addScalar("m" + i, i);
        }
        Path file = folder.resolve("many.npz");
        npz.write(file);
        NpzArchive archive = NpzArchive.open(file);
        assertEquals(65_536, archive.members().size());
        assertEquals(65_535, archive.read("m65535").toIntegers()[0]);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0,3", "3,0", "1,1", "7,5000", "16384,3", "16385,2", "40000,1", "127,129"})
    void matrixOfAnyShapeIsReadBack(int rows, int cols) throws IOException {
        HostMatrix matrix = HostMatrix.generate(rows, cols, (i, j) -> i + 1e-6 * j);
        Path file = folder.resolve("m.npy");
        NpyWriter.of(matrix).write(file);
        assertEquals(matrix, NpyArray.read(file).toMatrix());
        assertEquals(NpyWriter.of(matrix).byteCount(), Files.size(file));
        assertEquals(0, (Files.size(file) - 8L * rows * cols) % 64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../W", "a/b", "a b", ".hidden", "größe"})
    void namesThatDoNotSuitAnArchiveAreRefused(String name) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new NpzWriter().addScalar(name, 1));
        assertTrue(e.getMessage().startsWith("member name '" + name + "'; expected"), e.getMessage());
    }

    @Test
    void nameTakenTwiceIsRefused() {
        NpzWriter npz = new NpzWriter().addScalar("step", 1);
        assertThrows(IllegalArgumentException.class, () -> npz.addScalar("step", 2));
    }

    @Test
    void vectorsAreCopiedWhenAdded() throws IOException {
        double[] vector = {1, 2};
        NpyWriter array = NpyWriter.of(vector);
        vector[0] = 9;
        Path file = folder.resolve("v.npy");
        array.write(file);
        assertArrayEquals(new double[] {1, 2}, NpyArray.read(file).toVector());
    }
}
