package seli.solver;

import java.util.Optional;
import seli.backend.DenseAlgebra;
import seli.backend.LabelVector;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.Ridge;

/**
 * Gradient descent on W and H with momentum, weight decay and schedules, with the conventions of PyTorch's SGD:
 *
 * <pre>
 *   g = gradient of the loss at (W, H), over all samples or an unbiased estimate from a mini-batch
 *   v &lt;- momentum v + g + ridge_t x,   x &lt;- x - rate_t v,     for x = W and x = H at once
 * </pre>
 *
 * <p>Traffic of a full step: three gemms, one pass over the k x n logits, one fused update of W, H and their
 * velocities.
 */
public final class GradientDescent implements UfmSolver {
    private final DescentSettings settings;
    private final long stepsTaken;
    private final FactorPair velocity;

    /**
     * Descent that goes on after {@code stepsTaken} steps with {@code velocity} (overwritten at each step); 0 and zeros
     * at first.
     */
    public GradientDescent(DescentSettings settings, long stepsTaken, FactorPair velocity) {
        this.settings = settings;
        this.stepsTaken = stepsTaken;
        this.velocity = velocity;
    }

    @Override
    public SolverResult solve(
            UfmObjective objective,
            FactorPair x,
            SolverSettings limits,
            IterationListener listener,
            Workspace workspace) {
        SolverLoop loop = new SolverLoop(objective, x, limits, listener);
        FactorPair pair = gradientRoom(x, workspace);
        if (settings.batch() > 0 && settings.batch() < objective.columns()) {
            return loop.run(new Method(objective, x, new BatchGradient(objective, x, pair, workspace, settings)));
        }
        Optional<UfmKernels.Descent> enqueued = objective.descent(x, velocity, pair, workspace);
        return enqueued.isPresent()
                ? loop.run(
                        new EnqueuedMethod(enqueued.get(), objective.problem().ridge()))
                : loop.run(new Method(objective, x, new FullGradient(objective, x, pair)));
    }

    /** Room for a gradient: that of the velocities where they are no more than the last step's gradients. */
    private FactorPair gradientRoom(FactorPair x, Workspace workspace) {
        return settings.momentum() == 0 ? velocity : x.zerosLike(workspace);
    }

    /** A gradient of the loss, or an unbiased estimate of it. */
    private interface Gradient {
        /** Evaluates for the step that follows {@code steps} steps; returns the (estimated) loss. */
        double evaluate(long steps);

        /** The gradient just evaluated. */
        FactorPair pair();
    }

    private record FullGradient(UfmObjective objective, FactorPair x, FactorPair pair) implements Gradient {
        @Override
        public double evaluate(long steps) {
            return objective.lossAndGradient(x, pair);
        }
    }

    /** Loss and gradient on a mini-batch, times n / batch, with zeros for the embeddings outside it. */
    private static final class BatchGradient implements Gradient {
        private final UfmObjective objective;
        private final FactorPair x;
        private final FactorPair pair;
        private final FactorPair batch;
        private final FactorPair batchGradient;
        private final BatchOrder order;

        BatchGradient(
                UfmObjective objective, FactorPair x, FactorPair room, Workspace workspace, DescentSettings settings) {
            this.objective = objective;
            this.x = x;
            this.pair = room;
            int d = x.classifier().rows();
            this.batch = new FactorPair(x.classifier(), workspace.zeros(d, settings.batch()));
            this.batchGradient = new FactorPair(pair.classifier(), workspace.zeros(d, settings.batch()));
            this.order = new BatchOrder(objective.columns(), settings.batch(), settings.seed());
        }

        @Override
        public double evaluate(long steps) {
            int[] columns = order.batchAfter(steps);
            UfmKernels kernels = objective.backend().kernels();
            DenseAlgebra algebra = objective.backend().algebra();
            FactorPair point = firstColumns(batch, columns.length);
            FactorPair gradient = firstColumns(batchGradient, columns.length);
            kernels.gatherColumns(x.embeddings(), columns, point.embeddings());
            double scale = (double) objective.columns() / columns.length;
            double loss;
            try (Workspace scratch = objective.backend().openWorkspace()) {
                LabelVector labels =
                        scratch.labels(labels(columns), objective.problem().classes());
                loss = objective.batchLossAndGradient(point, labels, gradient);
            }
            gradient.scale(algebra, scale);
            algebra.scale(0, pair.embeddings());
            kernels.scatterColumns(gradient.embeddings(), columns, pair.embeddings());
            return scale * loss;
        }

        private static FactorPair firstColumns(FactorPair of, int count) {
            return new FactorPair(of.classifier(), of.embeddings().columns(0, count));
        }

        private int[] labels(int[] columns) {
            int[] labels = new int[columns.length];
            for (int i = 0; i < columns.length; i++) {
                labels[i] = objective.labels().label(columns[i]);
            }
            return labels;
        }

        @Override
        public FactorPair pair() {
            return pair;
        }
    }

    private final class Method implements DescentMethod {
        private final UfmKernels kernels;
        private final Ridge ridge;
        private final FactorPair x;
        private final Gradient gradient;
        private long steps = stepsTaken;
        private double loss = Double.NaN;

        Method(UfmObjective objective, FactorPair x, Gradient gradient) {
            this.kernels = objective.backend().kernels();
            this.ridge = objective.problem().ridge();
            this.x = x;
            this.gradient = gradient;
        }

        @Override
        public Step step() {
            loss = gradient.evaluate(steps);
            if (!Double.isFinite(loss)) {
                return Step.NON_FINITE;
            }
            double rate = settings.rate().after(steps);
            double decay = settings.ridgeFactor(steps);
            FactorPair g = gradient.pair();
            double momentum = settings.momentum();
            kernels.momentumStep(
                    x.classifier(), g.classifier(), velocity.classifier(), rate, momentum, decay * ridge.lambdaW());
            kernels.momentumStep(
                    x.embeddings(), g.embeddings(), velocity.embeddings(), rate, momentum, decay * ridge.lambdaH());
            steps++;
            return Step.TAKEN;
        }

        @Override
        public double value() {
            return loss;
        }

        @Override
        public double gradientNorm() {
            return Double.NaN;
        }

        @Override
        public long evaluations() {
            return steps - stepsTaken;
        }

        @Override
        public long stepsBefore() {
            return stepsTaken;
        }
    }

    /** Steps that the backend takes by itself; their values are asked for only where somebody wants them. */
    private final class EnqueuedMethod implements DescentMethod {
        private final UfmKernels.Descent descent;
        private final Ridge ridge;
        private long steps = stepsTaken;

        EnqueuedMethod(UfmKernels.Descent descent, Ridge ridge) {
            this.descent = descent;
            this.ridge = ridge;
        }

        @Override
        public Step step() {
            double decay = settings.ridgeFactor(steps);
            descent.step(
                    settings.rate().after(steps),
                    settings.momentum(),
                    decay * ridge.lambdaW(),
                    decay * ridge.lambdaH());
            steps++;
            return Step.TAKEN;
        }

        @Override
        public boolean isEnqueued() {
            return true;
        }

        @Override
        public boolean hasFailed() {
            return steps > stepsTaken && !Double.isFinite(descent.progress().loss());
        }

        @Override
        public double value() {
            return steps > stepsTaken ? descent.progress().loss() : Double.NaN;
        }

        @Override
        public double gradientNorm() {
            return Double.NaN;
        }

        @Override
        public long evaluations() {
            return descent.progress().taken();
        }

        @Override
        public long stepsBefore() {
            return stepsTaken;
        }
    }
}
