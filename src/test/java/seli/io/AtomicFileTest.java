package seli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void newFileAndReplacedFileHaveTheContentAndNothingElseStays() throws IOException {
        Path file = folder.resolve("result.json");
        AtomicFile.writeText(file, "first, longer");
        AtomicFile.writeText(file, "zweite ß");
        assertEquals("zweite ß", Files.readString(file));
        assertEquals(List.of("result.json"), names());
    }

    @Test
    void failureInTheMiddleLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("result.json");
        AtomicFile.writeText(file, "old");
        IOException full = new IOException("No space left on device");
        IOException e = assertThrows(
                IOException.class,
                () -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw full;
                }));
        assertEquals("cannot write " + file + ": No space left on device", e.getMessage());
        assertSame(full, e.getCause());
        assertFalse(e instanceof UnusableFileException);
        IllegalStateException bug = new IllegalStateException("bug");
        assertSame(
                bug,
                assertThrows(
                        IllegalStateException.class,
                        () -> AtomicFile.write(file, out -> {
                            throw bug;
                        })));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("result.json"), names());
    }

    @Test
    void oldFileIsThereUntilTheNewOneIsWhole() throws IOException {
        Path file = folder.resolve("checkpoint.npz");
        AtomicFile.writeText(file, "old");
        AtomicFile.write(file, out -> {
            out.write('n');
            assertEquals("old", Files.readString(file));
        });
        assertEquals("n", Files.readString(file));
    }

    @Test
    void interruptedThreadStillWrites() throws IOException {
        Path file = folder.resolve("checkpoint.npz");
        Thread.currentThread().interrupt();
        try {
            NpyWriter.of(1.0, 2.0).write(file);
            assertEquals(2, NpyArray.read(file).size());
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void refusalOfTheContentKeepsItsType() {
        Path file = folder.resolve("x");
        UnusableFileException refusal = new UnusableFileException("no");
        assertSame(
                refusal,
                assertThrows(
                        UnusableFileException.class,
                        () -> AtomicFile.write(file, out -> {
                            throw refusal;
                        })));
    }

    @Test
    void folderAsTargetOrMissingFolderIsBadInput() {
        String message = assertThrows(UnusableFileException.class, () -> AtomicFile.writeText(folder, ""))
                .getMessage();
        assertEquals("cannot write " + folder + ": it is a folder; give the name of a file", message);
        Path lost = folder.resolve("none").resolve("x.json");
        message = assertThrows(UnusableFileException.class, () -> AtomicFile.writeText(lost, ""))
                .getMessage();
        assertEquals("cannot write " + lost + ": there is no folder " + lost.getParent() + "; create it", message);
    }

    @Test
    void folderWithoutPermissionIsBadInput() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThrows(UnusableFileException.class, () -> AtomicFile.writeText(locked.resolve("x"), ""));
        assertThrows(UnusableFileException.class, () -> OutputFolder.prepare(locked));
        assertThrows(UnusableFileException.class, () -> OutputFolder.prepare(locked.resolve("below")));
    }

    @Test
    void linkIsFollowedAndStaysALink() throws IOException {
        Path real = folder.resolve("real");
        Path link = folder.resolve("link");
        Files.writeString(real, "old");
        Files.createSymbolicLink(link, real);
        AtomicFile.writeText(link, "new");
        assertEquals("new", Files.readString(real));
        assertTrue(Files.isSymbolicLink(link));
    }

    @Test
    void deviceIsWrittenToAndNotReplaced() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "no /dev/null here");
        AtomicFile.writeText(device, "gone");
        assertFalse(Files.isRegularFile(device));
    }

    @Test
    void fullDiskIsAFailureThatNamesFileAndCause() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        IOException e = assertThrows(IOException.class, () -> AtomicFile.writeText(full, "x"));
        assertFalse(e instanceof UnusableFileException);
        assertTrue(e.getMessage().matches("cannot write /dev/full: No space left.*"), e.getMessage());
    }

    @Test
    void leftoversOfKilledProcessesAreDeleted() throws IOException {
        Path leftover = folder.resolve(".result.json.123.seli-tmp");
        Files.writeString(leftover, "half");
        Files.writeString(folder.resolve("result.json"), "whole");
        AtomicFile.deleteLeftovers(folder);
        assertEquals(List.of("result.json"), names());
    }

    @Test
    void outputFolderIsMadeWithItsParentsAndLeftEmpty() throws IOException {
        Path made = OutputFolder.prepare(folder.resolve("a").resolve("b"));
        assertEquals(made, OutputFolder.prepare(made));
        try (Stream<Path> files = Files.list(made)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void outputFolderThatCannotBeMadeIsBadInput() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        for (Path path : List.of(file, file.resolve("x").resolve("y"))) {
            String message = assertThrows(UnusableFileException.class, () -> OutputFolder.prepare(path))
                    .getMessage();
            assertEquals(
                    "cannot write to folder " + path + ": a part of the path is a file; choose another folder",
                    message);
        }
        assumeTrue(Files.isDirectory(Path.of("/proc")), "no /proc here");
        assertThrows(UnusableFileException.class, () -> OutputFolder.prepare(Path.of("/proc/seli")));
    }
}
