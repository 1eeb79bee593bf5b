package seli.geometry;

/**
 * One root of the secular equation {@code sum_a w_a / (v_a - mu) = 0} between two neighbouring poles; see
 * {@link SecularSpectrum}.
 *
 * @param nearest index of the pole that is nearest to the root
 * @param offset the root minus that pole, signed, right to a few units of its last place
 * @param scale f'(mu)^(-1/2)
 * @param steps steps that were taken
 */
record SecularRoot(int nearest, double offset, double scale, int steps) {
    /**
     * At most 15 steps were seen in 500,000 random spectra; the iteration converges from everywhere, so this only
     * bounds a bug.
     */
    private static final int MAX_STEPS = 100;

    private static final double NEARER = 0x1p-20;

    /**
     * Finds root j between poles j + 1 and j (poles strictly decreasing, weights positive; both read only). With tau >
     * 0 the distance from the nearer pole and gap the distance of the two, f = psi + phi, where psi sums the poles on
     * the near side (negative terms) and phi the others. Each step replaces psi by p - q/tau and phi by r + s/(gap -
     * tau), of equal value and slope at the iterate, and takes the root of their sum, which lies between the poles:
     * quadratic, monotone convergence from everywhere [Bunch, Nielsen, Sorensen 1978]. Cost: about seven evaluations of
     * m terms.
     */
    static SecularRoot solve(double[] poles, double[] weights, int j) {
        Residual f = new Residual(poles, weights);
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
            double next = tau + change;
            // A light pole holds its root so close that the sum may cancel: go on from nearer.
            tau = next > 0 ? next : tau * NEARER;
            steps++;
        } while (Math.abs(change) > Math.ulp(tau) && steps < MAX_STEPS);
        return new SecularRoot(near, direction * tau, 1 / Math.sqrt(f.slope()), steps);
    }

    /** f and the slopes of its two parts at one point, seen from one pole; reused from point to point. */
    private static final class Residual {
        private final double[] poles;
        private final double[] weights;
        private double value;
        private double psiSlope;
        private double phiSlope;

        Residual(double[] poles, double[] weights) {
            this.poles = poles;
            this.weights = weights;
        }

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
            double origin = direction * poles[near];
            for (int a = 0; a < poles.length; a++) {
                double pole = direction * poles[a];
                double difference = pole - origin;
                double back = pole - difference;
                double lost = (pole - (difference + back)) + (back - origin); // exact; 0 for counts
                double x = difference - tau;
                // Error of x: exact unless tau exceeds the difference, where the term does not decide the last places.
                double xLow = ((difference - x) - tau) + lost;
                double term = weights[a] / x;
                double termLow = (Math.fma(-term, x, weights[a]) - term * xLow) / x;
                double next = sum + term;
                double rounded = next - sum;
                low += ((sum - (next - rounded)) + (term - rounded)) + termLow;
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
