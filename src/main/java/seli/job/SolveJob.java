package seli.job;

import java.util.ArrayList;
import java.util.List;
import seli.backend.Backend;
import seli.backend.Workspace;
import seli.certificate.OptimalityCertificate;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.UfmProblem;
import seli.solver.InitialFactors;
import seli.solver.IterationListener;
import seli.solver.Lbfgs;
import seli.solver.RankTruncation;
import seli.solver.SolverResult;
import seli.solver.SolverStatus;

/**
 * The certified global optimum of ridge-regularised UFM: L-BFGS on the class-collapsed factors, escape from saddles,
 * exact rank, and a certificate recomputed from the final factors. If the zero point is certified, it is the answer and
 * nothing runs.
 */
public final class SolveJob {
    /** A zero point whose relative gap is below this is the optimum up to rounding. */
    private static final double ZERO_GAP = 1e-13;

    /** Share of the physical memory that the solver's matrices may take. */
    private static final double MEMORY_SHARE = 0.5;

    private static final int MAX_MEMORY_PAIRS = 30;

    private final Backend backend;
    private final SolveSettings settings;

    private SolveJob(Backend backend, SolveSettings settings) {
        this.backend = backend;
        this.settings = settings;
    }

    /**
     * Solves on {@code backend}; {@code listener} gets every iteration.
     *
     * @throws IllegalArgumentException if the k x k matrices do not fit the memory, or a warm start has the wrong shape
     */
    public static SolveOutcome run(Backend backend, SolveSettings settings, IterationListener listener) {
        return new SolveJob(backend, settings).run(listener);
    }

    private SolveOutcome run(IterationListener listener) {
        long start = System.nanoTime();
        UfmProblem problem = settings.problem();
        int pairs = memoryPairs();
        HostMatrix zero = HostMatrix.zeros(problem.featureDim(), problem.classes());
        OptimalityCertificate atZero = OptimalityCertificate.at(backend, problem, zero, zero);
        if (atZero.provesOptimal(Math.min(ZERO_GAP, settings.limits().tolerance()))) {
            SolverResult none = new SolverResult(SolverStatus.OPTIMAL, 0, 0, atZero.primal(), atZero.relativeGap());
            return outcome(none, zero, zero, new double[0], start);
        }
        try (Workspace workspace = backend.openWorkspace()) {
            UfmObjective objective = UfmObjective.collapsed(backend, workspace, problem);
            FactorPair x = FactorPair.zeros(workspace, problem.featureDim(), problem.classes(), problem.classes());
            assignStart(objective, x, workspace);
            SolverResult result = new Lbfgs(pairs).solve(objective, x, settings.limits(), listener, workspace);
            double[] singularValues = RankTruncation.truncate(objective, x, pairs);
            return outcome(result, objective.classifier(x), objective.classMeans(x), singularValues, start);
        }
    }

    /** As many pairs as the memory share allows; each takes two factor pairs of 2 d k numbers. */
    private int memoryPairs() {
        UfmProblem problem = settings.problem();
        double pair = 4.0
                * problem.featureDim()
                * problem.classes()
                * backend.info().precision().bytes();
        double square = (double) problem.classes() * problem.classes() * Double.BYTES;
        double budget = MEMORY_SHARE * PhysicalMemory.bytes();
        double pairs = Math.floor((budget - 8 * square - 4 * pair) / pair);
        if (pairs < 3) {
            throw new IllegalArgumentException(
                    ("%d classes in dimension %d need about %.1f GiB, more than %.1f GiB (half of the memory); reduce the number of"
                                    + " classes")
                            .formatted(
                                    problem.classes(),
                                    problem.featureDim(),
                                    (8 * square + 7 * pair) / 0x1p30,
                                    budget / 0x1p30));
        }
        return (int) Math.min(MAX_MEMORY_PAIRS, pairs);
    }

    private void assignStart(UfmObjective objective, FactorPair x, Workspace workspace) {
        UfmProblem problem = settings.problem();
        int d = problem.featureDim();
        int k = problem.classes();
        SolveSettings.Start start = settings.start();
        if (start instanceof SolveSettings.RandomStart random) {
            x.classifier().upload(InitialFactors.gaussian(d, k, 1, random.seed(), 0));
            x.embeddings().upload(InitialFactors.gaussian(d, k, 1, random.seed(), 1));
        } else if (start instanceof SolveSettings.WarmStart warm) {
            requireShape("classifier", warm.classifier(), d, k);
            requireShape("class means", warm.classMeans(), d, k);
            objective.assign(x, warm.classifier(), warm.classMeans());
        } else {
            InitialFactors.assignSeli(objective, x, workspace);
        }
    }

    private static void requireShape(String what, HostMatrix matrix, int rows, int cols) {
        if (matrix.rows() != rows || matrix.cols() != cols) {
            throw new IllegalArgumentException("start's %s is %d x %d; expected %d x %d (d x k)"
                    .formatted(what, matrix.rows(), matrix.cols(), rows, cols));
        }
    }

    private SolveOutcome outcome(SolverResult result, HostMatrix w, HostMatrix m, double[] singularValues, long start) {
        OptimalityCertificate certificate = OptimalityCertificate.at(backend, settings.problem(), w, m);
        SolverStatus status = result.status();
        boolean proved = certificate.provesOptimal(settings.limits().tolerance());
        if (proved) {
            status = SolverStatus.OPTIMAL;
        } else if (status == SolverStatus.OPTIMAL) {
            status = SolverStatus.STALLED;
        }
        double nuclear = 0;
        for (double s : singularValues) {
            nuclear += s;
        }
        return new SolveOutcome(
                settings.problem(),
                status,
                certificate,
                new SolveOutcome.Solution(w, m, singularValues.length, nuclear),
                new SolveOutcome.Effort(result.iterations(), (System.nanoTime() - start) * 1e-9),
                collapsedGroups(w, m));
    }

    /**
     * The groups of at least two classes whose classifiers and class means are equal up to 1e-6 of the largest norm.
     */
    private List<Integer> collapsedGroups(HostMatrix w, HostMatrix m) {
        List<CountGroup> groups = settings.problem().counts().groups();
        List<Integer> collapsed = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            if (groups.get(g).classes() > 1 && isCollapsed(w, g) && isCollapsed(m, g)) {
                collapsed.add(g);
            }
        }
        return collapsed;
    }

    private boolean isCollapsed(HostMatrix factor, int group) {
        double tolerance = 1e-6 * factor.norm();
        double[] first = new double[factor.rows()];
        double[] column = new double[factor.rows()];
        boolean found = false;
        for (int c = 0; c < factor.cols(); c++) {
            if (settings.problem().counts().groupOf(c) == group) {
                factor.copyColumn(c, found ? column : first, 0);
                if (found && distance(first, column) > tolerance) {
                    return false;
                }
                found = true;
            }
        }
        return true;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }
}
