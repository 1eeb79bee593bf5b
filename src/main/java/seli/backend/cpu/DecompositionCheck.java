package seli.backend.cpu;

import seli.backend.Precision;

/**
 * Cheap proof that a decomposition is not nonsense (LAPACK libraries have returned such with a clean verdict): with a
 * fixed vector of signs x, A x must equal the product of the factors with x, and Q'Qx must be x for each factor Q; the
 * values' norm must be |A|_F, and eigenvalues must add up to the trace. Cost a few passes over the matrices. Refuses
 * NaN and infinite entries beforehand. Entries are scaled by a power of two, against overflow.
 */
final class DecompositionCheck {
    /** Units of (m + n) u |A|_F that a difference may reach; a sound result stays far below, nonsense far above. */
    private static final double SLACK = 16;

    private final CpuMatrix a;
    private final boolean upper;
    private final double scale;
    private final double norm;
    private final double trace;
    private final double allowed;
    private final Precision precision;

    private DecompositionCheck(CpuMatrix a, boolean upper, Precision precision) {
        this.a = a;
        this.upper = upper;
        this.precision = precision;
        double max = largest();
        this.scale = max == 0 ? 1 : Math.scalb(1.0, -Math.max(Math.getExponent(max), Double.MIN_EXPONENT + 1));
        double[] sums = scaledSums();
        this.norm = Math.sqrt(sums[0]);
        this.trace = sums[1];
        double smallest = precision == Precision.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
        double units = SLACK * ((double) a.rows() + a.cols());
        this.allowed = units * (precision.roundoff() * norm + smallest * scale);
    }

    /** A check for any matrix; ArithmeticException if an entry is not finite. */
    static DecompositionCheck of(CpuMatrix a, Precision precision) {
        return new DecompositionCheck(a, false, precision);
    }

    /** A check for a symmetric matrix, of which the upper triangle is read. */
    static DecompositionCheck ofUpperTriangle(CpuMatrix a, Precision precision) {
        return new DecompositionCheck(a, true, precision);
    }

    /** Whether the squares of the entries neither overflow nor vanish beside each other. */
    boolean squaresFit() {
        int most = precision == Precision.FLOAT64 ? 400 : 40;
        return Math.abs(Math.getExponent(scale)) <= most;
    }

    private int end(int j) {
        return upper ? j + 1 : a.rows();
    }

    private double largest() {
        double max = 0;
        double[] column = new double[a.rows()];
        for (int j = 0; j < a.cols(); j++) {
            a.readColumns(j, 1, column);
            for (int i = 0; i < end(j); i++) {
                if (!Double.isFinite(column[i])) {
                    throw new ArithmeticException(
                            "decomposition of a matrix with entry (%d, %d) = %s; expected finite entries"
                                    .formatted(i, j, column[i]));
                }
                max = Math.max(max, Math.abs(column[i]));
            }
        }
        return max;
    }

    /**
     * |A|_F^2 of the scaled matrix within (m + n) u, and its trace. The sum goes column by column: one sum of all m n
     * squares may err by m n u / 2, and does where they are equal, as in I - 11'/m, whose sound eigenvalues were
     * refused from m = 2048 on.
     */
    private double[] scaledSums() {
        double[] sums = new double[2];
        double[] column = new double[a.rows()];
        for (int j = 0; j < a.cols(); j++) {
            a.readColumns(j, 1, column);
            double squares = 0;
            for (int i = 0; i < end(j); i++) {
                double entry = scale * column[i];
                squares += (upper && i < j ? 2 : 1) * entry * entry;
            }
            sums[0] += squares;
            sums[1] += j < a.rows() ? scale * column[j] : 0;
        }
        return sums;
    }

    void requireEigenvalues(double[] values) {
        double sum = 0;
        for (int j = 0; j < values.length; j++) {
            require(j == 0 || values[j] >= values[j - 1], "eigenvalues out of order");
            sum += scale * values[j];
        }
        requireNorm(values);
        // the differences of all values have a norm of at most what is allowed [Hoffman, Wielandt 1953]
        require(
                Math.abs(sum - trace) <= allowed * Math.sqrt(values.length),
                "sum of the values differs from the matrix's trace");
    }

    void requireEigen(double[] values, CpuMatrix vectors) {
        requireEigenvalues(values);
        double[] signs = signs(values.length);
        double[] inner = transposedProduct(vectors, signs);
        for (int j = 0; j < inner.length; j++) {
            inner[j] *= scale * values[j];
        }
        requireEqual(symmetricProduct(signs), product(vectors, inner));
        requireSame(signs, transposedProduct(vectors, product(vectors, signs)), vectors);
    }

    void requireSingularValues(double[] values) {
        for (int j = 0; j < values.length; j++) {
            require(
                    values[j] >= 0 && (j == 0 || values[j] <= values[j - 1]),
                    "singular values negative or out of order");
        }
        requireNorm(values);
    }

    void requireSvd(double[] values, CpuMatrix u, CpuMatrix vt) {
        requireSingularValues(values);
        double[] signs = signs(a.cols());
        double[] inner = product(vt, signs);
        for (int j = 0; j < inner.length; j++) {
            inner[j] *= scale * values[j];
        }
        double[] direct = product(a, signs);
        for (int i = 0; i < direct.length; i++) {
            direct[i] *= scale;
        }
        requireEqual(direct, product(u, inner));
        double[] some = signs(values.length);
        requireSame(some, transposedProduct(u, product(u, some)), u);
        requireSame(some, product(vt, transposedProduct(vt, some)), vt);
    }

    /** {@code Q'Qx = x} for orthonormal columns (or rows) of the factor. */
    private void requireSame(double[] x, double[] found, CpuMatrix factor) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (found[i] - x[i]) * (found[i] - x[i]);
        }
        double units = SLACK * ((double) factor.rows() + factor.cols()) * precision.roundoff();
        require(Math.sqrt(sum) <= units * Math.sqrt(x.length), "vectors are not orthonormal");
    }

    private void requireNorm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += scale * value * (scale * value);
        }
        require(Math.abs(Math.sqrt(sum) - norm) <= allowed, "norm of the values differs from that of the matrix");
    }

    private void requireEqual(double[] direct, double[] factored) {
        double sum = 0;
        for (int i = 0; i < direct.length; i++) {
            double difference = direct[i] - factored[i];
            sum += difference * difference;
        }
        require(Math.sqrt(sum) <= allowed * Math.sqrt(a.cols()), "factors do not multiply to the matrix");
    }

    private void require(boolean sound, String what) {
        if (!sound) {
            throw new ArithmeticException(
                    "decomposition of a %d x %d matrix failed: %s; the numerical library is unsound here"
                            .formatted(a.rows(), a.cols(), what));
        }
    }

    /** A fixed sequence of +1 and -1 without pattern: the top bit of multiples of the golden ratio. */
    private static double[] signs(int count) {
        double[] signs = new double[count];
        for (int i = 0; i < count; i++) {
            signs[i] = (i + 1) * 0x9E3779B97F4A7C15L < 0 ? -1 : 1;
        }
        return signs;
    }

    private static double[] product(CpuMatrix m, double[] x) {
        double[] y = new double[m.rows()];
        double[] column = new double[m.rows()];
        for (int j = 0; j < m.cols(); j++) {
            m.readColumns(j, 1, column);
            for (int i = 0; i < y.length; i++) {
                y[i] += column[i] * x[j];
            }
        }
        return y;
    }

    private static double[] transposedProduct(CpuMatrix m, double[] x) {
        double[] y = new double[m.cols()];
        double[] column = new double[m.rows()];
        for (int j = 0; j < m.cols(); j++) {
            m.readColumns(j, 1, column);
            for (int i = 0; i < x.length; i++) {
                y[j] += column[i] * x[i];
            }
        }
        return y;
    }

    /** {@code scale A x} by the upper triangle of A. */
    private double[] symmetricProduct(double[] x) {
        double[] y = new double[x.length];
        double[] column = new double[x.length];
        for (int j = 0; j < x.length; j++) {
            a.readColumns(j, 1, column);
            y[j] += scale * column[j] * x[j];
            for (int i = 0; i < j; i++) {
                double entry = scale * column[i];
                y[i] += entry * x[j];
                y[j] += entry * x[i];
            }
        }
        return y;
    }
}
