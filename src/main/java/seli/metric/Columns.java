package seli.metric;

import seli.linalg.HostMatrix;

/** Mean, centring and scaling of the columns of a d x k matrix. */
final class Columns {
    private static final int LARGEST_EXPONENT = 200;

    private Columns() {}

    /** The unweighted mean of the columns, d numbers. */
    static double[] mean(HostMatrix m) {
        double[] sum = new double[m.rows()];
        double[] column = new double[m.rows()];
        for (int j = 0; j < m.cols(); j++) {
            m.copyColumn(j, column, 0);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += column[i];
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= m.cols();
        }
        return sum;
    }

    /** The matrix with its unweighted column mean subtracted from every column. */
    static HostMatrix centred(HostMatrix m) {
        double[] mean = mean(m);
        return HostMatrix.generate(m.rows(), m.cols(), (i, j) -> m.get(i, j) - mean[i]);
    }

    /** x'y. */
    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /** The largest absolute entry; NaN or infinite if an entry is. */
    static double largest(HostMatrix m) {
        double[] column = new double[m.rows()];
        double largest = 0;
        for (int j = 0; j < m.cols(); j++) {
            m.copyColumn(j, column, 0);
            for (double entry : column) {
                largest = Math.max(largest, Math.abs(entry)); // NaN stays
            }
        }
        return largest;
    }

    /**
     * The matrix itself, or where its largest entry is beyond 2^200 or below 2^-200 its multiple by a power of two, so
     * that sums of fourth powers neither over- nor underflow. For numbers that do not depend on scale.
     */
    static HostMatrix tamed(HostMatrix m) {
        int exponent = excess(largest(m));
        return exponent == 0
                ? m
                : HostMatrix.generate(m.rows(), m.cols(), (i, j) -> Math.scalb(m.get(i, j), -exponent));
    }

    /** The power of two by which numbers up to {@code largest} are divided to be tamed; 0 if they stay. */
    static int excess(double largest) {
        int exponent = Math.getExponent(largest);
        boolean stays = !(largest > 0) || Double.isInfinite(largest) || Math.abs(exponent) <= LARGEST_EXPONENT;
        return stays ? 0 : exponent;
    }
}
