package seli.job;

import java.util.Optional;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.certificate.OptimalityCertificate;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.solver.InitialFactors;
import seli.solver.IterationListener;
import seli.solver.Lbfgs;
import seli.solver.RankTruncation;
import seli.solver.SolverResult;

/**
 * L-BFGS on the full problem, W (d x k) and H (d x n): nothing is taken from theory but the certificate, so that it
 * checks the collapse of classes instead of using it. The solver sees the balanced problem
 *
 * <pre>
 *   min over (a W, H / a)   sum_i loss / lambda + 1/2 |a W|^2 + 1/2 |H / a|^2,   a = (lambdaW / lambdaH)^(1/4),
 * </pre>
 *
 * whose value is F / lambda, as that of the collapsed method. Memory: about 20 points and 8 matrices of k x n.
 */
final class SampleSolve {
    /** Matrices of k x n at once: logits of objective and certificate, and a decomposition with its copies. */
    private static final int LOGITS = 8;

    private final Backend backend;
    private final SolveSettings settings;
    private final double balance;

    private SampleSolve(Backend backend, SolveSettings settings) {
        this.backend = backend;
        this.settings = settings;
        Ridge ridge = settings.problem().ridge();
        this.balance = Math.sqrt(Math.sqrt(ridge.lambdaW()) / Math.sqrt(ridge.lambdaH()));
    }

    /**
     * Solves; {@code listener} gets every iteration.
     *
     * @throws IllegalArgumentException if the d x n and k x n matrices do not fit the memory, or a warm start has the
     *     wrong shape
     */
    static SolveOutcome run(Backend backend, SolveSettings settings, IterationListener listener) {
        return new SampleSolve(backend, settings).run(listener);
    }

    private SolveOutcome run(IterationListener listener) {
        UfmProblem problem = settings.reduced();
        int d = problem.featureDim();
        int pairs = pairs(problem.classes(), d, problem.counts().samples());
        int n = Math.toIntExact(problem.counts().samples());
        OutcomeBuilder outcome = new OutcomeBuilder(backend, settings, SolveMethod.LBFGS);
        if (outcome.zeroIsOptimal()) {
            return outcome.zero();
        }
        UfmProblem balanced = new UfmProblem(
                problem.counts(), d, problem.loss().times(1 / problem.ridge().lambda()), Ridge.of(1));
        try (Workspace workspace = backend.openWorkspace()) {
            UfmObjective objective = UfmObjective.perSample(backend, workspace, balanced);
            FactorPair x = FactorPair.zeros(workspace, d, problem.classes(), n);
            assignStart(balanced, x);
            SolverResult result = new Lbfgs(pairs).solve(objective, x, settings.limits(), listener, workspace);
            double[] singularValues = RankTruncation.truncate(objective, x, pairs);
            HostMatrix w = x.classifier().download().times(1 / balance);
            HostMatrix h = x.embeddings().download().times(balance);
            HostMatrix m = objective.classMeans(x).times(balance);
            OptimalityCertificate certificate = OptimalityCertificate.atSamples(backend, problem, w, h);
            OutcomeBuilder.Point point =
                    new OutcomeBuilder.Point(new SolveOutcome.Factors(w, m, Optional.of(h)), spread(h, m));
            return outcome.of(result, certificate, point, singularValues);
        }
    }

    private int pairs(int k, int d, long n) {
        return SolveMemory.pairs(
                "%d samples of %d classes in dimension %d".formatted(n, k, d),
                "use --method collapsed, which does not depend on the number of samples",
                (double) d * (k + n) * backend.info().precision().bytes(),
                LOGITS * (double) k * n * Double.BYTES);
    }

    private void assignStart(UfmProblem balanced, FactorPair x) {
        int d = balanced.featureDim();
        int k = balanced.classes();
        SolveSettings.Start start = settings.start();
        if (start instanceof SolveSettings.RandomStart random) {
            x.classifier().upload(InitialFactors.gaussian(d, k, 1, random.seed(), 0));
            x.embeddings().upload(InitialFactors.gaussian(d, x.embeddings().cols(), 1, random.seed(), 1));
        } else if (start instanceof SolveSettings.WarmStart warm) {
            warm.requireShapes(d, k);
            x.classifier().upload(warm.classifier().times(balance));
            repeat(balanced.counts(), warm.classMeans().times(1 / balance), x.embeddings());
        } else {
            assignSeli(balanced, x);
        }
    }

    private void assignSeli(UfmProblem balanced, FactorPair x) {
        try (Workspace scratch = backend.openWorkspace()) {
            UfmObjective means = UfmObjective.collapsed(backend, scratch, balanced);
            FactorPair seli = FactorPair.zeros(scratch, balanced.featureDim(), balanced.classes(), balanced.classes());
            InitialFactors.assignSeli(means, seli, scratch);
            x.classifier().upload(means.classifier(seli));
            repeat(balanced.counts(), means.classMeans(seli), x.embeddings());
        }
    }

    private static void repeat(ClassCounts counts, HostMatrix means, DenseMatrix embeddings) {
        embeddings.upload(Factors.repeatMeans(counts, means));
    }

    private double spread(HostMatrix h, HostMatrix m) {
        int[] labels = settings.problem().counts().labels();
        HostMatrix off = HostMatrix.generate(h.rows(), h.cols(), (i, j) -> h.get(i, j) - m.get(i, labels[j]));
        double norm = h.norm();
        return norm > 0 ? off.norm() / norm : 0;
    }
}
