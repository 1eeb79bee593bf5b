package seli.linalg;

import java.util.Arrays;

/** Columns scaled to norm 1, where those of norm zero are replaced by vectors orthogonal to all others. */
final class OrthonormalColumns {
    private OrthonormalColumns() {}

    /**
     * Column j of the result is {@code columns[order[j]] / norms[order[j]]}; zero columns, which {@code order} puts
     * last, are filled by unit vectors made orthogonal to what is there (modified Gram-Schmidt, twice).
     *
     * @param columns mutually orthogonal columns of {@code rows} entries, overwritten
     */
    static HostMatrix of(double[][] columns, double[] norms, Integer[] order, int rows) {
        HostMatrix.Builder result = HostMatrix.builder(rows, order.length);
        int candidate = 0;
        for (int j = 0; j < order.length; j++) {
            double[] column = columns[order[j]];
            if (norms[order[j]] > 0) {
                divide(column, norms[order[j]]);
            } else {
                candidate = complete(columns, order, j, candidate);
            }
            result.setColumn(j, column, 0);
        }
        return result.build();
    }

    /**
     * Fills column {@code order[j]} from the first unit vector, from {@code candidate} on, that is not in the span of
     * those before.
     */
    private static int complete(double[][] columns, Integer[] order, int j, int candidate) {
        double[] column = columns[order[j]];
        for (int unit = candidate; unit < column.length; unit++) {
            Arrays.fill(column, 0);
            column[unit] = 1;
            for (int pass = 0; pass < 2; pass++) {
                for (int i = 0; i < j; i++) {
                    subtractProjection(column, columns[order[i]]);
                }
            }
            double norm = StrictMath.sqrt(dot(column, column));
            // Some unit vector has a component of at least sqrt((rows - j) / rows) outside a span of dimension j <
            // rows.
            if (norm > 0.5 / StrictMath.sqrt(column.length)) {
                divide(column, norm);
                return unit + 1;
            }
        }
        throw new ArithmeticException("bug: no unit vector is outside the span of %d columns".formatted(j));
    }

    private static void subtractProjection(double[] x, double[] unit) {
        double factor = dot(x, unit);
        for (int i = 0; i < x.length; i++) {
            x[i] -= factor * unit[i];
        }
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static void divide(double[] x, double divisor) {
        for (int i = 0; i < x.length; i++) {
            x[i] /= divisor;
        }
    }
}
