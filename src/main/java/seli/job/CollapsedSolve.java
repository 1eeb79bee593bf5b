package seli.job;

import seli.backend.Backend;
import seli.backend.Workspace;
import seli.certificate.OptimalityCertificate;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.UfmProblem;
import seli.solver.InitialFactors;
import seli.solver.IterationListener;
import seli.solver.Lbfgs;
import seli.solver.RankTruncation;
import seli.solver.SolverResult;

/**
 * L-BFGS on the class-collapsed factors (d x k both), escape from saddles, exact rank, and a certificate recomputed
 * from the final factors. If the zero point is certified, it is the answer and nothing runs.
 */
final class CollapsedSolve {
    /** Matrices of k x k beside the pairs: logits, what the certificate and the decompositions need, host copies. */
    private static final int SQUARES = 16;

    private final Backend backend;
    private final SolveSettings settings;

    private CollapsedSolve(Backend backend, SolveSettings settings) {
        this.backend = backend;
        this.settings = settings;
    }

    /**
     * Solves; {@code listener} gets every iteration.
     *
     * @throws IllegalArgumentException if the k x k matrices do not fit the memory, or a warm start has the wrong shape
     */
    static SolveOutcome run(Backend backend, SolveSettings settings, IterationListener listener) {
        return new CollapsedSolve(backend, settings).run(listener);
    }

    private SolveOutcome run(IterationListener listener) {
        UfmProblem problem = settings.reduced();
        int d = problem.featureDim();
        int k = problem.classes();
        int pairs = SolveMemory.pairs(
                "%d classes in dimension %d".formatted(k, d),
                "reduce the number of classes",
                2.0 * d * k * backend.info().precision().bytes(),
                (double) SQUARES * k * k * Double.BYTES);
        OutcomeBuilder outcome = new OutcomeBuilder(backend, settings, SolveMethod.COLLAPSED);
        if (outcome.zeroIsOptimal()) {
            return outcome.zero();
        }
        try (Workspace workspace = backend.openWorkspace()) {
            UfmObjective objective = UfmObjective.collapsed(backend, workspace, problem);
            FactorPair x = FactorPair.zeros(workspace, d, k, k);
            try (Workspace scratch = backend.openWorkspace()) {
                assignStart(objective, x, scratch);
            }
            boolean fromSeli = settings.start() instanceof SolveSettings.SeliStart;
            Lbfgs solver = fromSeli ? Lbfgs.fromSeli(pairs) : new Lbfgs(pairs);
            SolverResult result = solver.solve(objective, x, settings.limits(), listener, workspace);
            double[] singularValues = RankTruncation.truncate(objective, x, pairs);
            HostMatrix w = objective.classifier(x);
            HostMatrix m = objective.classMeans(x);
            OptimalityCertificate certificate = OptimalityCertificate.at(backend, problem, w, m);
            return outcome.of(result, certificate, OutcomeBuilder.Point.collapsed(w, m), singularValues);
        }
    }

    private void assignStart(UfmObjective objective, FactorPair x, Workspace workspace) {
        int d = settings.problem().featureDim();
        int k = settings.problem().classes();
        SolveSettings.Start start = settings.start();
        if (start instanceof SolveSettings.RandomStart random) {
            x.classifier().upload(InitialFactors.gaussian(d, k, 1, random.seed(), 0));
            x.embeddings().upload(InitialFactors.gaussian(d, k, 1, random.seed(), 1));
        } else if (start instanceof SolveSettings.WarmStart warm) {
            warm.requireShapes(d, k);
            objective.assign(x, warm.classifier(), warm.classMeans());
        } else {
            InitialFactors.assignSeli(objective, x, workspace);
        }
    }
}
