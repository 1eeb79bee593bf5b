package seli.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import seli.backend.BackendUnavailableException;
import seli.io.UnusableFileException;

/**
 * What a failure means to the user: an exit code and one line.
 *
 * @param exitCode one of {@link ExitCode}
 * @param text what was wrong, what was got, what was expected, what to do; without a line end
 */
record ErrorLine(int exitCode, String text) {
    private static final int MOST_CHARACTERS = 600;

    /** Keeps the text on one line: control characters, which may come from a file or an argument, become spaces. */
    ErrorLine {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        text = line.length() > MOST_CHARACTERS ? line.substring(0, MOST_CHARACTERS) + " ..." : line;
    }

    /** The line for anything that ended a command. */
    static ErrorLine of(Throwable failure) {
        if (failure instanceof UncheckedIOException unchecked) {
            return ofIo(unchecked.getCause() == null ? new IOException(unchecked) : unchecked.getCause());
        }
        if (failure instanceof IOException io) {
            return ofIo(io);
        }
        if (failure instanceof BackendUnavailableException) {
            return new ErrorLine(ExitCode.BACKEND_UNAVAILABLE, message(failure));
        }
        if (failure instanceof IllegalArgumentException) {
            return new ErrorLine(ExitCode.BAD_INPUT, message(failure));
        }
        if (failure instanceof OutOfMemoryError) {
            return ofMemory(failure);
        }
        return new ErrorLine(
                ExitCode.INTERNAL_ERROR,
                "internal error: %s; please report it with the output of the same command and --debug"
                        .formatted(failure));
    }

    private static ErrorLine ofMemory(Throwable failure) {
        double heap = Runtime.getRuntime().maxMemory() / (double) (1L << 30);
        String text = String.format(
                Locale.ROOT,
                "out of memory (%s) with a Java heap of at most %.1f GiB; choose a smaller problem, "
                        + "or give more: SELI_JAVA_OPTS=-Xmx16g",
                message(failure),
                heap);
        return new ErrorLine(ExitCode.INTERNAL_ERROR, text);
    }

    private static ErrorLine ofIo(IOException failure) {
        if (failure instanceof UnusableFileException) {
            return new ErrorLine(ExitCode.BAD_INPUT, message(failure));
        }
        if (failure instanceof NoSuchFileException
                || failure instanceof AccessDeniedException
                || failure instanceof FileAlreadyExistsException) {
            return new ErrorLine(
                    ExitCode.BAD_INPUT, ((FileSystemException) failure).getFile() + ": " + reason(failure));
        }
        return new ErrorLine(ExitCode.INTERNAL_ERROR, message(failure));
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        return failure instanceof AccessDeniedException ? "permission denied" : "exists and is not a folder";
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
