package seli.job;

import seli.io.NpyArray;
import seli.io.RowBlocks;
import seli.io.UnusableFileException;
import seli.linalg.HostMatrix;

/** Columns of a matrix in memory, or of a loaded array, as the rows of a file. */
final class LoadedRows implements RowBlocks {
    private final String source;
    private final String elementType;
    private final HostMatrix columns; // column j is row j

    private LoadedRows(String source, String elementType, HostMatrix columns) {
        this.source = source;
        this.elementType = elementType;
        this.columns = columns;
    }

    /** The columns of an array with two dimensions, d x n: each becomes a row. */
    static LoadedRows ofColumns(NpyArray array) throws UnusableFileException {
        return new LoadedRows(
                array.source(), array.elementType(), array.requireFinite().toMatrix());
    }

    /** The rows of an array with two dimensions, n x d. */
    static LoadedRows ofRows(NpyArray array) throws UnusableFileException {
        return new LoadedRows(
                array.source(), array.elementType(), array.requireFinite().toTransposedMatrix());
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public long rows() {
        return columns.cols();
    }

    @Override
    public int cols() {
        return columns.rows();
    }

    @Override
    public String elementType() {
        return elementType;
    }

    @Override
    public void read(int rowsPerBlock, Receiver receiver) throws UnusableFileException {
        double[] column = new double[columns.rows()];
        for (int first = 0; first < columns.cols(); first += rowsPerBlock) {
            int count = Math.min(rowsPerBlock, columns.cols() - first);
            HostMatrix.Builder block = HostMatrix.builder(columns.rows(), count);
            for (int j = 0; j < count; j++) {
                columns.copyColumn(first + j, column, 0);
                block.setColumn(j, column, 0);
            }
            receiver.accept(first, block.build());
        }
    }
}
