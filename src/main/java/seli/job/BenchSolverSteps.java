package seli.job;

import seli.backend.Backend;
import seli.backend.Workspace;
import seli.objective.UfmObjective;
import seli.problem.UfmProblem;
import seli.solver.GradientDescent;
import seli.solver.IterationListener;
import seli.solver.IterationRecord;
import seli.solver.SolverResult;
import seli.solver.SolverSettings;
import seli.solver.SolverStatus;

/** Steps as {@code train} takes them: the solver on the objective over all samples. */
final class BenchSolverSteps implements BenchSteps {
    private final Backend backend;
    private final BenchPoint point;
    private final UfmObjective objective;
    private final double wholeBytes;
    private long peak;

    BenchSolverSteps(Backend backend, Workspace workspace, BenchSize size) {
        this.backend = backend;
        this.point = BenchPoint.of(backend, workspace, size);
        UfmProblem problem = UfmProblem.crossEntropy(size.counts(), size.featureDim(), BenchPoint.RIDGE);
        this.wholeBytes = BenchPoint.bytes(backend.info().precision(), size, size.samples());
        this.objective = UfmObjective.perSample(backend, workspace, problem);
    }

    /** Wants no record, so that steps enqueued on a device are waited for at the end only. */
    private static final class Uninterested implements IterationListener {
        @Override
        public boolean wants(long iteration) {
            return false;
        }

        @Override
        public void onIteration(IterationRecord record) {}
    }

    @Override
    public void take(long steps) {
        try (Workspace scratch = backend.openWorkspace()) {
            SolverResult result = new GradientDescent(BenchPoint.settings(), 0, point.velocity())
                    .solve(objective, point.x(), SolverSettings.steps(steps), new Uninterested(), scratch);
            peak = Math.max(peak, backend.liveBytes());
            if (result.status() == SolverStatus.NON_FINITE) {
                throw new ArithmeticException("the loss is not finite");
            }
        }
    }

    @Override
    public long peakBytes() {
        return peak;
    }

    @Override
    public String note() {
        return peak < wholeBytes ? "logits in tiles" : "";
    }
}
