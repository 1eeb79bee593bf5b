package seli.solver;

import java.util.ArrayDeque;
import java.util.Iterator;
import seli.backend.DenseAlgebra;
import seli.backend.Workspace;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;

/**
 * Limited-memory BFGS (Nocedal, Math. Comp. 35, 1980) with the line search of {@link LineSearch}, and escape from
 * rank-deficient saddles ({@link SaddleEscape}) where the objective is collapsed.
 *
 * <pre>
 *   p = -B g                      (two-loop recursion over the last m pairs s, y; 4 m dot/axpby of (d k + d n) numbers;
 *                                  its first matrix is a multiple of the identity, or of {@link ClassScaling}'s)
 *   a by line search along p      (one evaluation of value and gradient each, mostly one)
 *   s = a p, y = g(x + s) - g(x); kept if y's > 0
 * </pre>
 */
public final class Lbfgs implements UfmSolver {
    /** A gradient below this many roundoffs of the point itself is rounding: its terms are as large as the point. */
    private static final double ROUNDING = 4;

    /** Relative rounding error of the value of a small problem. */
    private static final double LEAST_NOISE = 1e-14;

    /** Steps after which a run from SELI has the curvatures that {@link ClassScaling} needs. */
    private static final long PLAIN_STEPS = 10;

    private final int memory;
    private final boolean isFromSeli;

    /**
     * L-BFGS that remembers the last {@code memory} pairs.
     *
     * @throws IllegalArgumentException if {@code memory < 1}
     */
    public Lbfgs(int memory) {
        this(memory, false);
    }

    /**
     * L-BFGS for a run from {@link InitialFactors#assignSeli}, whose factors are so turned that the Hessian is nearly
     * diagonal by pairs of classes; with many classes that takes less than half of the steps.
     *
     * @throws IllegalArgumentException if {@code memory < 1}
     */
    public static Lbfgs fromSeli(int memory) {
        return new Lbfgs(memory, true);
    }

    private Lbfgs(int memory, boolean isFromSeli) {
        if (memory < 1) {
            throw new IllegalArgumentException("memory of %d pairs; expected at least 1".formatted(memory));
        }
        this.memory = memory;
        this.isFromSeli = isFromSeli;
    }

    @Override
    public SolverResult solve(
            UfmObjective objective,
            FactorPair x,
            SolverSettings settings,
            IterationListener listener,
            Workspace workspace) {
        return new SolverLoop(objective, x, settings, listener).run(new Method(objective, x, workspace, this));
    }

    private record Pair(FactorPair s, FactorPair y, double curvature) {}

    private static final class Method implements DescentMethod, LineSearch.Ray {
        private final UfmObjective objective;
        private final DenseAlgebra algebra;
        private final FactorPair x;
        private final int memory;
        private final boolean isFromSeli;
        private final Workspace workspace;
        private final ArrayDeque<Pair> pairs = new ArrayDeque<>();
        private final ArrayDeque<FactorPair> spare = new ArrayDeque<>();
        private final FactorPair gradient;
        private final FactorPair direction;
        private final FactorPair trial;
        private final FactorPair trialGradient;
        private final double[] alphas;
        private final double noise;
        private double value;
        private double gradientNorm;
        private double trialValue;
        private double trialSlope;
        private double trialStep;
        private long evaluations;
        private long steps;
        private Scaling scaling = Scaling.NONE;

        Method(UfmObjective objective, FactorPair x, Workspace workspace, Lbfgs options) {
            this.objective = objective;
            this.algebra = objective.backend().algebra();
            this.x = x;
            this.memory = options.memory;
            this.isFromSeli = options.isFromSeli;
            this.workspace = workspace;
            this.alphas = new double[memory];
            double numbers = (double) x.classifier().rows()
                    * (x.classifier().cols() + x.embeddings().cols());
            double roundoff = objective.backend().info().precision().roundoff();
            this.noise = Math.max(LEAST_NOISE, 2 * Math.sqrt(numbers) * roundoff); // of sums of so many terms
            this.gradient = x.zerosLike(workspace);
            this.direction = x.zerosLike(workspace);
            this.trial = x.zerosLike(workspace);
            this.trialGradient = x.zerosLike(workspace);
            restart();
        }

        private void restart() {
            scaling = Scaling.NONE; // for good: its premises may have failed
            while (!pairs.isEmpty()) {
                forgetOldest();
            }
            value = objective.valueAndGradient(x, gradient);
            gradientNorm = gradient.norm(algebra);
            evaluations++;
        }

        private void forgetOldest() {
            Pair oldest = pairs.removeLast();
            spare.add(oldest.s());
            spare.add(oldest.y());
        }

        @Override
        public Step step() {
            if (!Double.isFinite(value) || !Double.isFinite(gradientNorm)) {
                return Step.NON_FINITE;
            }
            double rounding = ROUNDING * objective.backend().info().precision().roundoff();
            if (gradientNorm <= rounding * x.norm(algebra)) { // also at the zero point, where both are 0
                return Step.NO_PROGRESS;
            }
            if (search()) {
                return Step.TAKEN;
            }
            if (pairs.isEmpty()) {
                return Step.NO_PROGRESS;
            }
            restart();
            return search() ? Step.TAKEN : Step.NO_PROGRESS;
        }

        private boolean search() {
            if (steps == PLAIN_STEPS && isFromSeli) {
                scaling = ClassScaling.at(objective, x);
            }
            steps++;
            findDirection();
            double slope = direction.dot(algebra, gradient);
            double first = pairs.isEmpty() ? Math.min(1, 1 / gradientNorm) : 1;
            if (!(slope < 0) || !LineSearch.search(this, value, slope, first, noise)) {
                return false;
            }
            remember();
            x.axpby(algebra, 1, trial, 0);
            gradient.axpby(algebra, 1, trialGradient, 0);
            value = trialValue;
            gradientNorm = gradient.norm(algebra);
            return true;
        }

        private void findDirection() {
            direction.axpby(algebra, -1, gradient, 0);
            int i = 0;
            for (Pair pair : pairs) { // newest first
                alphas[i] = pair.s().dot(algebra, direction) / pair.curvature();
                direction.axpby(algebra, -alphas[i], pair.y(), 1);
                i++;
            }
            applyInitialHessian();
            for (Iterator<Pair> oldest = pairs.descendingIterator(); oldest.hasNext(); ) {
                Pair pair = oldest.next();
                i--;
                double beta = pair.y().dot(algebra, direction) / pair.curvature();
                direction.axpby(algebra, alphas[i] - beta, pair.s(), 1);
            }
        }

        /**
         * Multiplies the direction by {@code (s'y / y'P y) P} of the newest pair, with the scaling P or the identity.
         */
        private void applyInitialHessian() {
            boolean isScaled = scaling.apply(direction);
            if (pairs.isEmpty()) {
                return;
            }
            Pair newest = pairs.peekFirst();
            FactorPair image = newest.y();
            if (isScaled) {
                image = take();
                image.axpby(algebra, 1, newest.y(), 0);
                scaling.apply(image);
                spare.add(image);
            }
            direction.scale(algebra, newest.curvature() / newest.y().dot(algebra, image));
        }

        private void remember() {
            if (pairs.size() == memory) {
                forgetOldest();
            }
            FactorPair s = take();
            FactorPair y = take();
            s.axpby(algebra, trialStep, direction, 0);
            y.axpby(algebra, 1, trialGradient, 0);
            y.axpby(algebra, -1, gradient, 1);
            double curvature = s.dot(algebra, y);
            if (curvature > 0) {
                pairs.addFirst(new Pair(s, y, curvature));
            } else {
                spare.add(s);
                spare.add(y);
            }
        }

        private FactorPair take() {
            return spare.isEmpty() ? x.zerosLike(workspace) : spare.remove();
        }

        @Override
        public void evaluate(double a) {
            trialStep = a;
            trial.axpby(algebra, 1, x, 0);
            trial.axpby(algebra, a, direction, 1);
            trialValue = objective.valueAndGradient(trial, trialGradient);
            trialSlope = trialGradient.dot(algebra, direction);
            evaluations++;
        }

        @Override
        public double trialValue() {
            return trialValue;
        }

        @Override
        public double trialSlope() {
            return trialSlope;
        }

        @Override
        public double value() {
            return value;
        }

        @Override
        public double gradientNorm() {
            return gradientNorm;
        }

        @Override
        public long evaluations() {
            return evaluations;
        }

        @Override
        public boolean escape() {
            if (!SaddleEscape.leave(objective, x)) {
                return false;
            }
            restart();
            return true;
        }
    }
}
