package seli.io;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileNpzTest {
    @TempDir
    Path folder;

    private static final byte[] CONTENT = NpyBytes.vector(new double[1000]);

    /**
     * An archive of one member with some of its fields overwritten, given the offset of its directory and of its end.
     */
    private static byte[] patched(boolean deflated, Patch patch) {
        byte[] bytes = NpyBytes.zip(deflated, "W.npy", CONTENT);
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int end = bytes.length - 22;
        patch.apply(zip, zip.getInt(end + 16), end);
        return bytes;
    }

    @FunctionalInterface
    interface Patch {
        void apply(ByteBuffer zip, int directory, int end);
    }

    private static Arguments patch(String expected, boolean deflated, Patch patch) {
        return Arguments.of(expected, patched(deflated, patch));
    }

    private static Arguments named(String expected, String... names) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                NpyBytes.put(zip, false, name, CONTENT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arguments.of(expected, bytes.toByteArray());
    }

    static Stream<Arguments> ends() {
        byte[] good = NpyBytes.zip(false, "W.npy", CONTENT);
        return Stream.of(
                Arguments.of("does not start with PK", new byte[0]),
                Arguments.of("does not start with PK", CONTENT),
                Arguments.of("no end record", Arrays.copyOf(good, 10)),
                Arguments.of("no end record", Arrays.copyOf(good, good.length - 1)),
                Arguments.of("no end record", Arrays.copyOf(good, good.length + 1)),
                patch("several parts", false, (zip, directory, end) -> zip.putShort(end + 4, (short) 1)),
                patch("several parts", false, (zip, directory, end) -> zip.putShort(end + 6, (short) 1)),
                patch("holds 1 members; expected 7", false, (zip, directory, end) -> zip.putShort(end + 10, (short) 7)),
                patch("holds 1 members; expected 0", false, (zip, directory, end) -> zip.putShort(end + 10, (short) 0)),
                patch("does not fit the file", false, (zip, directory, end) -> zip.putInt(end + 12, 1 << 30)),
                patch("does not fit the file", false, (zip, directory, end) -> zip.putInt(end + 16, -2)),
                patch("directory is damaged at byte", false, (zip, directory, end) -> zip.putInt(end + 16, 0)),
                patch("ZIP64 locator is missing", false, (zip, directory, end) -> zip.putInt(end + 16, -1)),
                patch("ZIP64 end record should be at byte", false, (zip, directory, end) -> {
                    zip.putInt(end + 16, -1);
                    zip.putInt(end - 20, ZipFormat.LOCATOR64_SIGNATURE).putLong(end - 12, Long.MAX_VALUE);
                }),
                patch("ZIP64 end record should be at byte -1", false, (zip, directory, end) -> {
                    zip.putInt(end + 16, -1);
                    zip.putInt(end - 20, ZipFormat.LOCATOR64_SIGNATURE).putLong(end - 12, -1);
                }),
                patch("ZIP64 end record is missing", false, (zip, directory, end) -> {
                    zip.putInt(end + 16, -1);
                    zip.putInt(end - 20, ZipFormat.LOCATOR64_SIGNATURE).putLong(end - 12, 0);
                }),
                patch("does not fit the file", false, (zip, directory, end) -> end64(zip, end, -5, 0)),
                patch("does not fit the file", false, (zip, directory, end) -> end64(zip, end, 5, Long.MAX_VALUE)));
    }

    private static void end64(ByteBuffer zip, int end, long size, long start) {
        zip.putInt(end + 16, -1);
        zip.putInt(end - 20, ZipFormat.LOCATOR64_SIGNATURE).putLong(end - 12, 100);
        zip.putInt(100, ZipFormat.END64_SIGNATURE)
                .putLong(116, 0)
                .putLong(140, size)
                .putLong(148, start);
    }

    static Stream<Arguments> members() {
        return Stream.of(
                named("leads out of the archive", "../W.npy"),
                named("leads out of the archive", "a/../../W.npy"),
                named("leads out of the archive", "/W.npy"),
                named("leads out of the archive", "..\\W.npy"),
                named("leads out of the archive", "a\0b.npy"),
                named("two members are called 'W'", "W", "W.npy"),
                patch("is empty or leads out", false, (zip, directory, end) -> {
                    zip.putShort(directory + 28, (short) 0).putShort(directory + 32, (short) 5);
                }),
                patch("encrypted", false, (zip, directory, end) -> zip.putShort(directory + 8, (short) 1)),
                patch("encrypted", true, (zip, directory, end) -> zip.putShort(directory + 8, (short) 64)),
                patch(
                        "method 14; expected 0",
                        false,
                        (zip, directory, end) -> zip.putShort(directory + 10, (short) 14)),
                patch("does not agree", true, (zip, directory, end) -> zip.putShort(8, (short) 0)),
                patch("does not agree", false, (zip, directory, end) -> zip.putInt(0, 0x4b50)),
                patch("does not agree", false, (zip, directory, end) -> zip.putShort(28, (short) -1)),
                patch("wrong checksum", false, (zip, directory, end) -> zip.putInt(directory + 16, 0)),
                patch("wrong checksum", true, (zip, directory, end) -> zip.putInt(directory + 16, 0)),
                patch("wrong checksum", false, (zip, directory, end) -> zip.put(directory - 1, (byte) 1)),
                patch("claims 2147483647 bytes", false, (zip, directory, end) -> {
                    zip.putInt(directory + 20, Integer.MAX_VALUE).putInt(directory + 24, Integer.MAX_VALUE);
                }),
                patch("claims to unpack to 9999", false, (zip, directory, end) -> zip.putInt(directory + 24, 9999)),
                patch("at 4294967294", false, (zip, directory, end) -> zip.putInt(directory + 42, -2)),
                patch("ZIP64 size is missing", false, (zip, directory, end) -> zip.putInt(directory + 24, -1)));
    }

    static Stream<Arguments> bombs() {
        int size = CONTENT.length;
        byte[] claim = NpyBytes.of("<f8", false, "(1000000000000000,)");
        byte[] small = NpyBytes.of("<f8", false, "(1,)", new byte[20_000]);
        return Stream.of(
                patch("claims to unpack to 2147483647", true, (zip, directory, end) -> {
                    zip.putInt(directory + 24, Integer.MAX_VALUE);
                }),
                patch("the header says shape (1000,) of f8", true, (zip, directory, end) -> {
                    zip.putInt(directory + 24, size + 1);
                }),
                patch("the header says shape (1000,) of f8", true, (zip, directory, end) -> {
                    zip.putInt(directory + 24, size - 1);
                }),
                patch("cut short", true, (zip, directory, end) -> zip.putInt(directory + 24, 0)),
                Arguments.of("it unpacks to more than the " + size + " bytes", longerThanItSays()),
                patch("end too early", true, (zip, directory, end) -> {
                    zip.putInt(directory + 20, zip.getInt(directory + 20) - 3);
                }),
                patch("damaged", true, (zip, directory, end) -> zip.put(35, (byte) 0xFF)),
                Arguments.of("8000000000000000 bytes, but 0 bytes follow", NpyBytes.zip(true, "W.npy", claim)),
                Arguments.of("8000000000000000 bytes, but 0 bytes follow", NpyBytes.zip(false, "W.npy", claim)),
                Arguments.of("8 bytes, but 20000 bytes follow", NpyBytes.zip(true, "W.npy", small)),
                Arguments.of("pickled", NpyBytes.zip(true, "W.npy", NpyBytes.of("|O", false, "(1,)"))));
    }

    private static byte[] longerThanItSays() {
        byte[] bytes = NpyBytes.zip(true, "W.npy", Arrays.copyOf(CONTENT, CONTENT.length + 50_000));
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        zip.putInt(zip.getInt(bytes.length - 6) + 24, CONTENT.length);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource({"ends", "members", "bombs"})
    void brokenArchiveIsRefusedInOneLine(String expected, byte[] bytes) throws IOException {
        Path file = folder.resolve("bad.npz");
        Files.write(file, bytes);
        MalformedFileException e = assertThrows(
                MalformedFileException.class, () -> NpzArchive.open(file).read("W"));
        assertTrue(e.getMessage().startsWith(file + ":"), e.getMessage());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
        assertFalse(e.getMessage().chars().anyMatch(Character::isISOControl), e.getMessage());
    }

    @Test
    void directoryBeyondItsLimitIsRefused() throws IOException {
        byte[] end = new byte[22];
        ByteBuffer.wrap(end)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, ZipFormat.END_SIGNATURE)
                .putInt(12, 40_000_000);
        Path file = folder.resolve("directory.npz");
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.write(new byte[] {'P', 'K'});
            open.seek(40_000_000);
            open.write(end);
        }
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> NpzArchive.open(file));
        assertTrue(e.getMessage().contains("directory has 40000000 bytes; expected at most"), e.getMessage());
    }

    @Test
    void bombWithHonestSizesIsReadOnlyIfTheHeapHasRoom() {
        assertRefused("needs 1001 bytes of memory, but 1000 are free", () -> HeapRoom.require(1001, 1000, "a.npz:W"));
        assertRefused("but 0 are free", () -> HeapRoom.require(1, -5, "a.npz:W"));
        assertRefused("needs 9223372036854775807 bytes", () -> HeapRoom.require(Long.MAX_VALUE, "a.npz:W"));
    }

    private static void assertRefused(String expected, Executable call) {
        String message = assertThrows(MalformedFileException.class, call).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
