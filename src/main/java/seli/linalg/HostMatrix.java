package seli.linalg;

import java.util.Arrays;

/**
 * An immutable {@code rows x cols} matrix of doubles on the Java heap, column-major: entry (i, j) stands at offset
 * {@code j * rows + i}.
 *
 * <p>Whole columns are kept together in blocks of at most 2^27 entries, so that {@code rows * cols} may exceed 2^31
 * while each dimension is an {@code int}. Zero rows or columns are allowed. Instances are immutable and may be shared
 * between threads; {@link Builder} fills one.
 */
public final class HostMatrix {
    private static final int MAX_BLOCK = 1 << 27;

    private final int rows;
    private final int cols;
    private final int blockCols;
    private final double[][] blocks;

    private HostMatrix(int rows, int cols, int blockCols, double[][] blocks) {
        this.rows = rows;
        this.cols = cols;
        this.blockCols = blockCols;
        this.blocks = blocks;
    }

    /** Value of one entry, for {@link #generate}. */
    @FunctionalInterface
    public interface EntryFunction {
        /** Returns entry (i, j), 0-based. */
        double at(int i, int j);
    }

    /**
     * A matrix from its entries in column-major order (copied).
     *
     * @throws IllegalArgumentException if {@code columnMajor.length != rows * cols}
     */
    public static HostMatrix of(int rows, int cols, double... columnMajor) {
        long size = Math.multiplyExact((long) rows, (long) cols);
        if (columnMajor.length != size) {
            throw new IllegalArgumentException("matrix of " + rows + " x " + cols + " needs " + size + " entries, got "
                    + columnMajor.length + "; pass them column by column");
        }
        Builder builder = builder(rows, cols);
        for (int j = 0; j < cols; j++) {
            builder.setColumn(j, columnMajor, j * rows);
        }
        return builder.build();
    }

    /** A matrix whose entry (i, j) is {@code entry.at(i, j)}, evaluated column by column. */
    public static HostMatrix generate(int rows, int cols, EntryFunction entry) {
        Builder builder = builder(rows, cols);
        for (int j = 0; j < cols; j++) {
            for (int i = 0; i < rows; i++) {
                builder.set(i, j, entry.at(i, j));
            }
        }
        return builder.build();
    }

    /** A {@code rows x cols} matrix of zeros. */
    public static HostMatrix zeros(int rows, int cols) {
        return builder(rows, cols).build();
    }

    /** The {@code n x n} identity. */
    public static HostMatrix identity(int n) {
        return generate(n, n, (i, j) -> i == j ? 1 : 0);
    }

    /** A builder of a {@code rows x cols} matrix, all entries zero at first. */
    public static Builder builder(int rows, int cols) {
        return new Builder(rows, cols);
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Number of columns. */
    public int cols() {
        return cols;
    }

    /** Number of entries, {@code rows * cols}, 64-bit. */
    public long size() {
        return (long) rows * cols;
    }

    /** Entry (i, j), 0-based. */
    public double get(int i, int j) {
        if (i < 0 || i >= rows) {
            throw new IndexOutOfBoundsException("row " + i + " of " + rows + " x " + cols);
        }
        return blocks[j / blockCols][(j % blockCols) * rows + i];
    }

    /** Copies column {@code j} into {@code target[offset .. offset + rows)}. */
    public void copyColumn(int j, double[] target, int offset) {
        System.arraycopy(blocks[j / blockCols], (j % blockCols) * rows, target, offset, rows);
    }

    /** Copies columns {@code first .. first + count} into {@code target}, column-major, from its start. */
    public void copyColumns(int first, int count, double[] target) {
        for (int j = 0; j < count; j++) {
            copyColumn(first + j, target, j * rows);
        }
    }

    /**
     * All entries, column-major, as a new array.
     *
     * @throws IllegalStateException if there are more than 2^31 - 1 of them
     */
    public double[] toArray() {
        if (size() > Integer.MAX_VALUE) {
            throw new IllegalStateException(
                    "matrix of " + rows + " x " + cols + " does not fit one array; copy it by columns");
        }
        double[] all = new double[(int) size()];
        copyColumns(0, cols, all);
        return all;
    }

    /** The transpose, {@code cols x rows}. */
    public HostMatrix transpose() {
        return generate(cols, rows, (i, j) -> get(j, i));
    }

    /** {@code factor * this}. */
    public HostMatrix times(double factor) {
        return generate(rows, cols, (i, j) -> factor * get(i, j));
    }

    /**
     * The product {@code this * right}, by three plain loops; cost 2 rows cols right.cols flops.
     *
     * @throws IllegalArgumentException if the inner dimensions differ
     */
    public HostMatrix times(HostMatrix right) {
        if (cols != right.rows) {
            throw new IllegalArgumentException("product of " + rows + " x " + cols + " with " + right.rows + " x "
                    + right.cols + ": inner dimensions differ; expected a right factor with " + cols + " rows");
        }
        Builder product = builder(rows, right.cols);
        double[] column = new double[rows];
        double[] left = new double[rows];
        for (int j = 0; j < right.cols; j++) {
            Arrays.fill(column, 0);
            for (int l = 0; l < cols; l++) {
                copyColumn(l, left, 0);
                double factor = right.get(l, j);
                for (int i = 0; i < rows; i++) {
                    column[i] += left[i] * factor;
                }
            }
            product.setColumn(j, column, 0);
        }
        return product.build();
    }

    /** The Frobenius inner product with a matrix of the same shape. */
    public double dot(HostMatrix other) {
        requireSameShape(other);
        double sum = 0;
        for (int b = 0; b < blocks.length; b++) {
            double[] mine = blocks[b];
            double[] theirs = other.blocks[b];
            for (int i = 0; i < mine.length; i++) {
                sum += mine[i] * theirs[i];
            }
        }
        return sum;
    }

    /** The Frobenius norm; plain sum of squares, so entries beyond 1e154 overflow. */
    public double norm() {
        return Math.sqrt(dot(this));
    }

    /** Largest absolute difference of entries to a matrix of the same shape; NaN if any entry of either is NaN. */
    public double maxDifference(HostMatrix other) {
        requireSameShape(other);
        double max = 0;
        for (int b = 0; b < blocks.length; b++) {
            for (int i = 0; i < blocks[b].length; i++) {
                max = Math.max(max, Math.abs(blocks[b][i] - other.blocks[b][i]));
            }
        }
        return max;
    }

    /** Whether no entry is NaN or infinite. */
    public boolean isFinite() {
        for (double[] block : blocks) {
            for (double value : block) {
                if (!Double.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void requireSameShape(HostMatrix other) {
        if (rows != other.rows || cols != other.cols) {
            throw new IllegalArgumentException("shapes differ: " + rows + " x " + cols + " and " + other.rows + " x "
                    + other.cols + "; expected two matrices of the same shape");
        }
    }

    /** Equal shape and bitwise equal entries. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HostMatrix that
                && rows == that.rows
                && cols == that.cols
                && Arrays.deepEquals(blocks, that.blocks);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * rows + cols) + Arrays.deepHashCode(blocks);
    }

    /** Shape, and the entries row by row where there are at most a hundred. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(rows + " x " + cols);
        if (size() <= 100) {
            for (int i = 0; i < rows; i++) {
                text.append('\n');
                for (int j = 0; j < cols; j++) {
                    text.append(j == 0 ? "" : " ").append(get(i, j));
                }
            }
        }
        return text.toString();
    }

    /** Fills one matrix, then hands it over; not thread-safe, and unusable after {@link #build}. */
    public static final class Builder {
        private final int rows;
        private final int cols;
        private final int blockCols;
        private double[][] blocks;
        private boolean built;

        private Builder(int rows, int cols) {
            if (rows < 0 || cols < 0 || rows > MAX_BLOCK) {
                throw new IllegalArgumentException("matrix of " + rows + " x " + cols + "; expected 0 to " + MAX_BLOCK
                        + " rows and at least 0 columns");
            }
            this.rows = rows;
            this.cols = cols;
            this.blockCols = Math.max(1, MAX_BLOCK / Math.max(1, rows));
            this.blocks = new double[(int) (((long) cols + blockCols - 1) / blockCols)][];
            for (int b = 0; b < blocks.length; b++) {
                blocks[b] = new double[rows * Math.min(blockCols, cols - b * blockCols)];
            }
        }

        /** Sets entry (i, j). */
        public Builder set(int i, int j, double value) {
            if (i < 0 || i >= rows) {
                throw new IndexOutOfBoundsException("row " + i + " of " + rows + " x " + cols);
            }
            blocks[j / blockCols][(j % blockCols) * rows + i] = value;
            return this;
        }

        /** Sets column {@code j} from {@code source[offset .. offset + rows)}. */
        public Builder setColumn(int j, double[] source, int offset) {
            System.arraycopy(source, offset, blocks[j / blockCols], (j % blockCols) * rows, rows);
            return this;
        }

        /**
         * The matrix; the builder is empty afterwards and throws when used.
         *
         * @throws IllegalStateException if it was called before
         */
        public HostMatrix build() {
            if (built) {
                throw new IllegalStateException("matrix already built; expected a new builder for another one");
            }
            built = true;
            HostMatrix matrix = new HostMatrix(rows, cols, blockCols, blocks);
            blocks = new double[0][];
            return matrix;
        }
    }
}
