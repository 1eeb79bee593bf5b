package seli.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.DenseMatrix;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.solver.DescentSettings;
import seli.solver.LearningRate;

/**
 * Many small training runs side by side on one backend that takes them together, such as a GPU: their steps are those
 * that each would take alone, so that a run that is in its folder at its last step afterwards needs nothing but its
 * report. What is measured on the way is computed on the host.
 */
public final class SweepBatch {
    /** Problems of one batch; more go one batch after the other. */
    private static final int MOST_TOGETHER = 4096;

    /** Steps that are enqueued before an interruption is looked for. */
    private static final long MOST_STEPS = 10_000;

    private final Backend backend;
    private final List<TrainFolder> runs;
    private final List<TrainSettings> settings;
    private final List<UfmProblem> problems;
    private final boolean[] isLost;

    private SweepBatch(Backend backend, List<TrainFolder> runs) {
        this.backend = backend;
        this.runs = runs;
        this.settings = runs.stream().map(run -> run.job().settings()).toList();
        this.problems = settings.stream()
                .map(each -> each.reduction().apply(each.problem()))
                .toList();
        this.isLost = new boolean[runs.size()];
    }

    /** What runs must have in common to go together. */
    private record Shape(int classes, long samples, int dim, long begin, long steps, String logAt) {
        static Shape of(TrainFolder run) {
            TrainSettings settings = run.job().settings();
            UfmProblem problem = settings.problem();
            return new Shape(
                    problem.classes(),
                    problem.counts().samples(),
                    problem.featureDim(),
                    run.state().step(),
                    settings.steps(),
                    settings.log().text());
        }
    }

    /**
     * Takes the steps of all runs that can go together with others; leaves the rest, and those whose loss ceases to be
     * finite, as they are.
     *
     * @return false if the thread was interrupted
     * @throws IOException if a folder cannot be written
     */
    public static boolean run(Backend backend, List<TrainFolder> runs) throws IOException {
        Map<Shape, List<TrainFolder>> byShape = new LinkedHashMap<>();
        for (TrainFolder run : runs) {
            if (canGoTogether(run)) {
                byShape.computeIfAbsent(Shape.of(run), shape -> new ArrayList<>())
                        .add(run);
            }
        }
        for (List<TrainFolder> alike : byShape.values()) {
            for (int from = 0; from < alike.size(); from += MOST_TOGETHER) {
                List<TrainFolder> some = alike.subList(from, Math.min(alike.size(), from + MOST_TOGETHER));
                if (some.size() > 1 && !new SweepBatch(backend, some).run()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Plain gradient descent over all samples, whose rule changes at few steps. */
    private static boolean canGoTogether(TrainFolder run) {
        TrainSettings settings = run.job().settings();
        DescentSettings descent = settings.descent();
        return settings.method() == TrainMethod.GD
                && descent.batch() == 0
                && Double.isInfinite(descent.ridgeHalving())
                && !(descent.rate() instanceof LearningRate.Cosine)
                && run.state().step() < settings.steps();
    }

    private boolean run() throws IOException {
        try (Workspace workspace = backend.openWorkspace()) {
            UfmKernels.BatchPoint point = new UfmKernels.BatchPoint(
                    upload(workspace, TrainState::classifier),
                    upload(workspace, TrainState::embeddings),
                    upload(workspace, TrainState::classifierVelocity),
                    upload(workspace, TrainState::embeddingsVelocity),
                    workspace.labels(labels(), problems.get(0).classes()),
                    problems.stream().map(UfmProblem::loss).toList());
            Optional<UfmKernels.BatchDescent> descent = backend.kernels().descents(point, workspace);
            return descent.isEmpty() || run(point, descent.get());
        }
    }

    private boolean run(UfmKernels.BatchPoint point, UfmKernels.BatchDescent descent) throws IOException {
        long step = runs.get(0).state().step();
        long last = settings.get(0).steps();
        if (step == 0) {
            record(states(step, point));
        }
        while (step < last) {
            long next = next(step, last);
            long now = step;
            descent.steps(
                    next - step,
                    IntStream.range(0, runs.size()).mapToObj(p -> rule(p, now)).toList());
            step = next;
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
            if (settings.get(0).log().contains(step) || step == last) {
                List<UfmKernels.Progress> progress = descent.progress();
                for (int p = 0; p < isLost.length; p++) {
                    isLost[p] |= !Double.isFinite(progress.get(p).loss());
                }
                record(states(step, point));
            }
        }
        List<TrainState> ends = states(last, point);
        for (int p = 0; p < runs.size(); p++) {
            if (!isLost[p]) {
                runs.get(p).reached(ends.get(p));
            }
        }
        return true;
    }

    /** The next step at which something is measured or a rate changes. */
    private long next(long step, long last) {
        long next = step + 1;
        while (next < last && next - step < MOST_STEPS && !settings.get(0).log().contains(next) && !isDrop(next)) {
            next++;
        }
        return next;
    }

    private boolean isDrop(long step) {
        return settings.stream()
                .anyMatch(each -> each.descent().rate() instanceof LearningRate.Steps rate
                        && rate.drops().stream().anyMatch(drop -> drop.step() == step));
    }

    private UfmKernels.StepRule rule(int p, long step) {
        DescentSettings descent = settings.get(p).descent();
        Ridge ridge = problems.get(p).ridge();
        return new UfmKernels.StepRule(
                descent.rate().after(step), descent.momentum(), ridge.lambdaW(), ridge.lambdaH());
    }

    private interface Part {
        HostMatrix of(TrainState state);
    }

    private DenseMatrix upload(Workspace workspace, Part part) {
        HostMatrix first = part.of(runs.get(0).state());
        HostMatrix.Builder all = HostMatrix.builder(first.rows(), Math.multiplyExact(first.cols(), runs.size()));
        double[] column = new double[first.rows()];
        for (int p = 0; p < runs.size(); p++) {
            HostMatrix one = part.of(runs.get(p).state());
            for (int j = 0; j < one.cols(); j++) {
                one.copyColumn(j, column, 0);
                all.setColumn(p * one.cols() + j, column, 0);
            }
        }
        return workspace.upload(all.build());
    }

    private int[] labels() {
        return problems.stream()
                .flatMapToInt(problem -> IntStream.of(problem.counts().labels()))
                .toArray();
    }

    private List<TrainState> states(long step, UfmKernels.BatchPoint point) {
        List<HostMatrix> all = List.of(
                point.w().download(),
                point.h().download(),
                point.velocityW().download(),
                point.velocityH().download());
        return IntStream.range(0, runs.size())
                .mapToObj(p -> new TrainState(
                        step,
                        Double.NEGATIVE_INFINITY,
                        part(all.get(0), p),
                        part(all.get(1), p),
                        part(all.get(2), p),
                        part(all.get(3), p)))
                .toList();
    }

    private HostMatrix part(HostMatrix all, int p) {
        int columns = all.cols() / runs.size();
        HostMatrix.Builder one = HostMatrix.builder(all.rows(), columns);
        double[] column = new double[all.rows()];
        for (int j = 0; j < columns; j++) {
            all.copyColumn(p * columns + j, column, 0);
            one.setColumn(j, column, 0);
        }
        return one.build();
    }

    /** Measures all runs that are not lost, on all cores of the host. */
    private void record(List<TrainState> states) throws IOException {
        List<Optional<TrainRecord>> records = IntStream.range(0, states.size())
                .parallel()
                .mapToObj(p -> isLost[p] ? Optional.<TrainRecord>empty() : Optional.of(measured(p, states.get(p))))
                .toList();
        for (int p = 0; p < runs.size(); p++) {
            if (records.get(p).isPresent()) {
                runs.get(p).measured(records.get(p).get());
            }
        }
    }

    private TrainRecord measured(int p, TrainState state) {
        try (Backend host = Backends.open(Backends.Choice.REFERENCE, Precision.FLOAT64, 1)) {
            return TrainJob.measure(host, settings.get(p), state);
        }
    }
}
