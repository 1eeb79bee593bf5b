package seli.job;

import java.util.Optional;
import seli.linalg.HostMatrix;
import seli.problem.Bias;
import seli.problem.UfmProblem;
import seli.solver.SolverSettings;

/**
 * What {@link SolveJob} is to solve.
 *
 * @param problem the problem, with positive ridge
 * @param limits tolerance and limits
 * @param start where to start
 * @param method how to find the optimum
 * @param variant label smoothing and bias, which only the method grouped has
 * @param reduction whether the objective has the sum or the mean of the losses of {@code problem}, beside its ridge
 */
public record SolveSettings(
        UfmProblem problem,
        SolverSettings limits,
        Start start,
        SolveMethod method,
        LossReduction reduction,
        Variant variant) {
    /** Up to this many groups the products of m x m matrices on the host take seconds. */
    private static final int FEW_GROUPS = 256;

    /** Up to this many classes the k x k matrices of the method collapsed are practical. */
    private static final int MANY_CLASSES = 4_096;

    /** Below this the loss's weights in units of lambda leave the range of double. */
    private static final double SMALLEST_LAMBDA = 1e-250;

    /** Checks that there is a ridge, and that it is neither too small nor too large for double precision. */
    public SolveSettings {
        if (problem.ridge().isZero()) {
            throw new IllegalArgumentException(
                    "lambda is 0; expected a positive number (without a ridge there is no optimum: use train)");
        }
        double lambda = problem.ridge().lambda();
        if (lambda < SMALLEST_LAMBDA || lambda > 1 / SMALLEST_LAMBDA) {
            throw new IllegalArgumentException("lambda %s is outside the range of this method; expected %s to %s"
                    .formatted(lambda, SMALLEST_LAMBDA, 1 / SMALLEST_LAMBDA));
        }
    }

    /** The sum of the losses, by the method that suits the problem. */
    public SolveSettings(UfmProblem problem, SolverSettings limits, Start start) {
        this(problem, limits, start, SolveMethod.AUTO, LossReduction.SUM, Variant.PLAIN);
    }

    /**
     * What goes beyond the vector-scaling losses.
     *
     * @param smoothing label smoothing, at least 0 and below 1
     * @param bias the bias
     */
    public record Variant(double smoothing, Bias bias) {
        /** Neither. */
        public static final Variant PLAIN = new Variant(0, Bias.NONE);

        /** Whether there is nothing but the loss itself. */
        public boolean isPlain() {
            return equals(PLAIN);
        }
    }

    /**
     * The method that is used: the one named; or grouped, unless the user names a backend or a start, or there are few
     * classes in many groups.
     *
     * @param isBackendNamed whether the user named a backend or a precision, on which the work is to be done
     * @throws IllegalArgumentException if the method cannot solve this problem
     */
    public SolveMethod chosenMethod(boolean isBackendNamed) {
        boolean fromSeli = start instanceof SeliStart;
        if (method != SolveMethod.AUTO) {
            requireFit(fromSeli);
            return method;
        }
        int groups = problem.counts().groups().size();
        boolean dense = isBackendNamed || groups > FEW_GROUPS;
        if (fromSeli && (!variant.isPlain() || problem.classes() > MANY_CLASSES || !dense)) {
            return SolveMethod.GROUPED;
        }
        if (!variant.isPlain()) {
            throw new IllegalArgumentException(
                    "a start with label smoothing or a bias; expected no --start: the method grouped has its own");
        }
        return SolveMethod.COLLAPSED;
    }

    private void requireFit(boolean fromSeli) {
        if (method == SolveMethod.GROUPED && !fromSeli) {
            throw new IllegalArgumentException("method grouped with a start; expected no --start, since it has its own,"
                    + " or --method collapsed");
        }
        if (method != SolveMethod.GROUPED && !variant.isPlain()) {
            throw new IllegalArgumentException(
                    "method " + method + " with label smoothing or a bias; expected --method grouped");
        }
    }

    /** The problem with the reduction in the weights of its loss: what a method minimises. */
    UfmProblem reduced() {
        return reduction.applyToLoss(problem);
    }

    /** Where the solver starts. */
    public sealed interface Start {}

    /** At SELI factors, near the optimum for small lambda. */
    public record SeliStart() implements Start {}

    /**
     * At independent normal numbers.
     *
     * @param seed seed of the generator
     */
    public record RandomStart(long seed) implements Start {}

    /**
     * At given factors.
     *
     * @param classifier W, d x k
     * @param classMeans M, d x k
     */
    public record WarmStart(HostMatrix classifier, HostMatrix classMeans) implements Start {
        /** Checks that both are {@code rows x cols}. */
        void requireShapes(int rows, int cols) {
            requireShape("classifier", classifier, rows, cols);
            requireShape("class means", classMeans, rows, cols);
        }

        private static void requireShape(String what, HostMatrix matrix, int rows, int cols) {
            if (matrix.rows() != rows || matrix.cols() != cols) {
                throw new IllegalArgumentException("start's %s is %d x %d; expected %d x %d (d x k)"
                        .formatted(what, matrix.rows(), matrix.cols(), rows, cols));
            }
        }
    }

    /** The warm start, if it is one. */
    public Optional<WarmStart> warmStart() {
        return start instanceof WarmStart warm ? Optional.of(warm) : Optional.empty();
    }
}
