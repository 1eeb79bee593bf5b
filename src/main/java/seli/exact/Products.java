package seli.exact;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Products of small dense matrices in column-major arrays, each by sums of columns; the result is added to. Larger ones
 * share their columns among the processors; a column is always summed in the same order, so that the bits do not depend
 * on how many there are.
 */
final class Products {
    /** From this many rows on a column is worth handing to another processor. */
    private static final int SHARED = 96;

    private final int m;
    private final int r;

    /** Of m x m matrices with m x r factors. */
    Products(int m, int r) {
        this.m = m;
        this.r = r;
    }

    /** {@code C += A B'}: A and B are m x r, C is m x m. */
    void addOuter(double[] a, int offsetA, double[] b, int offsetB, double[] c) {
        columns(m, j -> {
            int l = 0;
            for (; l + 3 < r; l += 4) {
                int at = offsetB + l * m + j;
                addColumns(a, offsetA + l * m, b[at], b[at + m], b[at + 2 * m], b[at + 3 * m], c, j * m, m);
            }
            for (; l < r; l++) {
                addColumn(a, offsetA + l * m, b[offsetB + l * m + j], c, j * m, m);
            }
        });
    }

    /** {@code C += G B}: G is m x m, B and C are m x r. */
    void addTimes(double[] g, double[] b, int offsetB, double[] c, int offsetC) {
        columns(r, l -> {
            int at = offsetB + l * m;
            int j = 0;
            for (; j + 3 < m; j += 4) {
                addColumns(g, j * m, b[at + j], b[at + j + 1], b[at + j + 2], b[at + j + 3], c, offsetC + l * m, m);
            }
            for (; j < m; j++) {
                addColumn(g, j * m, b[at + j], c, offsetC + l * m, m);
            }
        });
    }

    private void columns(int many, IntConsumer column) {
        if (m < SHARED) {
            for (int j = 0; j < many; j++) {
                column.accept(j);
            }
        } else {
            IntStream.range(0, many).parallel().forEach(column);
        }
    }

    /** {@code C = G'}, m x m. */
    void transpose(double[] g, double[] c) {
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < m; i++) {
                c[i * m + j] = g[j * m + i];
            }
        }
    }

    /** The inner product of two arrays. */
    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** {@code y += factor x}. */
    static void add(double factor, double[] x, double[] y) {
        addColumn(x, 0, factor, y, 0, x.length);
    }

    /** Adds four neighbouring columns at once: y is loaded and stored once for the four. */
    // waiver(parameters): a product's inner loop on raw arrays
    private static void addColumns(
            double[] x, int at, double f0, double f1, double f2, double f3, double[] y, int offsetY, int length) {
        for (int i = 0; i < length; i++) {
            double first = f0 * x[at + i] + f1 * x[at + length + i];
            double second = f2 * x[at + 2 * length + i] + f3 * x[at + 3 * length + i];
            y[offsetY + i] += first + second;
        }
    }

    // waiver(parameters): a product's inner loop on raw arrays
    private static void addColumn(double[] x, int offsetX, double factor, double[] y, int offsetY, int length) {
        for (int i = 0; i < length; i++) {
            y[offsetY + i] += factor * x[offsetX + i];
        }
    }
}
