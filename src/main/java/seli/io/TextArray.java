package seli.io;

import java.nio.file.Path;

/**
 * A matrix in a text file.
 *
 * @param file the file
 */
record TextArray(Path file) implements FoundArray {
    @Override
    public NpyArray load() throws UnusableFileException {
        return MatrixFile.read(file);
    }

    @Override
    public RowBlocks rows() throws UnusableFileException {
        return new TextRows(file, MatrixFile.read(file, (row, count) -> {}));
    }
}
