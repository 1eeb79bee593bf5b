package seli.metric;

import seli.linalg.HostMatrix;

/**
 * Products A'B of matrices with few rows and up to a few thousand columns, on the Java heap.
 *
 * <p>A is packed panel by panel so that the inner loop runs along one contiguous row of A' and one contiguous column of the
 * result; a panel of {@code TILE x DEPTH} doubles stays in the second-level cache.
 */
final class InnerProducts {
    private static final int TILE = 128;
    private static final int DEPTH = 256;

    private InnerProducts() {}

    /** The Gram A'A (k x k) of the columns of A (d x k), exactly symmetric; reads A. Cost d k^2 flops. */
    static HostMatrix gram(HostMatrix a) {
        double[][] columns = product(a, a, true);
        for (int j = 0; j < columns.length; j++) {
            for (int i = (j / TILE + 1) * TILE; i < columns.length; i++) {
                columns[j][i] = columns[i][j];
            }
        }
        return matrix(a.cols(), columns);
    }

    /** A'B (A.cols x B.cols) for A and B with the same number of rows; reads both. Cost 2 d A.cols B.cols flops. */
    static HostMatrix cross(HostMatrix a, HostMatrix b) {
        return matrix(a.cols(), product(a, b, false));
    }

    /** Columns of A'B; with {@code upperOnly} entry (i, j) is filled only where j is not left of the tile of i. */
    private static double[][] product(HostMatrix a, HostMatrix b, boolean upperOnly) {
        double[][] result = new double[b.cols()][a.cols()];
        double[] panel = new double[TILE * DEPTH];
        double[] column = new double[a.rows()];
        for (int i0 = 0; i0 < a.cols(); i0 += TILE) {
            int width = Math.min(TILE, a.cols() - i0);
            for (int l0 = 0; l0 < a.rows(); l0 += DEPTH) {
                int depth = Math.min(DEPTH, a.rows() - l0);
                pack(a, i0, width, l0, depth, panel, column);
                for (int j = upperOnly ? i0 : 0; j < b.cols(); j++) {
                    b.copyColumn(j, column, 0);
                    accumulate(panel, width, column, l0, depth, result[j], i0);
                }
            }
        }
        return result;
    }

    private static void pack(HostMatrix a, int i0, int width, int l0, int depth, double[] panel, double[] column) {
        for (int i = 0; i < width; i++) {
            a.copyColumn(i0 + i, column, 0);
            for (int l = 0; l < depth; l++) {
                panel[l * TILE + i] = column[l0 + l];
            }
        }
    }

    private static void accumulate(
            double[] panel, int width, double[] column, int l0, int depth, double[] target, int i0) {
        for (int l = 0; l < depth; l++) {
            double factor = column[l0 + l];
            int row = l * TILE;
            for (int i = 0; i < width; i++) {
                target[i0 + i] += panel[row + i] * factor;
            }
        }
    }

    private static HostMatrix matrix(int rows, double[][] columns) {
        HostMatrix.Builder builder = HostMatrix.builder(rows, columns.length);
        for (int j = 0; j < columns.length; j++) {
            builder.setColumn(j, columns[j], 0);
        }
        return builder.build();
    }
}
