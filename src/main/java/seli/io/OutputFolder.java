package seli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that a command writes its results to. */
public final class OutputFolder {
    private OutputFolder() {}

    /**
     * Creates {@code folder} with its parents, unless it exists, and checks that files can be created in it. Meant to
     * be called before long work.
     *
     * @return the folder
     * @throws UnusableFileException if that fails: a part of the path exists as a file, permissions do not allow it, or
     *     the file system does not take it
     */
    public static Path prepare(Path folder) throws UnusableFileException {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".", ".seli-tmp"));
            return folder;
        } catch (IOException e) {
            String reason = isBelowFile(folder) ? "a part of the path is a file" : InputFile.reason(e);
            throw new UnusableFileException(
                    "cannot write to folder " + folder + ": " + reason + "; choose another folder", e);
        }
    }

    private static boolean isBelowFile(Path folder) {
        for (Path part = folder.toAbsolutePath(); part != null; part = part.getParent()) {
            if (Files.exists(part)) {
                return !Files.isDirectory(part);
            }
        }
        return false;
    }
}
