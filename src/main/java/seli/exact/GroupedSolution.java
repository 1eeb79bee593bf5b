package seli.exact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import seli.geometry.SingularValue;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;

/**
 * The optimum of a {@link GroupedProblem} with its certificate: the class logits, the probabilities and the Gram
 * matrices of the factors as {@link BlockMatrix}, for any number of classes. Immutable.
 */
public final class GroupedSolution {
    private final GroupedProblem problem;
    private final GroupedCertificate certificate;
    private final long steps;
    private final boolean finished;
    private final int m;
    private final int rank;
    private final double[] left; // L, m x rank
    private final double[] right; // R, m x rank
    private final double[] values; // singular values of K
    private final double[] spread; // s
    private final double[] bias;
    private final GroupedLoss loss;

    /** At balanced factors x, as {@link BalancedFactors} makes them. */
    GroupedSolution(
            GroupedObjective objective, double[] x, GroupedCertificate certificate, long steps, boolean finished) {
        this.problem = objective.problem();
        this.certificate = certificate;
        this.steps = steps;
        this.finished = finished;
        this.m = problem.size();
        GroupedObjective own = new GroupedObjective(problem, objective.rank());
        own.correct(objective.correction());
        own.value(x);
        this.loss = own.loss();
        this.spread = own.point().spread.clone();
        this.bias = own.point().bias.clone();
        double[] squares = new double[objective.rank()];
        int used = 0;
        for (int l = 0; l < squares.length; l++) {
            for (int a = 0; a < m; a++) {
                squares[l] += x[l * m + a] * x[l * m + a];
            }
            used = squares[l] > 0 ? l + 1 : used;
        }
        this.rank = used;
        this.values = Arrays.copyOf(squares, used);
        this.left = Arrays.copyOf(x, used * m);
        this.right = Arrays.copyOfRange(x, objective.rank() * m, (objective.rank() + used) * m);
    }

    /** This solution as a start for another problem of the same groups. */
    double[] pointFor(GroupedObjective objective, double floor) {
        double[] coordinates = new double[m * m];
        new Products(m, rank).addOuter(left, 0, right, 0, coordinates);
        double[] least = spread.clone();
        for (int a = 0; a < m; a++) {
            least[a] = Math.max(least[a], floor);
        }
        return GroupedStart.factors(objective, coordinates, least, bias, floor);
    }

    /** The problem that was solved. */
    public GroupedProblem problem() {
        return problem;
    }

    /** The certificate of this very solution. */
    public GroupedCertificate certificate() {
        return certificate;
    }

    /** Newton steps that it took. */
    public long steps() {
        return steps;
    }

    /** Whether the method came to its end, rather than to a limit. */
    public boolean isFinished() {
        return finished;
    }

    /** Rank of the logits: directions between groups, and k_a - 1 for every group whose classes differ. */
    public long rank() {
        long sum = rank;
        for (int a = 0; a < m; a++) {
            sum += spread[a] > 0 ? Math.round(problem.classes(a)) - 1 : 0;
        }
        return sum;
    }

    /** Rank of the part between groups. */
    public int rankBetween() {
        return rank;
    }

    /** Nuclear norm of the k x k form of the logits, {@code Z N^(1/2)} under plain ridge. */
    public double nuclearNorm() {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        for (int a = 0; a < m; a++) {
            sum += (problem.classes(a) - 1) * spread[a] * Math.sqrt(problem.penalty(a));
        }
        return sum;
    }

    /** The singular values above 0 of the k x k form of the logits, {@code Z N^(1/2)} under plain ridge, decreasing. */
    public List<SingularValue> singularValues() {
        List<SingularValue> found = new ArrayList<>();
        for (double value : values) {
            if (value > 0) {
                found.add(new SingularValue(value, 1));
            }
        }
        for (int a = 0; a < m; a++) {
            double value = spread[a] * Math.sqrt(problem.penalty(a));
            int multiplicity = (int) Math.round(problem.classes(a)) - 1;
            if (value > 0 && multiplicity > 0) {
                found.add(new SingularValue(value, multiplicity));
            }
        }
        found.sort(Comparator.comparingDouble(SingularValue::value).reversed());
        return List.copyOf(found);
    }

    /** s_a, by which the logit of a class of group a exceeds that of the group's other classes; 0 if they collapse. */
    public double spread(int a) {
        return spread[a];
    }

    /** Bias of the classes of group a, 0 without a bias. */
    public double bias(int a) {
        return bias[a];
    }

    /** Entry (c, c) of the class logits W'M for a class of group a, without the bias. */
    public double matchedLogit(int a) {
        return between(a, a) + spread[a];
    }

    /** Entry (c, d) of W'M for distinct classes c of group a and d of group b, without the bias. */
    public double logit(int a, int b) {
        return between(a, b);
    }

    /** T_ab. */
    private double between(int a, int b) {
        double sum = 0;
        for (int l = 0; l < rank; l++) {
            sum += left[l * m + a] * right[l * m + b];
        }
        double scale = Math.sqrt(problem.classes(a) * problem.classes(b) * problem.penalty(b));
        return sum / scale - (a == b ? spread[a] / problem.classes(a) : 0);
    }

    /** Probability of one off-target class of group a for a sample of group b. */
    public double probability(int a, int b) {
        return loss.probability(a, b);
    }

    /** Probability of the target for a sample of group b. */
    public double targetProbability(int b) {
        return Math.exp(loss.logTarget(b));
    }

    /** The least margin of a sample of group b in the loss's logits, over all other classes. */
    public double leastMargin(int b) {
        double least = Double.POSITIVE_INFINITY;
        for (int a = 0; a < m; a++) {
            if (loss.multiplicity(a, b) > 0) {
                least = Math.min(least, 0.0 - loss.logit(a, b));
            }
        }
        return least;
    }

    /**
     * {@code p_same - p_other} for two classes of group a, without cancellation in their logits; empty for one class.
     */
    public OptionalDouble probabilityDifference(int a) {
        if (problem.classes(a) == 1) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(loss.probability(a, a) * Math.expm1(-loss.logit(a, a)));
    }

    /** The residuals between groups in units of lambda, without the directions of the logits, from both sides. */
    HostMatrix residualsBeside() {
        double[] g = new double[m * m];
        loss.gradient(g, new double[m], new double[m]);
        HostMatrix residuals = HostMatrix.generate(m, m, (a, b) -> g[b * m + a]);
        return without(left, without(right, residuals.transpose()).transpose());
    }

    /** The matrix less its part in the span of a factor's orthogonal columns, from the left. */
    private HostMatrix without(double[] factor, HostMatrix matrix) {
        if (rank == 0) {
            return matrix;
        }
        HostMatrix unit = HostMatrix.generate(m, rank, (a, l) -> factor[l * m + a] / Math.sqrt(values[l]));
        HostMatrix part = unit.times(unit.transpose().times(matrix));
        return HostMatrix.generate(m, m, (a, b) -> matrix.get(a, b) - part.get(a, b));
    }

    /** The classifier Gram matrix W'W. */
    public BlockMatrix classifierGram(ClassCounts counts, Ridge ridge) {
        double scale = Math.sqrt(ridge.lambdaH() / ridge.lambdaW());
        return BlockMatrix.of(
                counts, gram(left, scale, a -> 1), a -> scale * spread[a] * Math.sqrt(problem.penalty(a)));
    }

    /** The Gram matrix M'M of the class means. */
    public BlockMatrix embeddingGram(ClassCounts counts, Ridge ridge) {
        double scale = Math.sqrt(ridge.lambdaW() / ridge.lambdaH());
        return BlockMatrix.of(
                counts,
                gram(right, scale, a -> 1 / Math.sqrt(problem.penalty(a))),
                a -> scale * spread[a] / Math.sqrt(problem.penalty(a)));
    }

    private HostMatrix gram(double[] factor, double scale, IntToDoubleFunction weight) {
        double[] product = new double[m * m];
        new Products(m, rank).addOuter(factor, 0, factor, 0, product);
        return HostMatrix.generate(
                m, m, (a, b) -> scale * weight.applyAsDouble(a) * weight.applyAsDouble(b) * product[b * m + a]);
    }

    /** The class logits W'M, without the bias. */
    public BlockMatrix logits(ClassCounts counts) {
        double[] product = new double[m * m];
        new Products(m, rank).addOuter(left, 0, right, 0, product);
        return BlockMatrix.of(
                counts,
                HostMatrix.generate(m, m, (a, b) -> product[b * m + a] / Math.sqrt(problem.penalty(b))),
                a -> spread[a]);
    }

    /** Factors W (d x k) of the classifier: {@link ClassFactors} for the layout. */
    public HostMatrix classifier(ClassCounts counts, Ridge ridge, int featureDim) {
        double scale = Math.sqrt(Math.sqrt(ridge.lambdaH() / ridge.lambdaW()));
        return new ClassFactors(counts, left, rank, a -> Math.sqrt(spread[a] * Math.sqrt(problem.penalty(a))))
                .matrix(featureDim, a -> scale);
    }

    /** Class means M (d x k), in the coordinates of {@link #classifier}. */
    public HostMatrix classMeans(ClassCounts counts, Ridge ridge, int featureDim) {
        double scale = Math.sqrt(Math.sqrt(ridge.lambdaW() / ridge.lambdaH()));
        return new ClassFactors(counts, right, rank, a -> Math.sqrt(spread[a] * Math.sqrt(problem.penalty(a))))
                .matrix(featureDim, a -> scale / Math.sqrt(problem.penalty(a)));
    }
}
