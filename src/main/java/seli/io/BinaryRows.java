package seli.io;

import java.io.IOException;

/**
 * The rows of a matrix that lies in a file as plain elements. In C order they are read as they lie. In Fortran order
 * strips of rows are collected from all columns, up to 32 MiB at a time, which needs bytes that can be read in any
 * order; others are taken onto the heap first, in their own element type.
 */
final class BinaryRows implements RowBlocks {
    /** Elements converted at a time; 8 bytes each at most. */
    private static final int PART = ByteInput.MAX_LENGTH / Double.BYTES;
    /** Elements of a strip of rows of a matrix in Fortran order. */
    private static final int STRIP = 1 << 22;
    /** Rows of a strip that are handed on together. */
    private static final int TILE = 8;

    private final String source;
    private final String elementType;
    private final ArrayLayout layout;
    private final ArrayBytes bytes;

    private BinaryRows(String source, String elementType, ArrayLayout layout, ArrayBytes bytes) {
        this.source = source;
        this.elementType = elementType;
        this.layout = layout;
        this.bytes = bytes;
    }

    /**
     * The rows of a stored array.
     *
     * @throws MalformedFileException if it is no matrix, or has no columns or too many
     */
    static BinaryRows of(StoredArray array) throws MalformedFileException {
        ArrayLayout layout = array.layout().requireMatrix(array.source());
        if (layout.cols() < 1 || layout.cols() > ArrayLayout.MAX_MATRIX_ROWS) {
            throw layout.wrong(array.source(), "expected 1 to " + ArrayLayout.MAX_MATRIX_ROWS + " columns");
        }
        return new BinaryRows(array.source(), array.elementType(), layout, array.bytes());
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public long rows() {
        return layout.rows();
    }

    @Override
    public int cols() {
        return (int) layout.cols();
    }

    @Override
    public String elementType() {
        return elementType;
    }

    @Override
    public void read(int rowsPerBlock, Receiver receiver) throws UnusableFileException {
        RowFeed feed = new RowFeed(this, rowsPerBlock, receiver);
        bytes.read(in -> {
            if (!layout.fortran() || cols() == 1) {
                readRows(in, feed);
            } else if (bytes.isSeekable()) {
                readStrips(in, feed);
            } else {
                readStrips(
                        ByteBlocks.read(in, layout.byteCount(), layout.order(), source)
                                .input(),
                        feed);
            }
        });
    }

    private void readRows(ByteInput in, RowFeed feed) throws IOException {
        int cols = cols();
        int atOnce = (int) Math.min(Math.max(1, PART / cols), Math.max(1, rows()));
        HeapRoom.require((long) Double.BYTES * atOnce * cols, source);
        double[] values = new double[atOnce * cols];
        for (long row = 0; row < rows(); row += atOnce) {
            int count = (int) Math.min(atOnce, rows() - row);
            numbers(in, count * cols, values, 0);
            for (int i = 0; i < count; i++) {
                feed.add(values, i * cols);
            }
        }
    }

    private void readStrips(ByteInput in, RowFeed feed) throws IOException {
        int cols = cols();
        int height = (int) Math.min(Math.max(1, STRIP / cols), Math.max(1, rows()));
        HeapRoom.require((long) Double.BYTES * (height + TILE) * cols, source);
        double[] strip = new double[height * cols];
        double[] tile = new double[TILE * cols];
        for (long first = 0; first < rows(); first += height) {
            int count = (int) Math.min(height, rows() - first);
            for (int j = 0; j < cols; j++) {
                in.seek((j * rows() + first) * layout.type().size());
                numbers(in, count, strip, j * height);
            }
            for (int i = 0; i < count; i += TILE) {
                feedTile(strip, height, i, Math.min(TILE, count - i), tile, feed);
            }
        }
    }

    /** Hands on a few rows at a time, so that every cache line of the strip is read once. */
    // waiver(parameters): the strip, where in it, and where to
    private void feedTile(double[] strip, int height, int first, int count, double[] tile, RowFeed feed)
            throws UnusableFileException {
        int cols = cols();
        for (int j = 0; j < cols; j++) {
            for (int t = 0; t < count; t++) {
                tile[t * cols + j] = strip[j * height + first + t];
            }
        }
        for (int t = 0; t < count; t++) {
            feed.add(tile, t * cols);
        }
    }

    private void numbers(ByteInput in, int count, double[] target, int offset) throws IOException {
        for (int done = 0; done < count; done += PART) {
            int part = Math.min(PART, count - done);
            layout.type()
                    .numbers(in.next(part * layout.type().size()).order(layout.order()), part, target, offset + done);
        }
    }
}
