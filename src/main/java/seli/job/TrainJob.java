package seli.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongToDoubleFunction;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.LossValue;
import seli.backend.Workspace;
import seli.certificate.OptimalityCertificate;
import seli.geometry.SeliGeometry;
import seli.linalg.HostMatrix;
import seli.metric.GeometryDistances;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.solver.DescentSettings;
import seli.solver.GradientDescent;
import seli.solver.IterationListener;
import seli.solver.IterationRecord;
import seli.solver.NormalizedDescent;
import seli.solver.SolverResult;
import seli.solver.SolverSettings;
import seli.solver.SolverStatus;
import seli.solver.UfmSolver;

/**
 * Training dynamics of the unconstrained-features model: gradient descent from a given state, measured at the logged
 * steps, checkpointed, and certified at the end where there is a ridge. Steps depend on nothing but the state and the
 * settings, so a run that goes on from a checkpoint has the same bits as one that was never interrupted.
 */
public final class TrainJob {
    /** A device is asked how far it is this often at most, beside the logged steps. */
    private static final long TELL_NANOS = 100_000_000;
    /** What the first checkpoint is taken to cost. */
    private static final long FIRST_STORE_NANOS = 10_000_000;

    private final Backend backend;
    private final TrainSettings settings;
    private final TrainObserver observer;
    private final SeliGeometry seli;
    private final UfmProblem reduced;

    private TrainJob(Backend backend, TrainSettings settings, TrainObserver observer) {
        this.backend = backend;
        this.settings = settings;
        this.observer = observer;
        this.seli = SeliGeometry.of(settings.problem().counts());
        this.reduced = settings.reduction().apply(settings.problem());
    }

    /**
     * Trains from {@code state} up to the last step.
     *
     * @throws IOException if the observer cannot store what it gets
     * @throws IllegalArgumentException if the state's shapes do not fit the problem, or the matrices do not fit the
     *     memory
     */
    public static TrainOutcome run(Backend backend, TrainSettings settings, TrainState state, TrainObserver observer)
            throws IOException {
        requireFits(settings, state);
        try {
            return new TrainJob(backend, settings, observer).run(state);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Checks that a state belongs to a problem.
     *
     * @throws IllegalArgumentException if a shape does not fit
     */
    public static void requireFits(TrainSettings settings, TrainState state) {
        requireShape(
                "classifier", state.classifier(), settings, settings.problem().classes());
        requireShape("embeddings", state.embeddings(), settings, settings.samples());
    }

    /** What a run with these settings would record at {@code state}, computed on {@code backend}. */
    static TrainRecord measure(Backend backend, TrainSettings settings, TrainState state) {
        requireFits(settings, state);
        TrainJob job = new TrainJob(backend, settings, TrainObserver.NONE);
        try (Workspace workspace = backend.openWorkspace()) {
            UfmObjective objective = UfmObjective.perSample(backend, workspace, job.reduced);
            FactorPair x = new FactorPair(workspace.upload(state.classifier()), workspace.upload(state.embeddings()));
            FactorPair scratch = x.zerosLike(workspace);
            LongToDoubleFunction logTime = step -> job.keepsTime()
                    ? state.logTime()
                    : Math.log(settings.descent().rate().timeAfter(step));
            return job.measure(state.step(), new Point(objective, x, scratch, scratch, logTime));
        }
    }

    private static void requireShape(String what, HostMatrix matrix, TrainSettings settings, int cols) {
        int d = settings.problem().featureDim();
        if (matrix.rows() != d || matrix.cols() != cols) {
            throw new IllegalArgumentException(
                    "start's %s is %d x %d; expected %d x %d".formatted(what, matrix.rows(), matrix.cols(), d, cols));
        }
    }

    private TrainOutcome run(TrainState state) throws IOException {
        long start = System.nanoTime();
        try (Workspace workspace = backend.openWorkspace()) {
            UfmObjective objective = UfmObjective.perSample(backend, workspace, reduced);
            FactorPair x = new FactorPair(workspace.upload(state.classifier()), workspace.upload(state.embeddings()));
            FactorPair velocity = new FactorPair(
                    workspace.upload(state.classifierVelocity()), workspace.upload(state.embeddingsVelocity()));
            FactorPair scratch = x.zerosLike(workspace);
            Descent descent = descent(state, velocity);
            Point point = new Point(objective, x, velocity, scratch, descent.logTime());
            SolverResult result = descent.solver()
                    .solve(
                            objective,
                            x,
                            SolverSettings.steps(settings.steps()),
                            new Listener(state.step(), point),
                            workspace);
            TrainState end = point.download(state.step() + result.iterations(), keepsTime());
            if (result.status() != SolverStatus.NON_FINITE) { // the last finite checkpoint is worth more
                observer.reached(end);
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            return new TrainOutcome(
                    result.status(),
                    end,
                    objective.classMeans(x),
                    certificate(end, result),
                    result.iterations(),
                    seconds);
        }
    }

    /** A solver, and the logarithm of the sum of its rates up to the step that it has just taken. */
    private record Descent(UfmSolver solver, LongToDoubleFunction logTime) {}

    private Descent descent(TrainState state, FactorPair velocity) {
        DescentSettings descent = settings.descent();
        if (keepsTime()) {
            NormalizedDescent solver = new NormalizedDescent(descent.rate(), state.step(), state.logTime());
            return new Descent(solver, step -> solver.logTime());
        }
        return new Descent(
                new GradientDescent(descent, state.step(), velocity),
                step -> Math.log(descent.rate().timeAfter(step)));
    }

    /** Whether the time is part of the state; else it follows from the step. */
    private boolean keepsTime() {
        return settings.method() == TrainMethod.NGD;
    }

    /** The mutable parts of a run: where it is, scratch of the same shapes for a gradient, and how late it is. */
    private record Point(
            UfmObjective objective,
            FactorPair x,
            FactorPair velocity,
            FactorPair scratch,
            LongToDoubleFunction logTime) {
        TrainState download(long step, boolean withTime) {
            return new TrainState(
                    step,
                    withTime ? logTime.applyAsDouble(step) : Double.NEGATIVE_INFINITY,
                    x.classifier().download(),
                    x.embeddings().download(),
                    velocity.classifier().download(),
                    velocity.embeddings().download());
        }
    }

    /** Measures at the logged steps, stores at checkpoints, and tells the observer now and then how far it is. */
    private final class Listener implements IterationListener {
        private final long first;
        private final Point at;
        private final long start = System.nanoTime();
        private long told = start;
        private long storing; // nanoseconds that checkpoints took
        private long last = FIRST_STORE_NANOS;

        Listener(long first, Point at) {
            this.first = first;
            this.at = at;
        }

        @Override
        public boolean wants(long step) {
            return settings.log().contains(step) || isCheckpoint(step) || System.nanoTime() - told > TELL_NANOS;
        }

        private boolean isCheckpoint(long step) {
            return step > first
                    && step < settings.steps()
                    && step % settings.checkpointEvery() == 0
                    && (settings.checkpointShare() == 1 || isAffordable());
        }

        private boolean isAffordable() {
            return storing + last <= settings.checkpointShare() * (System.nanoTime() - start);
        }

        @Override
        public void onIteration(IterationRecord r) {
            long step = r.iteration();
            told = System.nanoTime();
            try {
                boolean already = step == first && first > 0; // a resumed run recorded this step before it stopped
                if (settings.log().contains(step) && !already) {
                    observer.measured(measure(step, at));
                }
                if (isCheckpoint(step)) {
                    store(step);
                }
                observer.stepped(step, r.value());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void store(long step) throws IOException {
            long before = System.nanoTime();
            observer.reached(at.download(step, keepsTime()));
            last = System.nanoTime() - before;
            storing += last;
        }
    }

    private TrainRecord measure(long step, Point at) {
        UfmObjective objective = at.objective;
        FactorPair x = at.x;
        LossValue loss = objective.loss(x);
        double decay = settings.descent().ridgeFactor(step);
        Ridge ridge = reduced.ridge().times(decay);
        // Without a ridge the gradient is computed at the scale of the loss: its norm does not underflow.
        double scale = ridge.isZero() && Double.isFinite(loss.log()) ? NormalizedDescent.logScale(loss.log()) : 0;
        double gradientNorm = gradientNorm(at, ridge, scale);
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix means = workspace.zeros(reduced.featureDim(), reduced.classes());
            DenseMatrix scatter = workspace.zeros(reduced.featureDim(), reduced.featureDim());
            backend.kernels().classMeans(x.embeddings(), objective.labels(), means);
            backend.kernels().withinClassScatter(x.embeddings(), objective.labels(), means, scatter);
            HostMatrix m = means.download();
            return new TrainRecord(
                    step,
                    loss.value(),
                    loss.log(),
                    loss.value() + decay * objective.penalty(x),
                    gradientNorm * Math.exp(scale),
                    distances(x.classifier().download(), m),
                    GeometryDistances.withinBetweenRatio(scatter.download(), m),
                    step == 0 ? Double.NaN : at.logTime.applyAsDouble(step),
                    Math.log(gradientNorm) + scale);
        }
    }

    /** Norm of the gradient with this ridge, times exp(-scale). */
    private double gradientNorm(Point at, Ridge ridge, double scale) {
        at.objective.scaledLossAndGradient(at.x, at.scratch, scale);
        backend.algebra().axpby(ridge.lambdaW(), at.x.classifier(), 1, at.scratch.classifier());
        backend.algebra().axpby(ridge.lambdaH(), at.x.embeddings(), 1, at.scratch.embeddings());
        return at.scratch.norm(backend.algebra());
    }

    private TrainRecord.Distances distances(HostMatrix w, HostMatrix m) {
        GeometryDistances d = GeometryDistances.of(seli, w, m);
        return new TrainRecord.Distances(
                orNaN(d.classifierSeli()),
                orNaN(d.classifierEtf()),
                orNaN(d.embeddingSeli()),
                orNaN(d.embeddingEtf()),
                orNaN(d.logitsSeli()));
    }

    private static double orNaN(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    private Optional<OptimalityCertificate> certificate(TrainState end, SolverResult result) {
        UfmProblem problem = settings.problem();
        if (problem.ridge().isZero() || result.status() == SolverStatus.NON_FINITE) {
            return Optional.empty();
        }
        Ridge ridge = problem.ridge().times(settings.descent().ridgeFactor(end.step()));
        UfmProblem last = new UfmProblem(problem.counts(), problem.featureDim(), problem.loss(), ridge);
        return Optional.of(OptimalityCertificate.atSamples(backend, last, end.classifier(), end.embeddings()));
    }
}
