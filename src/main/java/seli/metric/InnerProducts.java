package seli.metric;

import seli.linalg.HostMatrix;

/**
 * Products A'B of matrices with few rows and up to a few thousand columns, on the Java heap.
 *
 * <p>A is packed panel by panel so that the inner loop runs along one contiguous row of A' and one contiguous column of
 * the result; a panel of {@code TILE x DEPTH} doubles stays in the second-level cache.
 */
final class InnerProducts {
    private static final int TILE = 128;
    private static final int DEPTH = 256;

    private final HostMatrix a;
    private final HostMatrix b;
    private final boolean upperOnly;
    private final double[][] result;
    private final double[] panel = new double[TILE * DEPTH];
    private final double[] column;

    /**
     * A product that is not yet formed; with {@code upperOnly} entry (i, j) is left 0 where j is left of the tile of i.
     */
    private InnerProducts(HostMatrix a, HostMatrix b, boolean upperOnly) {
        this.a = a;
        this.b = b;
        this.upperOnly = upperOnly;
        this.result = new double[b.cols()][a.cols()];
        this.column = new double[a.rows()];
    }

    /** The Gram A'A (k x k) of the columns of A (d x k), exactly symmetric; reads A. Cost d k^2 flops. */
    static HostMatrix gram(HostMatrix a) {
        double[][] upper = new InnerProducts(a, a, true).multiply();
        return HostMatrix.generate(a.cols(), a.cols(), (i, j) -> upper[Math.max(i, j)][Math.min(i, j)]);
    }

    /** A'B (A.cols x B.cols) for A and B with the same number of rows; reads both. Cost 2 d A.cols B.cols flops. */
    static HostMatrix cross(HostMatrix a, HostMatrix b) {
        double[][] columns = new InnerProducts(a, b, false).multiply();
        HostMatrix.Builder builder = HostMatrix.builder(a.cols(), b.cols());
        for (int j = 0; j < columns.length; j++) {
            builder.setColumn(j, columns[j], 0);
        }
        return builder.build();
    }

    private double[][] multiply() {
        for (int i = 0; i < a.cols(); i += TILE) {
            for (int l = 0; l < a.rows(); l += DEPTH) {
                addPanel(i, l);
            }
        }
        return result;
    }

    /** Adds what columns {@code first ..} and rows {@code top ..} of one panel of A contribute. */
    private void addPanel(int first, int top) {
        int width = Math.min(TILE, a.cols() - first);
        int depth = Math.min(DEPTH, a.rows() - top);
        for (int i = 0; i < width; i++) {
            a.copyColumn(first + i, column, 0);
            for (int l = 0; l < depth; l++) {
                panel[l * TILE + i] = column[top + l];
            }
        }
        for (int j = upperOnly ? first : 0; j < b.cols(); j++) {
            b.copyColumn(j, column, 0);
            for (int l = 0; l < depth; l++) {
                addRow(l * TILE, column[top + l], result[j], first, width);
            }
        }
    }

    private void addRow(int start, double factor, double[] target, int first, int width) {
        for (int i = 0; i < width; i++) {
            target[first + i] += panel[start + i] * factor;
        }
    }
}
