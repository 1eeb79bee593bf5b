package seli.geometry;

import java.util.List;
import seli.label.CountGroup;

/**
 * The eigenpairs of S = P N P that are constant on groups of equal counts, other than (0, 1): with distinct counts v_0
 * > ... > v_{m-1} of k_a classes each, the m - 1 roots mu_j in (v_{j+1}, v_j) of the secular equation
 *
 * <pre>
 *   f(mu) = sum_a k_a / (v_a - mu) = 0,   unit eigenvector on group a: x_a = y_j / (v_a - mu_j),  y_j = f'(mu_j)^(-1/2)
 * </pre>
 *
 * <p>(derived in docs; the reduction is the m x m eigenproblem of P_r diag(v) P_r, r_a = sqrt(k_a / k)). A root is held
 * as the nearest pole and the distance to it, so that every v_a - mu_j, a sum of an exact difference of integers and
 * that distance, is known to a few units of its last place, and with it every entry of every eigenvector [Gu, Eisenstat
 * 1994]. Cost: about 7 m^2 evaluations of a term in twice the working precision. Immutable.
 */
final class SecularSpectrum {
    /**
     * At most 15 steps were seen in 500,000 random spectra; the iteration converges from everywhere, so this only
     * bounds a bug.
     */
    private static final int MAX_STEPS = 100;

    private final double[] poles; // v_a, exact: counts are below 2^53
    private final double[] weights; // k_a
    private final int[] nearest; // index of the pole that is nearest to root j
    private final double[] offset; // mu_j - that pole, signed
    private final double[] scale; // y_j
    private final int mostSteps;

    private SecularSpectrum(List<CountGroup> groups) {
        int m = groups.size();
        poles = new double[m];
        weights = new double[m];
        for (int a = 0; a < m; a++) {
            poles[a] = groups.get(a).count();
            weights[a] = groups.get(a).classes();
        }
        int roots = m - 1;
        nearest = new int[roots];
        offset = new double[roots];
        scale = new double[roots];
        Residual residual = new Residual();
        int most = 0;
        for (int j = 0; j < roots; j++) {
            most = Math.max(most, solve(j, residual));
        }
        mostSteps = most;
    }

    /** Solves for groups in decreasing order of their counts. */
    static SecularSpectrum of(List<CountGroup> groups) {
        return new SecularSpectrum(groups);
    }

    /** Number of roots, one less than the number of groups. */
    int size() {
        return scale.length;
    }

    /** Root j = 0 .. size() - 1, in decreasing order. */
    double root(int j) {
        return poles[nearest[j]] + offset[j];
    }

    /** The largest number of steps that a root took. */
    int mostSteps() {
        return mostSteps;
    }

    /** y_j, so that the unit eigenvector of root j is {@code scale(j) / poleDistance(a, j)} on group a. */
    double scale(int j) {
        return scale[j];
    }

    /** v_a - mu_j, never zero. */
    double poleDistance(int a, int j) {
        return poles[a] - poles[nearest[j]] - offset[j];
    }

    /**
     * Finds root j between poles j + 1 and j. With tau > 0 the distance from the nearer pole and gap the distance of
     * the two, f = psi + phi, where psi sums the poles on the near side (negative terms) and phi the others. Each step
     * replaces psi by p - q/tau and phi by r + s/(gap - tau), of equal value and slope at the iterate, and takes the
     * root of their sum, which lies between the poles: quadratic, monotone convergence from everywhere [Bunch, Nielsen,
     * Sorensen 1978].
     */
    private int solve(int j, Residual f) {
        double gap = poles[j] - poles[j + 1];
        double tau = gap / 2;
        int near = j + 1;
        int direction = 1;
        f.evaluate(near, direction, tau);
        if (f.value < 0) { // f increases: the root lies above the middle
            near = j;
            direction = -1;
        }
        int steps = 0;
        double change;
        do {
            f.evaluate(near, direction, tau);
            change = step(f.value, f.psiSlope, f.phiSlope, tau, gap - tau);
            tau += change;
            steps++;
        } while (Math.abs(change) > Math.ulp(tau) && steps < MAX_STEPS);
        nearest[j] = near;
        offset[j] = direction * tau;
        scale[j] = 1 / Math.sqrt(f.slope());
        return steps;
    }

    /** f and the slopes of its two parts at one point, seen from one pole; reused from point to point. */
    private final class Residual {
        private double value;
        private double psiSlope;
        private double phiSlope;

        double slope() {
            return psiSlope + phiSlope;
        }

        /**
         * Evaluates at {@code tau} from pole {@code near}, upwards or (direction -1) downwards, where f changes its
         * sign. The sum has error u + m u^2 sum|terms| rather than m u sum|terms|: heavy groups on both sides of a
         * light pole may cancel.
         */
        void evaluate(int near, int direction, double tau) {
            double sum = 0;
            double low = 0;
            psiSlope = 0;
            phiSlope = 0;
            for (int a = 0; a < poles.length; a++) {
                double difference = direction * (poles[a] - poles[near]); // exact
                double x = difference - tau;
                // Error of x: exact unless tau exceeds the difference, where the term does not decide the last places.
                double xLow = (difference - x) - tau;
                double term = weights[a] / x;
                double termLow = (Math.fma(-term, x, weights[a]) - term * xLow) / x;
                double next = sum + term;
                double back = next - sum;
                low += ((sum - (next - back)) + (term - back)) + termLow;
                sum = next;
                if (x < 0) {
                    psiSlope += term / x;
                } else {
                    phiSlope += term / x;
                }
            }
            value = sum + low;
        }
    }

    /**
     * The step eta to the root of {@code value + psiSlope near eta / (near + eta) + phiSlope far eta / (far - eta)},
     * where near and far are the distances to the poles on both sides: of the two roots of a quadratic the one between
     * -near and far.
     */
    static double step(double value, double psiSlope, double phiSlope, double near, double far) {
        double a = phiSlope * far - psiSlope * near - value;
        double b = value * (far - near) + (psiSlope + phiSlope) * near * far;
        double c = value * near * far;
        double root = Math.sqrt(b * b - 4 * a * c);
        return b > 0 ? -2 * c / (b + root) : (root - b) / (2 * a);
    }
}
