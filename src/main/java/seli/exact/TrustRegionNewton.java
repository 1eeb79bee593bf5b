package seli.exact;

import java.util.Arrays;

/**
 * Newton's method in a trust region, its systems solved by conjugate gradients that stop at the region's border or at
 * negative curvature [Steihaug 1983]. Steps are judged by the decrease of the value as long as that stands above
 * rounding, then by the decrease of the gradient. Quadratic convergence; a direction along which the function is flat,
 * as the common rotation of two factors, does no harm since the gradient has no part in it.
 */
final class TrustRegionNewton {
    /** A predicted decrease below this share of the value is not visible in it. */
    private static final double INVISIBLE = 1e-9;

    private static final double FIRST_RADIUS = 0.5;
    private static final double MOST_FORCING = 0.1;
    private static final int MOST_INNER_STEPS = 2_000;
    /** Endgame steps that may fail to halve the gradient before the method rests. */
    private static final int PATIENCE = 6;

    /** The same for steps that reduce the value all the same. */
    private static final int LONG_PATIENCE = 300;

    /** Rounding of the gradient over the norm of the point. */
    private static final double NOISE = 4e-15;

    private static final double LEAST_RATIO = 1e-4;

    private final GroupedObjective objective;
    private final double[] gradient;
    private final double[] step;
    private final double[] image;
    private final double[] residual;
    private final double[] search;
    private final double[] searchImage;
    private double[] x;
    private double[] trial;
    private double value;
    private double gradientNorm;
    private double radius;
    private double forcing = 1;
    private double curvature; // largest seen
    private boolean atBorder;
    private int failures;
    private int idle;
    private double leastGradient = Double.POSITIVE_INFINITY;
    private long steps;

    /** Starts at {@code start}, which is copied. */
    TrustRegionNewton(GroupedObjective objective, double[] start) {
        this.objective = objective;
        int length = objective.length();
        this.gradient = new double[length];
        this.step = new double[length];
        this.image = new double[length];
        this.residual = new double[length];
        this.search = new double[length];
        this.searchImage = new double[length];
        this.x = start.clone();
        this.trial = new double[length];
        this.radius = FIRST_RADIUS * Math.max(1, norm(x));
        moveTo();
    }

    /** The current point; valid until the next step. */
    double[] point() {
        return x;
    }

    /** f at the current point. */
    double value() {
        return value;
    }

    /** Norm of the gradient at the current point. */
    double gradientNorm() {
        return gradientNorm;
    }

    /** Steps tried so far. */
    long steps() {
        return steps;
    }

    /** Whether a certificate is worth its cost: the gradient is small, or steps no longer help. */
    boolean isClose() {
        return gradientNorm <= 1e-4 * Math.sqrt(Math.max(1, Math.abs(value))) || failures > 0;
    }

    /**
     * Whether the gradient is down to rounding, as far as one can tell: what is to vanish at the optimum has vanished.
     */
    boolean isSettled() {
        return gradientNorm <= 10 * NOISE * norm(x) || failures > 0;
    }

    private void moveTo() {
        value = objective.value(x);
        objective.gradient(x, gradient);
        gradientNorm = norm(gradient);
    }

    /**
     * Tries one step.
     *
     * @return false once steps no longer make the gradient smaller: the point is as good as rounding lets it be
     */
    boolean advance() {
        if (gradientNorm == 0) { // exact: nothing can be better
            return false;
        }
        steps++;
        double predicted = innerSolve();
        for (int i = 0; i < x.length; i++) {
            trial[i] = x[i] + step[i];
        }
        objective.keepPositive(x, trial);
        boolean visible = predicted > INVISIBLE * Math.abs(value);
        boolean better = visible ? acceptByValue(predicted) : acceptBySlope(predicted);
        boolean noise = predicted <= 10 * NOISE * norm(x) * norm(step);
        if (gradientNorm < 0.7 * leastGradient) {
            leastGradient = gradientNorm;
            failures = 0;
            idle = 0;
        } else if (!visible) {
            idle++;
            failures += noise || !better ? 1 : 0;
            forcing = noise || !better ? forcing / 10 : forcing;
        }
        return failures < PATIENCE && idle < LONG_PATIENCE && radius > 1e-14 * Math.max(1, norm(x));
    }

    private boolean acceptByValue(double predicted) {
        double next = objective.value(trial);
        double ratio = Double.isFinite(next) ? (value - next) / predicted : -1;
        resize(ratio);
        boolean better = ratio > LEAST_RATIO;
        if (better) {
            swap();
        }
        moveTo();
        return better;
    }

    /**
     * Judges by the slopes at both ends, whose mean is the decrease up to third order, free of the value's rounding.
     */
    private boolean acceptBySlope(double predicted) {
        double before = gradientNorm;
        double down = Products.dot(gradient, step);
        double[] correction = objective.correction();
        objective.moveBy(x, step, trial);
        swap();
        moveTo();
        double ratio = -(down + Products.dot(gradient, step)) / 2 / predicted;
        boolean better = gradientNorm < before || ratio > 0.1;
        if (!better) {
            resize(ratio);
            objective.correct(correction);
            swap();
            moveTo();
        }
        return better;
    }

    private void resize(double ratio) {
        if (!(ratio >= 0.25)) {
            radius = 0.25 * norm(step);
        } else if (ratio > 0.75 && atBorder) {
            radius *= 2.5;
        }
    }

    private void swap() {
        double[] old = x;
        x = trial;
        trial = old;
    }

    /** Fills {@code step} and returns the decrease that the quadratic model predicts. */
    private double innerSolve() {
        Arrays.fill(step, 0);
        Arrays.fill(image, 0);
        for (int i = 0; i < x.length; i++) {
            residual[i] = -gradient[i];
            search[i] = -gradient[i];
        }
        atBorder = false;
        double squared = Products.dot(residual, residual);
        double scale = Math.sqrt(Math.max(1, Math.abs(value)));
        double goal = gradientNorm * Math.min(MOST_FORCING, Math.sqrt(gradientNorm / scale)) * forcing;
        goal = Math.max(goal, NOISE * norm(x));
        for (int i = 0; i < MOST_INNER_STEPS && Math.sqrt(squared) > goal && !atBorder; i++) {
            objective.hessianTimes(x, search, searchImage);
            double along = Products.dot(search, searchImage);
            double length = Products.dot(search, search);
            curvature = Math.max(curvature, Math.abs(along) / length);
            double noise = 1e-15 * curvature * length;
            if (along <= noise && squared < 0.01 * gradientNorm * gradientNorm) { // flat up to rounding
                break;
            }
            double factor = squared / along;
            if (along <= 0 || isOutside(factor)) {
                factor = toBorder(length);
                atBorder = true;
            }
            Products.add(factor, search, step);
            Products.add(factor, searchImage, image);
            Products.add(-factor, searchImage, residual);
            double next = Products.dot(residual, residual);
            double ratio = next / squared;
            for (int j = 0; j < search.length; j++) {
                search[j] = residual[j] + ratio * search[j];
            }
            squared = next;
        }
        return -Products.dot(gradient, step) - 0.5 * Products.dot(step, image);
    }

    private boolean isOutside(double factor) {
        double sum = 0;
        for (int i = 0; i < step.length; i++) {
            double moved = step[i] + factor * search[i];
            sum += moved * moved;
        }
        return !(sum <= radius * radius);
    }

    private double toBorder(double length) {
        double across = Products.dot(step, search);
        double inside = Math.max(0, radius * radius - Products.dot(step, step));
        return (-across + Math.sqrt(across * across + length * inside)) / length;
    }

    private static double norm(double[] v) {
        return Math.sqrt(Products.dot(v, v));
    }
}
