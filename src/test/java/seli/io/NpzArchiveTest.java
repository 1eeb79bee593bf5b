package seli.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seli.linalg.HostMatrix;

class NpzArchiveTest {
    @TempDir
    Path folder;

    private static final HostMatrix TENS = HostMatrix.generate(3, 4, (i, j) -> 10 * i + j + 0.5);

    private static void assertHoldsTheArraysOfNumpy(Path file) throws IOException {
        NpzArchive archive = NpzArchive.open(file);
        assertEquals(List.of("W", "H", "counts"), archive.members());
        assertEquals(TENS, archive.read("W").toMatrix());
        assertEquals("f4", archive.read("W.npy").elementType());
        assertEquals(TENS.transpose(), archive.read("H").toMatrix());
        assertArrayEquals(new long[] {5, 5, 1}, archive.read("counts").toIntegers());
        assertEquals(file + ":W", archive.read("W").source());
        assertTrue(archive.contains("W") && archive.contains("W.npy") && !archive.contains("w"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz", "zip64_members.npz", "zip64_everywhere.npz", "from_pipe.npz"})
    void archivesOfNumpyAreRead(String name) throws IOException {
        assertHoldsTheArraysOfNumpy(NpyBytes.fromNumpy(name));
    }

    @Test
    void zip64EndRecordIsUsedWhereTheShortOneSaysSo() throws IOException {
        byte[] bytes = Files.readAllBytes(NpyBytes.fromNumpy("zip64_everywhere.npz"));
        ByteBuffer end = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        end.putShort(bytes.length - 14, (short) -1).putShort(bytes.length - 12, (short) -1);
        end.putInt(bytes.length - 10, -1).putInt(bytes.length - 6, -1);
        Path file = folder.resolve("long.npz");
        Files.write(file, bytes);
        assertHoldsTheArraysOfNumpy(file);
    }

    @Test
    void unknownMemberIsRefusedWithTheListOfThose() throws IOException {
        Path file = NpyBytes.fromNumpy("stored.npz");
        NpzArchive archive = NpzArchive.open(file);
        UnusableFileException e = assertThrows(UnusableFileException.class, () -> archive.read("V"));
        assertEquals(file + ": no member 'V'; it has W, H, counts", e.getMessage());
    }

    @Test
    void longListsAreCutAndEmptyArchivesAreSaidToBe() throws IOException {
        NpzWriter many = new NpzWriter();
        for (int i = 0; i < 30; i++) {
            many.addScalar("m" + i, i);
        }
        Path file = folder.resolve("many.npz");
        many.write(file);
        assertTrue(NpzArchive.open(file).list().endsWith("m18, m19, ..."));
        new NpzWriter().write(file);
        assertEquals("it is empty", NpzArchive.open(file).list());
    }

    @Test
    void membersThatAreNoArraysDoNotDisturbTheOthers() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment("with a comment");
            NpyBytes.put(zip, true, "folder/notes.txt", "hello".getBytes("UTF-8"));
            NpyBytes.put(zip, true, "größe.npy", NpyBytes.vector(1, 2));
        }
        Path file = folder.resolve("mixed.npz");
        Files.write(file, bytes.toByteArray());
        NpzArchive archive = NpzArchive.open(file);
        assertEquals(List.of("folder/notes.txt", "größe"), archive.members());
        assertArrayEquals(new double[] {1, 2}, archive.read("größe").toVector());
        assertThrows(MalformedFileException.class, () -> archive.read("folder/notes.txt"));
    }

    @Test
    void archiveThatVanishesOrChangesAfterOpeningIsRefused() throws IOException {
        Path file = folder.resolve("a.npz");
        Files.copy(NpyBytes.fromNumpy("deflated.npz"), file);
        NpzArchive archive = NpzArchive.open(file);
        Files.write(file, new byte[20]);
        assertThrows(UnusableFileException.class, () -> archive.read("W"));
        Files.delete(file);
        String message = assertThrows(UnusableFileException.class, () -> archive.read("W"))
                .getMessage();
        assertTrue(message.startsWith("file not found"), message);
        assertFalse(Files.exists(file));
    }
}
