package seli.solver;

import seli.backend.DenseAlgebra;
import seli.backend.Workspace;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.VectorScalingLoss;

/**
 * Gradient descent without ridge whose rate grows as the loss falls, so that the margins grow by about as much in every
 * step, where with a constant rate they grow like the logarithm of the number of steps:
 *
 * <pre>
 *   x &lt;- x - rate_t g,     rate_t = c_t / K(x),
 *   K = 2 a q (|W|^2 + |H|^2) + sqrt(2 b q L),     q = largest magnitude of an entry of G = dL/dZ,
 * </pre>
 *
 * <p>with spectral norms, L the loss, and for cross-entropy a = b = 1. K bounds the curvature of the loss at x: in a
 * direction (D, E) the logits of sample i move by v_i = D'h_i + W'e_i, the second derivative of its loss is at most 2 a
 * |g_yi| |v_i|^2, since the variance of the logits' changes under the softmax is at most (1 - p_y) max_c (v_c - v_y)^2
 * and 1 - p_y = |g_yi|; sum_i |v_i|^2 is at most (|W|^2 + |H|^2) times |D|^2 + |E|^2; and the part of the curvature
 * that comes from D'E is at most |G|_F, whose square is at most 2 b q L. (Derived in docs; a = max tau_y max_c
 * delta_c^2 / delta_y and b = (max delta / min delta) max tau max delta for the losses that scale logits.) With c_t
 * &lt;= 1 a step lowers the loss as far as the curvature stays that of its start. As L falls, q / L tends to a constant
 * of order 1/n, so that K/L grows like the margin.
 *
 * <p>All is computed times exp(-s) with s = 32 floor(log L / 32), at most 0: a function of the point alone, so that a
 * run in parts has the bits of a whole one, and nothing underflows. The logarithm of the sum of all rates is kept: the
 * time that gradient flow, or plain descent with small steps, would have taken. Cost of a step: that of
 * {@link GradientDescent}, a pass over the logits for q, and two {@link GramNorm}.
 */
public final class NormalizedDescent implements UfmSolver {
    private static final double SCALE_STEP = 32;

    private final LearningRate rate;
    private final long stepsTaken;
    private double logTime;

    /**
     * Descent that goes on after {@code stepsTaken} steps, whose rates had a sum with the logarithm {@code logTime}; 0
     * and minus infinity at first. The learning rate is c_t.
     */
    public NormalizedDescent(LearningRate rate, long stepsTaken, double logTime) {
        this.rate = rate;
        this.stepsTaken = stepsTaken;
        this.logTime = logTime;
    }

    /** Natural logarithm of the sum of the rates of all steps; minus infinity before the first. */
    public double logTime() {
        return logTime;
    }

    /**
     * The scale at which a loss with this logarithm is computed: 32 floor(logLoss / 32), or 0 where that is positive.
     */
    public static double logScale(double logLoss) {
        return Math.min(0, SCALE_STEP * Math.floor(logLoss / SCALE_STEP));
    }

    /** @throws IllegalArgumentException if the objective has a ridge */
    @Override
    public SolverResult solve(
            UfmObjective objective,
            FactorPair x,
            SolverSettings limits,
            IterationListener listener,
            Workspace workspace) {
        if (!objective.problem().ridge().isZero()) {
            throw new IllegalArgumentException(
                    "ridge %s; normalised descent needs a loss that falls to 0, without ridge"
                            .formatted(objective.problem().ridge().lambda()));
        }
        return new SolverLoop(objective, x, limits, listener).run(new Method(objective, x, workspace));
    }

    private final class Method implements DescentMethod {
        private final UfmObjective objective;
        private final DenseAlgebra algebra;
        private final FactorPair x;
        private final FactorPair gradient;
        private final GramNorm classifierNorm;
        private final GramNorm embeddingsNorm;
        private final double stretch;
        private final double spread;
        private long steps = stepsTaken;
        private long evaluations;
        private double scale = Double.NaN;
        private double logLoss = Double.NaN;

        Method(UfmObjective objective, FactorPair x, Workspace workspace) {
            this.objective = objective;
            this.algebra = objective.backend().algebra();
            this.x = x;
            this.gradient = x.zerosLike(workspace);
            this.classifierNorm = new GramNorm(algebra, workspace, x.classifier());
            this.embeddingsNorm = new GramNorm(algebra, workspace, x.embeddings());
            this.stretch = stretch(objective.columnLoss());
            this.spread = spread(objective.columnLoss());
        }

        @Override
        public Step step() {
            UfmObjective.ScaledLoss at = evaluate();
            logLoss = scale + Math.log(at.value());
            if (!Double.isFinite(logLoss)) {
                return Step.NON_FINITE;
            }
            double curvature = curvature(at);
            if (!Double.isFinite(curvature)) {
                return Step.NON_FINITE;
            }
            if (curvature == 0) { // exact: the gradient is 0
                return Step.NO_PROGRESS;
            }
            double c = rate.after(steps);
            x.axpby(algebra, -c / curvature, gradient, 1);
            logTime = logOfSum(logTime, Math.log(c) - Math.log(curvature) - scale);
            steps++;
            return Step.TAKEN;
        }

        /** Loss and gradient at the scale that belongs to the loss; the scale of the point before is tried first. */
        private UfmObjective.ScaledLoss evaluate() {
            if (Double.isNaN(scale)) {
                scale = scaleOfPoint();
            }
            UfmObjective.ScaledLoss at = evaluate(scale);
            double wanted = logScale(scale + Math.log(at.value()));
            if (wanted == scale) { // exact: multiples of 32
                return at;
            }
            scale = Double.isFinite(wanted) ? wanted : scaleOfPoint();
            return evaluate(scale);
        }

        private double scaleOfPoint() {
            double wanted = logScale(objective.loss(x).log());
            return Double.isFinite(wanted) ? wanted : 0;
        }

        private UfmObjective.ScaledLoss evaluate(double logScale) {
            evaluations++;
            return objective.scaledLossAndGradient(x, gradient, logScale);
        }

        /** The bound K times exp(-s). */
        private double curvature(UfmObjective.ScaledLoss at) {
            double norms = classifierNorm.of(x.classifier()) + embeddingsNorm.of(x.embeddings());
            double q = at.largestEntry();
            return 2 * stretch * q * norms + Math.sqrt(2 * spread * q * at.value());
        }

        @Override
        public double value() {
            return Math.exp(logLoss);
        }

        @Override
        public double gradientNorm() {
            return Double.NaN;
        }

        @Override
        public long evaluations() {
            return evaluations;
        }

        @Override
        public long stepsBefore() {
            return stepsTaken;
        }
    }

    /** The factor a of the bound. */
    private static double stretch(VectorScalingLoss loss) {
        double most = 0;
        for (int y = 0; y < loss.classes(); y++) {
            most = Math.max(most, loss.tau(y) / loss.delta(y));
        }
        return most * largestDelta(loss) * largestDelta(loss);
    }

    /** The factor b of the bound. */
    private static double spread(VectorScalingLoss loss) {
        double inverse = 0;
        double tau = 0;
        for (int y = 0; y < loss.classes(); y++) {
            inverse = Math.max(inverse, 1 / loss.delta(y));
            tau = Math.max(tau, loss.tau(y));
        }
        return inverse * tau * largestDelta(loss) * largestDelta(loss);
    }

    private static double largestDelta(VectorScalingLoss loss) {
        double largest = 0;
        for (int c = 0; c < loss.classes(); c++) {
            largest = Math.max(largest, loss.delta(c));
        }
        return largest;
    }

    /** {@code log(exp(a) + exp(b))}. */
    private static double logOfSum(double a, double b) {
        double larger = Math.max(a, b);
        double smaller = Math.min(a, b);
        return Double.isInfinite(larger) ? larger : larger + Math.log1p(Math.exp(smaller - larger));
    }
}
