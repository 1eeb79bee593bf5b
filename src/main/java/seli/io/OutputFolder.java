package seli.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that a command writes its results to. */
public final class OutputFolder {
    private OutputFolder() {}

    /**
     * Creates {@code folder} with its parents, unless it exists, and checks that files can be created in it. Meant to be
     * called before long work.
     *
     * @return the folder
     * @throws UnusableFileException if it, or a parent, exists as a file, or permissions do not allow it
     * @throws IOException if the disk fails or is full
     */
    public static Path prepare(Path folder) throws IOException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".", ".seli-tmp"));
            return folder;
        } catch (FileAlreadyExistsException e) {
            throw new UnusableFileException(
                    "cannot create folder " + folder + ": " + e.getFile() + " exists as a file; choose another folder", e);
        } catch (AccessDeniedException e) {
            throw new UnusableFileException(
                    "cannot write to folder " + folder + ": permission denied; choose another folder", e);
        } catch (IOException e) {
            if (fileAbove(folder)) {
                throw new UnusableFileException(
                        "cannot create folder " + folder + ": a part of the path is a file; choose another folder", e);
            }
            throw new IOException("cannot write to folder " + folder + ": " + InputFile.reason(e), e);
        }
    }

    private static boolean fileAbove(Path folder) {
        for (Path part = folder.toAbsolutePath(); part != null; part = part.getParent()) {
            if (Files.exists(part)) {
                return !Files.isDirectory(part);
            }
        }
        return false;
    }
}
