package seli.io;

import java.nio.file.Path;

/** The rows of a matrix in a text file, which is parsed again for each pass. */
final class TextRows implements RowBlocks {
    private final Path file;
    private final MatrixFile.Size size;

    TextRows(Path file, MatrixFile.Size size) {
        this.file = file;
        this.size = size;
    }

    @Override
    public String source() {
        return file.toString();
    }

    @Override
    public long rows() {
        return size.rows();
    }

    @Override
    public int cols() {
        return size.cols();
    }

    @Override
    public String elementType() {
        return ElementType.FLOAT64.code();
    }

    @Override
    public void read(int rowsPerBlock, Receiver receiver) throws UnusableFileException {
        RowFeed feed = new RowFeed(this, rowsPerBlock, receiver);
        MatrixFile.Size found = MatrixFile.read(file, (row, count) -> {
            if (count != size.cols() || feed.isComplete()) {
                throw changed();
            }
            feed.add(row, 0);
        });
        if (!found.equals(size)) {
            throw changed();
        }
    }

    private UnusableFileException changed() {
        return new UnusableFileException(file + " has changed since it was opened; expected " + size.rows() + " x "
                + size.cols() + " numbers, try again");
    }
}
