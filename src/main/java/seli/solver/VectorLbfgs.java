package seli.solver;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Limited-memory BFGS (Nocedal, Math. Comp. 35, 1980) with the line search of {@link LineSearch} for a smooth convex
 * function of a vector on the host, such as a regression on given features. A convex function has no saddle and its
 * gradient certifies the minimum, so that nothing of {@link SolverLoop} is needed.
 */
public final class VectorLbfgs {
    private static final int MEMORY = 20;

    private final Objective objective;
    private final double noise;
    private final double[] x;
    private final ArrayDeque<Pair> pairs = new ArrayDeque<>();
    private double[] gradient;
    private double value;

    private VectorLbfgs(Objective objective, double noise, double[] x) {
        this.objective = objective;
        this.noise = noise;
        this.x = x;
        this.gradient = new double[x.length];
        this.value = objective.valueAndGradient(x, gradient);
    }

    /** A smooth function. */
    @FunctionalInterface
    public interface Objective {
        /** The value at {@code point} (read only), and the gradient there into {@code gradient} (overwritten). */
        double valueAndGradient(double[] point, double[] gradient);
    }

    /** When a run is at its end. */
    @FunctionalInterface
    public interface Goal {
        /** Whether a point (read only) with this norm of the gradient is near enough to the minimum. */
        boolean isReached(double[] point, double gradientNorm);
    }

    /**
     * How a run ended.
     *
     * @param status STATIONARY, MAX_ITERATIONS, STALLED, NON_FINITE or INTERRUPTED
     * @param iterations steps taken
     * @param value last value
     * @param gradientNorm norm of the last gradient
     * @param initialNorm norm of the first gradient
     */
    public record Result(SolverStatus status, long iterations, double value, double gradientNorm, double initialNorm) {}

    /** A step, the change of the gradient, and their inner product, which is positive. */
    private static final class Pair {
        private final double[] s;
        private final double[] y;
        private final double curvature;

        Pair(double[] s, double[] y, double curvature) {
            this.s = s;
            this.y = y;
            this.curvature = curvature;
        }
    }

    /**
     * Minimises from {@code start}, which is overwritten by the last point.
     *
     * @param noise relative rounding error of a value
     * @param goal ends the run as STATIONARY
     * @param maxIterations largest number of steps
     */
    public static Result minimize(Objective objective, double[] start, double noise, Goal goal, long maxIterations) {
        return new VectorLbfgs(objective, noise, start).run(goal, maxIterations);
    }

    private Result run(Goal goal, long maxIterations) {
        double initial = norm(gradient);
        long iteration = 0;
        while (true) {
            double norm = norm(gradient);
            if (!Double.isFinite(value) || !Double.isFinite(norm)) {
                return new Result(SolverStatus.NON_FINITE, iteration, value, norm, initial);
            }
            if (norm == 0 || goal.isReached(x, norm)) { // exact: a minimum, whatever the goal
                return new Result(SolverStatus.STATIONARY, iteration, value, norm, initial);
            }
            if (Thread.currentThread().isInterrupted()) {
                return new Result(SolverStatus.INTERRUPTED, iteration, value, norm, initial);
            }
            if (iteration >= maxIterations) {
                return new Result(SolverStatus.MAX_ITERATIONS, iteration, value, norm, initial);
            }
            if (!step(norm)) {
                return new Result(SolverStatus.STALLED, iteration, value, norm, initial);
            }
            iteration++;
        }
    }

    /** A step along the quasi-Newton direction or, where that fails, along the gradient. */
    private boolean step(double norm) {
        if (search(norm)) {
            return true;
        }
        if (pairs.isEmpty()) {
            return false;
        }
        pairs.clear();
        return search(norm);
    }

    private boolean search(double norm) {
        double[] direction = direction();
        double slope = dot(direction, gradient);
        if (!(slope < 0)) {
            return false;
        }
        Trial trial = new Trial(direction);
        double first = pairs.isEmpty() ? Math.min(1, 1 / norm) : 1;
        if (!LineSearch.search(trial, value, slope, first, noise)) {
            return false;
        }
        accept(trial);
        return true;
    }

    private void accept(Trial trial) {
        double[] s = new double[x.length];
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            s[i] = trial.step * trial.direction[i];
            y[i] = trial.trialGradient[i] - gradient[i];
            x[i] = trial.point[i];
        }
        double curvature = dot(s, y);
        if (curvature > 0) {
            if (pairs.size() == MEMORY) {
                pairs.removeLast();
            }
            pairs.addFirst(new Pair(s, y, curvature));
        }
        gradient = trial.trialGradient;
        value = trial.trialValue;
    }

    private double[] direction() {
        double[] p = new double[x.length];
        add(-1, gradient, p);
        double[] alphas = new double[pairs.size()];
        int i = 0;
        for (Pair pair : pairs) { // newest first
            alphas[i] = dot(pair.s, p) / pair.curvature;
            add(-alphas[i], pair.y, p);
            i++;
        }
        if (!pairs.isEmpty()) {
            Pair newest = pairs.getFirst();
            double scale = newest.curvature / dot(newest.y, newest.y);
            for (int l = 0; l < p.length; l++) {
                p[l] *= scale;
            }
        }
        for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
            Pair pair = oldest.next();
            i--;
            add(alphas[i] - dot(pair.y, p) / pair.curvature, pair.s, p);
        }
        return p;
    }

    /** The objective along a direction. */
    private final class Trial implements LineSearch.Ray {
        private final double[] direction;
        private final double[] point = new double[x.length];
        private final double[] trialGradient = new double[x.length];
        private double step;
        private double trialValue;

        Trial(double[] direction) {
            this.direction = direction;
        }

        @Override
        public void evaluate(double a) {
            step = a;
            for (int i = 0; i < point.length; i++) {
                point[i] = x[i] + a * direction[i];
            }
            trialValue = objective.valueAndGradient(point, trialGradient);
        }

        @Override
        public double trialValue() {
            return trialValue;
        }

        @Override
        public double trialSlope() {
            return dot(trialGradient, direction);
        }
    }

    private static void add(double factor, double[] from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }
}
