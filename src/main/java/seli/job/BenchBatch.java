package seli.job;

import java.util.Collections;
import java.util.List;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.problem.VectorScalingLoss;

/** Steps of many small problems side by side, where the backend takes them together. */
final class BenchBatch {
    /** Steps that are enqueued together. */
    private static final int STEPS = 256;

    private final Backend backend;
    private final BenchSize size;
    private final int problems;

    private BenchBatch(Backend backend, BenchSize size) {
        this.backend = backend;
        this.size = size;
        this.problems = BenchSettings.usualTogether(backend.info().name());
    }

    static String name(Backend backend) {
        return BenchSettings.usualTogether(backend.info().name()) + " problems at once";
    }

    /**
     * Seconds of one step of all problems.
     *
     * @throws IllegalArgumentException if the backend does not take problems of this size together
     */
    static BenchResult measure(Backend backend, BenchClock clock, BenchSize size) {
        BenchBatch batch = new BenchBatch(backend, size);
        try (Workspace workspace = backend.openWorkspace()) { // asks before thousands take their memory
            batch.open(workspace, 1);
        }
        try (Workspace workspace = backend.openWorkspace()) {
            BenchTiming timing = measure(batch.open(workspace, batch.problems), clock, batch.problems);
            BenchFigures figures = BenchFigures.ofFlops(3 * size.productFlops() * batch.problems);
            return new BenchResult(BenchOp.SMALL, name(backend), size, timing, figures.withProblems(batch.problems));
        }
    }

    private static BenchTiming measure(UfmKernels.BatchDescent descent, BenchClock clock, int problems) {
        List<UfmKernels.StepRule> rules = Collections.nCopies(
                problems,
                new UfmKernels.StepRule(BenchPoint.RATE, BenchPoint.MOMENTUM, BenchPoint.RIDGE, BenchPoint.RIDGE));
        BenchTiming timing = clock.measureRuns(steps -> {
            for (long left = steps; left > 0; left -= STEPS) {
                descent.steps(Math.min(left, STEPS), rules);
            }
        });
        if (descent.progress().stream().anyMatch(found -> !Double.isFinite(found.loss()))) {
            throw new ArithmeticException("the loss of a problem is not finite");
        }
        return timing;
    }

    private UfmKernels.BatchDescent open(Workspace workspace, int problems) {
        DenseMatrix w = matrix(workspace, size.classes(), problems, 0);
        DenseMatrix h = matrix(workspace, size.samples(), problems, 1);
        int[] one = size.counts().labels();
        int[] labels = new int[h.cols()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = one[i % one.length];
        }
        UfmKernels.BatchPoint point = new UfmKernels.BatchPoint(
                w,
                h,
                workspace.zeros(w.rows(), w.cols()),
                workspace.zeros(h.rows(), h.cols()),
                workspace.labels(labels, size.classes()),
                Collections.nCopies(problems, VectorScalingLoss.crossEntropy(size.classes())));
        return backend.kernels()
                .descents(point, workspace)
                .orElseThrow(() -> new IllegalArgumentException("%s takes problems of this size one after the other"
                        .formatted(backend.info().name())));
    }

    private DenseMatrix matrix(Workspace workspace, int cols, int problems, int stream) {
        int all = Math.multiplyExact(cols, problems);
        BenchMatrices.Shape shape = new BenchMatrices.Shape(size.featureDim(), all, BenchPoint.scale(size));
        return BenchMatrices.repeating(backend, workspace, shape, stream);
    }
}
