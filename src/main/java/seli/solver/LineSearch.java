package seli.solver;

/**
 * A step length along a descent direction by the (approximate) Wolfe conditions of Hager and Zhang (SIAM J. Optim. 16,
 * 2005), which stay meaningful when the decrease of the objective is below its rounding error:
 *
 * <pre>
 *   phi(a) &lt;= phi(0) + delta a phi'(0)  and  phi'(a) >= sigma phi'(0),   or
 *   phi(a) &lt;= phi(0) + eps |phi(0)|     and  (2 delta - 1) phi'(0) >= phi'(a) >= sigma phi'(0).
 * </pre>
 *
 * <p>A bracket [low, high] with a negative slope at low is kept and cut by secant steps, halved where those are slow.
 */
final class LineSearch {
    private static final double DELTA = 0.1;
    private static final double SIGMA = 0.9;
    private static final int MAX_EVALUATIONS = 50;

    /** The objective along the direction; {@link #evaluate} leaves value and slope of the last point behind. */
    interface Ray {
        /** Moves to the point at step length {@code a}. */
        void evaluate(double a);

        /** Value at the last evaluated point. */
        double trialValue();

        /** Slope along the direction at the last evaluated point. */
        double trialSlope();
    }

    private final Ray ray;
    private final double value0;
    private final double slope0;
    private final double highest; // a value that may be no higher than the first
    private double low;
    private double lowSlope;
    private double high = Double.POSITIVE_INFINITY;
    private double highSlope = Double.NaN;
    private double width = Double.POSITIVE_INFINITY;

    private LineSearch(Ray ray, double value0, double slope0, double noise) {
        this.ray = ray;
        this.value0 = value0;
        this.slope0 = slope0;
        this.lowSlope = slope0;
        this.highest = value0 + noise * Math.abs(value0);
    }

    /**
     * Searches from step length {@code first}; on success the ray stands at the accepted point.
     *
     * @param value0 value at step length 0
     * @param slope0 slope there, negative
     * @param noise eps: relative rounding error of a value
     * @return whether an acceptable step was found
     */
    static boolean search(Ray ray, double value0, double slope0, double first, double noise) {
        return new LineSearch(ray, value0, slope0, noise).run(first);
    }

    private boolean run(double first) {
        double a = first;
        for (int i = 0; i < MAX_EVALUATIONS && a > 0 && Double.isFinite(a); i++) {
            ray.evaluate(a);
            if (accepts(a)) {
                return true;
            }
            narrow(a);
            a = next();
        }
        return false;
    }

    private boolean accepts(double a) {
        double slope = ray.trialSlope();
        if (!(slope >= SIGMA * slope0)) {
            return false;
        }
        double value = ray.trialValue();
        return value <= value0 + DELTA * a * slope0 || (value <= highest && slope <= (2 * DELTA - 1) * slope0);
    }

    private void narrow(double a) {
        boolean tooHigh = !(ray.trialValue() <= highest);
        double slope = ray.trialSlope();
        if (tooHigh || slope >= 0) {
            high = a;
            highSlope = slope >= 0 && Double.isFinite(slope) ? slope : Double.NaN;
        } else {
            low = a;
            lowSlope = ray.trialSlope();
        }
    }

    private double next() {
        if (Double.isInfinite(high)) {
            return 4 * Math.max(low, Double.MIN_NORMAL);
        }
        double newWidth = high - low;
        boolean slow = newWidth > 0.66 * width;
        width = newWidth;
        if (slow || Double.isNaN(highSlope) || !(newWidth > 0)) {
            return newWidth > 0 ? low + 0.5 * newWidth : Double.NaN;
        }
        double secant = (low * highSlope - high * lowSlope) / (highSlope - lowSlope);
        double margin = 0.02 * newWidth;
        return Math.min(Math.max(secant, low + margin), high - margin);
    }
}
