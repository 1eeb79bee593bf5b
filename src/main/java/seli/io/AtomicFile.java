package seli.io;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files so that at any moment, also after a kill or a loss of power, there is the old file or the whole new one.
 *
 * <p>The bytes go to a temporary file in the same folder, named {@code .NAME.RANDOM.seli-tmp}, which is synchronized to
 * the disk and then renamed over the target; the folder is synchronized last. Plain blocking streams, not channels, so
 * that a thread which was interrupted can still write its checkpoint.
 */
public final class AtomicFile {
    private static final String TEMPORARY = ".seli-tmp";

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes all bytes to {@code out}, which is buffered; the caller flushes and closes it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes {@code target}, new or in place of an older file; a link is followed. What exists and is no regular file,
     * such as a pipe, is written to directly.
     *
     * @throws UnusableFileException if the folder is missing or not writable, or the target is itself a folder
     * @throws IOException if writing fails, naming the target and the cause such as a full disk; the temporary file is
     *     deleted and an older file is still there
     */
    public static void write(Path target, Content content) throws IOException {
        if (Files.isDirectory(target)) {
            throw new UnusableFileException("cannot write " + target + ": it is a folder; give the name of a file");
        }
        try {
            if (Files.exists(target) && !Files.isRegularFile(target)) {
                try (OutputStream out = new BufferedOutputStream(new FileOutputStream(target.toFile()))) {
                    content.writeTo(out);
                }
            } else {
                replace(Files.exists(target) ? target.toRealPath() : target.toAbsolutePath(), content);
            }
        } catch (UnusableFileException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw new UnusableFileException("cannot write " + target + ": permission denied; choose another place", e);
        } catch (IOException e) {
            throw new IOException("cannot write " + target + ": " + InputFile.reason(e), e);
        }
    }

    /** Writes a text file in UTF-8, as {@link #write} does. */
    public static void writeText(Path target, String text) throws IOException {
        write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Deletes the temporary files that killed processes left in {@code folder}; not while another process writes there.
     *
     * @throws IOException if the folder cannot be listed or a file cannot be deleted
     */
    public static void deleteLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".*" + TEMPORARY)) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    private static void replace(Path target, Content content) throws IOException {
        Path folder = target.resolveSibling(".").normalize();
        if (!Files.isDirectory(folder)) {
            throw new UnusableFileException(
                    "cannot write " + target + ": there is no folder " + folder + "; create it");
        }
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
        Files.createFile(temporary);
        try {
            fill(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException | Error e) {
            deleteAfter(e, temporary);
            throw e;
        }
        synchronizeFolder(folder);
    }

    private static void fill(Path temporary, Content content) throws IOException {
        try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
            OutputStream out = new BufferedOutputStream(file);
            content.writeTo(out);
            out.flush();
            file.getFD().sync();
        }
    }

    private static void deleteAfter(Throwable failure, Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Makes the rename itself durable. Some systems cannot open or synchronize a folder; the file is whole there, too.
     */
    private static void synchronizeFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }
}
