package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import seli.backend.BackendUnavailableException;

class ErrorLineTest {
    @Test
    void impossibleValueIsBadInput() {
        assertEquals(
                new ErrorLine(64, "k is 1; expected 2"),
                ErrorLine.of(new IllegalArgumentException("k is 1; expected 2")));
    }

    @Test
    void missingOrForbiddenFileIsBadInput() {
        assertEquals(
                new ErrorLine(64, "a.npy: no such file or folder"), ErrorLine.of(new NoSuchFileException("a.npy")));
        assertEquals(new ErrorLine(64, "a.npy: permission denied"), ErrorLine.of(new AccessDeniedException("a.npy")));
    }

    @Test
    void fullDiskIsAFailureOfTheMachineWithItsCause() {
        IOException plain = new IOException("No space left on device");
        IOException named = new FileSystemException("out/result.json", null, "No space left on device");

        for (Throwable failure : new Throwable[] {plain, named, new UncheckedIOException(plain)}) {
            ErrorLine line = ErrorLine.of(failure);
            assertEquals(70, line.exitCode());
            assertTrue(line.text().contains("No space left on device"), line.text());
        }
    }

    @Test
    void refusedBackendHasItsOwnCode() {
        ErrorLine line = ErrorLine.of(new BackendUnavailableException("cuda", "no driver", "install it"));

        assertEquals(new ErrorLine(69, "cuda backend unavailable: no driver; install it"), line);
    }

    @Test
    void fullHeapTellsItsSizeAndWhatToDo() {
        ErrorLine line = ErrorLine.of(new OutOfMemoryError("Java heap space"));

        assertEquals(70, line.exitCode());
        assertTrue(line.text().startsWith("out of memory (Java heap space) with a Java heap of at most "), line.text());
        assertTrue(line.text().contains("-Xmx"), line.text());
    }

    @Test
    void bugIsNamedAsSuch() {
        ErrorLine line = ErrorLine.of(new IllegalStateException("bug: no such thing"));

        assertEquals(70, line.exitCode());
        assertTrue(line.text().startsWith("internal error: "), line.text());
        assertTrue(line.text().contains("--debug"), line.text());
    }

    @Test
    void hostileTextStaysOnOneShortLine() {
        String text = ErrorLine.of(new IllegalArgumentException("a\nb\u001b[2Jc" + "x".repeat(5000)))
                .text();

        assertEquals(1, text.lines().count());
        assertTrue(text.startsWith("a b [2Jc"), text.substring(0, 20));
        assertTrue(text.length() < 700);
    }
}
