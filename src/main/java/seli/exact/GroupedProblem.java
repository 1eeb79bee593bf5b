package seli.exact;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.problem.Bias;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

/**
 * The ridge-regularised UFM of k classes in m groups of alike classes, as its convex form by groups. With a group's
 * number of classes k_a, its weight c_a in the loss, its weight v_a in the penalty of the embeddings, and the
 * vector-scaling parameters delta_a, tau_a, iota_a, the optimal class logits are {@code Z[c, j] = T_ab + [c = j] s_a}
 * for c of group a and j of group b, because the optimum is unique and the problem does not change when classes of a
 * group change places. Over T, s and (if there is one) a bias that is constant on groups the problem is
 *
 * <pre>
 *   min  sum_b k_b c_b loss_b + lambda ( |K|_* + sum_a (k_a - 1) |s_a| sqrt(v_a) ) + lambda_b/2 |bias|^2,
 *   K_ab = ( T_ab sqrt(k_a k_b) + [a = b] s_a ) sqrt(v_b)
 * </pre>
 *
 * <p>(derived in docs). Under plain ridge c_a = v_a = n_a, the count; the layer-peeled model has v_a = 1. Immutable.
 */
public final class GroupedProblem {
    /** A lambda this close to a threshold is at the threshold: it may come from a square root. */
    private static final double ROUNDING = 0x1p-50;

    private final double[] classes;
    private final double[] weight;
    private final double[] penalty;
    private final double[] delta;
    private final double[] tau;
    private final double[] iota;
    private final double lambda;
    private final double smoothing;
    private final Bias bias;

    private GroupedProblem(double[][] columns, double lambda, double smoothing, Bias bias) {
        this.classes = columns[0];
        this.weight = columns[1];
        this.penalty = columns[2];
        this.delta = columns[3];
        this.tau = columns[4];
        this.iota = columns[5];
        if (!(lambda > 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("lambda is " + lambda + "; expected a positive finite number");
        }
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw new IllegalArgumentException(
                    "label smoothing is " + smoothing + "; expected a number of at least 0 and below 1");
        }
        this.lambda = lambda;
        this.smoothing = smoothing;
        this.bias = bias;
    }

    /**
     * The groups of equal counts of a problem, in decreasing order of count.
     *
     * @throws IllegalArgumentException if the loss differs between classes of one count, or the ridge is 0
     */
    public static GroupedProblem of(UfmProblem problem) {
        return of(problem.counts(), problem.loss(), problem.ridge());
    }

    /**
     * The same for counts, loss and ridge alone; the feature dimension is taken to be at least k - 1.
     *
     * @throws IllegalArgumentException if the loss differs between classes of one count, or the ridge is 0
     */
    public static GroupedProblem of(ClassCounts counts, VectorScalingLoss loss, Ridge ridge) {
        List<CountGroup> groups = counts.groups();
        int m = groups.size();
        int[] first = firstClasses(counts, loss);
        double[][] columns = {
            fill(m, a -> groups.get(a).classes()),
            fill(m, a -> loss.omega(first[a]) * groups.get(a).count()),
            fill(m, a -> groups.get(a).count()),
            fill(m, a -> loss.delta(first[a])),
            fill(m, a -> loss.tau(first[a])),
            fill(m, a -> loss.iota(first[a]))
        };
        return new GroupedProblem(columns, ridge.lambda(), 0, Bias.NONE);
    }

    /** The first class of each group; checks that the others of the group have its parameters. */
    private static int[] firstClasses(ClassCounts counts, VectorScalingLoss loss) {
        if (loss.classes() != counts.classes()) {
            throw new IllegalArgumentException("loss has " + loss.classes() + " classes but counts have "
                    + counts.classes() + "; expected the same number");
        }
        int[] groupOf = counts.groupIndices();
        int[] first = new int[counts.groups().size()];
        Arrays.fill(first, -1);
        for (int c = 0; c < groupOf.length; c++) {
            int f = first[groupOf[c]];
            if (f < 0) {
                first[groupOf[c]] = c;
            } else if (!loss.isAlike(f, c)) {
                throw new IllegalArgumentException("classes " + f + " and " + c + " have the same count but another"
                        + " loss; expected the same: use the method collapsed");
            }
        }
        return first;
    }

    private static double[] fill(int m, IntToDoubleFunction value) {
        double[] values = new double[m];
        for (int a = 0; a < m; a++) {
            values[a] = value.applyAsDouble(a);
        }
        return values;
    }

    /**
     * The layer-peeled model [Fang21] at a multiplier: the penalty of the embeddings is averaged within each class, so
     * that every class weighs 1 in it.
     *
     * @param classes number of classes of each group
     * @param samples samples of a class of each group, not necessarily whole: only ratios to nu matter
     * @param nu multiplier of the nuclear norm of the class logits, in the place of lambda
     * @throws IllegalArgumentException if the arrays differ in length, or a number is not positive and finite
     */
    public static GroupedProblem layerPeeled(long[] classes, double[] samples, double nu) {
        if (classes.length != samples.length || classes.length == 0) {
            throw new IllegalArgumentException(classes.length + " numbers of classes and " + samples.length
                    + " of samples; expected one of each for every group");
        }
        for (int a = 0; a < classes.length; a++) {
            if (classes[a] < 1 || !(samples[a] > 0) || Double.isInfinite(samples[a])) {
                throw new IllegalArgumentException("group " + a + " has " + classes[a] + " classes of " + samples[a]
                        + " samples; expected positive numbers");
            }
        }
        int m = classes.length;
        double[] ones = fill(m, a -> 1);
        double[][] columns = {fill(m, a -> classes[a]), samples.clone(), ones, ones, ones, new double[m]};
        return new GroupedProblem(columns, nu, 0, Bias.NONE);
    }

    /** The same problem at another lambda. */
    public GroupedProblem withLambda(double other) {
        return new GroupedProblem(columns(), other, smoothing, bias);
    }

    /**
     * The same problem with label smoothing: the target of class c is {@code (1 - alpha) e_c + alpha / k}.
     *
     * @throws IllegalArgumentException if alpha is not in [0, 1)
     */
    public GroupedProblem withSmoothing(double alpha) {
        return new GroupedProblem(columns(), lambda, alpha, bias);
    }

    /** The same problem with another bias. */
    public GroupedProblem withBias(Bias other) {
        return new GroupedProblem(columns(), lambda, smoothing, other);
    }

    private double[][] columns() {
        return new double[][] {classes, weight, penalty, delta, tau, iota};
    }

    /** Number of groups m. */
    public int size() {
        return classes.length;
    }

    /** Number of classes k. */
    public double totalClasses() {
        double sum = 0;
        for (double k : classes) {
            sum += k;
        }
        return sum;
    }

    /** Number of classes k_a of a group. */
    public double classes(int a) {
        return classes[a];
    }

    /** Weight c_a of a class in the loss. */
    public double weight(int a) {
        return weight[a];
    }

    /** Weight v_a of a class mean in the penalty. */
    public double penalty(int a) {
        return penalty[a];
    }

    /** Scale delta_a of the logit of the group's classes. */
    public double delta(int a) {
        return delta[a];
    }

    /** Scale tau_a of all logits of the group's samples. */
    public double tau(int a) {
        return tau[a];
    }

    /** Shift iota_a of the logit of the group's classes. */
    public double iota(int a) {
        return iota[a];
    }

    /** The weight lambda of the nuclear norm. */
    public double lambda() {
        return lambda;
    }

    /** Label smoothing alpha, 0 for none. */
    public double smoothing() {
        return smoothing;
    }

    /** The bias. */
    public Bias bias() {
        return bias;
    }

    /**
     * The lambda from which on the classes of a group share one classifier and one class mean: {@code c_a tau_a delta_a
     * (1 - alpha) / sqrt(v_a)}, which is sqrt(n_a) for cross-entropy (derived in docs).
     */
    public double collapseThreshold(int a) {
        return weight[a] * tau[a] * delta[a] * (1 - smoothing) / Math.sqrt(penalty[a]);
    }

    /** Whether the classes of a group differ at the optimum: there are several, and lambda is below the threshold. */
    public boolean isSpread(int a) {
        return classes[a] > 1 && lambda < collapseThreshold(a) * (1 - ROUNDING);
    }
}
