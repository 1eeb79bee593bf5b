package seli.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Opens input files, so that every way in which this fails is one line. Plain blocking streams, not channels: a channel
 * is closed when its thread is interrupted.
 */
final class InputFile {
    private InputFile() {}

    /** What is done with an open file. */
    @FunctionalInterface
    interface Reader<T> {
        T read(RandomAccessFile file) throws IOException;
    }

    /**
     * Opens {@code file}, lets {@code reader} read it, and closes it.
     *
     * @throws UnusableFileException if it is missing, not a regular file, not readable, or refused by the reader
     */
    static <T> T read(Path file, Reader<T> reader) throws UnusableFileException {
        requireRegular(file);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            return reader.read(open);
        } catch (FileNotFoundException e) {
            throw new UnusableFileException("cannot read " + file + ": permission denied; check its permissions", e);
        } catch (UnusableFileException e) {
            throw e;
        } catch (IOException e) {
            throw new UnusableFileException("cannot read " + file + ": " + reason(e), e);
        }
    }

    /** Refuses what is not an existing regular file (following links). */
    static void requireRegular(Path file) throws UnusableFileException {
        if (!Files.exists(file)) {
            throw new UnusableFileException("file not found: " + file + "; check the path");
        }
        if (!Files.isRegularFile(file)) {
            throw new UnusableFileException(
                    file + " is a " + (Files.isDirectory(file) ? "folder" : "device or pipe") + "; expected a file");
        }
    }

    /** Refuses a file whose length is another than when it was looked at first. */
    static void requireLength(Path file, long length, long expected) throws UnusableFileException {
        if (length != expected) {
            throw new UnusableFileException(file + " has changed since it was opened: it has " + length
                    + " bytes; expected " + expected + ", try again");
        }
    }

    /** Why an operation on a file failed, without the name of the file. */
    static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
        return reason == null ? failure.getClass().getSimpleName() : reason;
    }

    /** The bytes {@code start .. end} of an open file; an early end of the file ends the stream. */
    static InputStream section(RandomAccessFile file, long start, long end) throws IOException {
        file.seek(start);
        return new Section(file, end - start);
    }

    private static final class Section extends InputStream {
        private final RandomAccessFile file;
        private long left;

        Section(RandomAccessFile file, long length) {
            this.file = file;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            int count = file.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}
