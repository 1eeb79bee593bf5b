package seli.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import seli.backend.Backend;
import seli.certificate.OptimalityCertificate;
import seli.geometry.SingularValue;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;
import seli.problem.UfmProblem;
import seli.solver.SolverResult;
import seli.solver.SolverStatus;

/** Makes the outcome of a method from its final point: status by the certificate, collapsed groups, inner products. */
final class OutcomeBuilder {
    /** A zero point whose relative gap is below this is the optimum up to rounding. */
    private static final double ZERO_GAP = 1e-13;

    /** Vectors of a group that differ by less than this, in units of the norm of all, are one vector. */
    private static final double ONE_POINT = 1e-6;

    private final long start = System.nanoTime();
    private final Backend backend;
    private final SolveSettings settings;
    private final SolveMethod method;
    private final HostMatrix zero;
    private final OptimalityCertificate atZero;

    OutcomeBuilder(Backend backend, SolveSettings settings, SolveMethod method) {
        this.backend = backend;
        this.settings = settings;
        this.method = method;
        UfmProblem problem = settings.reduced();
        this.zero = HostMatrix.zeros(problem.featureDim(), problem.classes());
        this.atZero = OptimalityCertificate.at(backend, problem, zero, zero);
    }

    /**
     * A final point.
     *
     * @param factors the factors
     * @param spread as {@link SolveOutcome.Solution#spread}
     */
    record Point(SolveOutcome.Factors factors, double spread) {
        /** A point whose embeddings are their class means. */
        static Point collapsed(HostMatrix classifier, HostMatrix classMeans) {
            return new Point(new SolveOutcome.Factors(classifier, classMeans), 0);
        }
    }

    /** Whether the zero point is the optimum, so that nothing needs to run. */
    boolean zeroIsOptimal() {
        return atZero.provesOptimal(Math.min(ZERO_GAP, settings.limits().tolerance()));
    }

    /** The outcome where the zero point is the optimum. */
    SolveOutcome zero() {
        SolverResult none = new SolverResult(SolverStatus.OPTIMAL, 0, 0, atZero.primal(), atZero.relativeGap());
        return of(none, atZero, Point.collapsed(zero, zero), new double[0]);
    }

    /** The outcome; {@code singularValues} are those of W' M N^(1/2) that are not 0. */
    SolveOutcome of(SolverResult result, OptimalityCertificate certificate, Point point, double[] singularValues) {
        SolverStatus status = result.status();
        if (certificate.provesOptimal(settings.limits().tolerance())) {
            status = SolverStatus.OPTIMAL;
        } else if (status == SolverStatus.OPTIMAL) {
            status = SolverStatus.STALLED;
        }
        double nuclear = 0;
        for (double s : singularValues) {
            nuclear += s;
        }
        HostMatrix w = point.factors().classifier();
        HostMatrix m = point.factors().classMeans();
        SolveOutcome.Products products = FactorProducts.of(backend, w, m);
        return new SolveOutcome(
                settings.reduced(),
                method,
                status,
                certificate,
                new SolveOutcome.Solution(
                        Optional.of(point.factors()),
                        SolveOutcome.Geometry.of(settings.problem().counts(), products),
                        point.spread(),
                        singularValues.length,
                        nuclear,
                        Arrays.stream(singularValues)
                                .mapToObj(s -> new SingularValue(s, 1))
                                .toList(),
                        Optional.empty()),
                new SolveOutcome.Effort(result.iterations(), (System.nanoTime() - start) * 1e-9),
                collapsedGroups(w, m));
    }

    /** The groups of at least two classes whose classifiers and class means are equal. */
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
        double tolerance = ONE_POINT * factor.norm();
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
