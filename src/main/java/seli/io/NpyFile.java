package seli.io;

import java.nio.file.Path;

/** Finds the array in a {@code .npy} file. */
final class NpyFile {
    private NpyFile() {}

    /**
     * The array of a file, with its header read.
     *
     * @throws UnusableFileException if the file is missing or unreadable
     * @throws MalformedFileException if it is no {@code .npy} file of plain numbers, or is cut short
     */
    static StoredArray find(Path file) throws UnusableFileException {
        String source = file.toString();
        return InputFile.read(file, open -> {
            long length = open.length();
            NpyHeader.Located located = NpyHeader.read(InputFile.section(open, 0, length), length, source);
            ArrayLayout layout = located.layout();
            return new StoredArray(
                    source, layout.type().code(), layout, new FileRegion(file, length, located.length()));
        });
    }
}
