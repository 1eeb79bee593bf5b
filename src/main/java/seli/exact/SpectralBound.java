package seli.exact;

/**
 * An upper bound on the largest singular value of an m x m matrix G, proved by a Cholesky factorisation: t bounds it if
 * {@code t^2 I - G'G} is positive definite. G'G is summed in twice the working precision, so that the bound is good to
 * some units of the last place of t where G is nearly an isometry, as it is at an optimum (derived in docs). Cost: one
 * product and about ten factorisations, each m^3/3.
 */
final class SpectralBound {
    private static final double UNIT = 0x1p-53;

    private final int m;
    private final double[] squares; // G'G
    private final double[] factor;

    private SpectralBound(double[] g, int m) {
        this.m = m;
        this.squares = new double[m * m];
        this.factor = new double[m * m];
        for (int j = 0; j < m; j++) {
            for (int i = 0; i <= j; i++) {
                squares[j * m + i] = preciseDot(g, i * m, j * m, m);
            }
        }
    }

    /** The bound for the column-major m x m matrix {@code g}, which is read only; 0 for the zero matrix. */
    static double of(double[] g, int m) {
        return new SpectralBound(g, m).bound();
    }

    private double bound() {
        double trace = 0;
        double largest = 0;
        for (int j = 0; j < m; j++) {
            trace += squares[j * m + j];
            largest = Math.max(largest, squares[j * m + j]);
        }
        if (trace == 0) { // exact: G is zero
            return 0;
        }
        double low = Math.sqrt(largest) * (1 - 4 * UNIT);
        double high = Math.sqrt(trace) * (1 + (4 * m + 20) * UNIT);
        for (double excess = 0x1p-48; excess < 1 && 1 + excess < high; excess *= 16) {
            if (1 + excess > low && holds(1 + excess)) {
                high = 1 + excess;
                break;
            }
            low = Math.max(low, 1 + excess);
        }
        while (high - low > accuracy(high)) {
            double middle = low + (high - low) / 2;
            if (holds(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** How close the bracket must be: tight near 1, where the certificate is decided. */
    private double accuracy(double high) {
        double excess = high - 1;
        return excess > 0 ? Math.max(4 * UNIT, excess / 8) : 1e-9 * high;
    }

    /** Whether t^2 I - G'G has a Cholesky factor whose pivots stand above the rounding of the factorisation. */
    private boolean holds(double t) {
        double diagonal = 0;
        for (int j = 0; j < m; j++) {
            diagonal = Math.max(diagonal, Math.abs(t * t - squares[j * m + j]));
        }
        double least = (m + 4) * UNIT * diagonal + 4 * UNIT * t * t;
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < j; i++) {
                factor[j * m + i] = -squares[j * m + i];
            }
            factor[j * m + j] = t * t - squares[j * m + j];
            for (int i = 0; i < j; i++) {
                double sum = factor[j * m + i];
                for (int l = 0; l < i; l++) {
                    sum -= factor[i * m + l] * factor[j * m + l];
                }
                factor[j * m + i] = sum / factor[i * m + i];
            }
            double pivot = factor[j * m + j];
            for (int l = 0; l < j; l++) {
                pivot -= factor[j * m + l] * factor[j * m + l];
            }
            if (!(pivot > least)) {
                return false;
            }
            factor[j * m + j] = Math.sqrt(pivot);
        }
        return true;
    }

    /** The inner product of two columns as if in twice the working precision [Ogita, Rump, Oishi 2005]. */
    private static double preciseDot(double[] g, int first, int second, int length) {
        double sum = 0;
        double low = 0;
        for (int i = 0; i < length; i++) {
            double a = g[first + i];
            double b = g[second + i];
            double product = a * b;
            double rest = Math.fma(a, b, -product);
            double next = sum + product;
            double back = next - sum;
            low += ((sum - (next - back)) + (product - back)) + rest;
            sum = next;
        }
        return sum + low;
    }
}
