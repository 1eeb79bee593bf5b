package seli.exact;

import java.util.Arrays;

/**
 * The loss of a {@link GroupedProblem} in units of lambda, with its derivatives, as a function of the logits by groups.
 * For a sample of group b with target logit u_y = 0, the off-target logits are
 *
 * <pre>
 *   u_ab = tau_b ( delta_a (T_ab + bias_a) - delta_b (T_bb + s_b + bias_b) ) + iota_a - iota_b   (k_a classes, a != b)
 *   u_bb = - tau_b delta_b s_b                                                                   (k_b - 1 classes)
 * </pre>
 *
 * <p>so that the loss is {@code log(1 + sum of exp u)} and every derivative is a sum of off-target probabilities:
 * nothing cancels however large the margins (derived in docs). Probabilities are held twice, as they are and divided by
 * lambda. Mutable, for one thread.
 */
final class GroupedLoss {
    /** Below this log(1 + x) = x in double precision. */
    private static final double LOG_TINY = -37;

    private final GroupedProblem problem;
    private final int m;
    private final double logLambda;
    private final double floor; // label smoothing's part of a target, in units of lambda

    private final double[] rootClasses;
    private final double[] rootPenalty;
    private final double[] columnWeight; // c_b k_b

    private final double[] logits;
    private final double[] probability;
    private final double[] scaled; // probability / lambda
    private final double[] logTarget; // log of the target's probability
    private final double[] change;

    GroupedLoss(GroupedProblem problem) {
        this.problem = problem;
        this.m = problem.size();
        this.logLambda = Math.log(problem.lambda());
        this.floor = problem.smoothing() / problem.totalClasses() / problem.lambda();
        this.rootClasses = new double[m];
        this.rootPenalty = new double[m];
        this.columnWeight = new double[m];
        for (int a = 0; a < m; a++) {
            rootClasses[a] = Math.sqrt(problem.classes(a));
            rootPenalty[a] = Math.sqrt(problem.penalty(a));
            columnWeight[a] = problem.weight(a) * problem.classes(a);
        }
        this.logits = new double[m * m];
        this.probability = new double[m * m];
        this.scaled = new double[m * m];
        this.logTarget = new double[m];
        this.change = new double[m * m];
    }

    /** Number of classes of group a other than the target, for a sample of group b. */
    double multiplicity(int a, int b) {
        return a == b ? problem.classes(a) - 1 : problem.classes(a);
    }

    /** Probability of one off-target class of group a for a sample of group b, at the point of the last call. */
    double probability(int a, int b) {
        return probability[b * m + a];
    }

    /** The same divided by lambda. */
    double scaledProbability(int a, int b) {
        return scaled[b * m + a];
    }

    /** Logarithm of the target's probability for a sample of group b. */
    double logTarget(int b) {
        return logTarget[b];
    }

    /** Off-target logit u_ab at the point of the last call. */
    double logit(int a, int b) {
        return logits[b * m + a];
    }

    /** Weight c_b k_b of the loss of group b. */
    double columnWeight(int b) {
        return columnWeight[b];
    }

    /**
     * The loss divided by lambda.
     *
     * @param coordinates K, m x m
     * @param spread the m numbers s
     * @param bias the m numbers of the bias
     */
    double evaluate(double[] coordinates, double[] spread, double[] bias) {
        linear(coordinates, spread, bias, logits);
        double sum = 0;
        for (int b = 0; b < m; b++) {
            for (int a = 0; a < m; a++) {
                logits[b * m + a] += a == b ? 0 : problem.iota(a) - problem.iota(b);
            }
            sum += columnWeight[b] * column(b);
        }
        return sum;
    }

    private double column(int b) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int a = 0; a < m; a++) {
            if (multiplicity(a, b) > 0) {
                largest = Math.max(largest, logits[b * m + a]);
            }
        }
        double sum = 0;
        double linear = 0;
        for (int a = 0; a < m; a++) {
            double many = multiplicity(a, b);
            if (many > 0) {
                sum += many * Math.exp(logits[b * m + a] - largest);
                linear += many * logits[b * m + a];
            }
        }
        double y = largest + Math.log(sum);
        double loss = y > 0 ? y + Math.log1p(Math.exp(-y)) : Math.log1p(Math.exp(y));
        logTarget[b] = -loss;
        for (int a = 0; a < m; a++) {
            double logProbability = logits[b * m + a] - loss;
            probability[b * m + a] = Math.exp(logProbability);
            scaled[b * m + a] = Math.exp(logProbability - logLambda);
        }
        double value = y < LOG_TINY ? Math.exp(y - logLambda) : loss / problem.lambda();
        return floor > 0 ? value - floor * linear : value;
    }

    /** The change of the logits with that of K, s and the bias; column by column into {@code result}. */
    private void linear(double[] coordinates, double[] spread, double[] bias, double[] result) {
        for (int b = 0; b < m; b++) {
            double kb = problem.classes(b);
            double target = problem.delta(b)
                    * (coordinates[b * m + b] / (kb * rootPenalty[b]) + spread[b] * ((kb - 1) / kb) + bias[b]);
            double scale = rootClasses[b] * rootPenalty[b];
            for (int a = 0; a < m; a++) {
                double logit = problem.delta(a) * (coordinates[b * m + a] / (rootClasses[a] * scale) + bias[a]);
                result[b * m + a] = problem.tau(b) * (logit - target);
            }
            result[b * m + b] = -problem.tau(b) * problem.delta(b) * spread[b];
        }
    }

    /**
     * The gradient at the point of the last evaluation; overwrites all three arguments.
     *
     * @param coordinates dK, m x m
     * @param spread d/ds
     * @param bias d/dbias
     */
    void gradient(double[] coordinates, double[] spread, double[] bias) {
        for (int i = 0; i < change.length; i++) {
            change[i] = scaled[i] - floor;
        }
        adjoint(change, coordinates, spread, bias);
    }

    /**
     * The Hessian at the point of the last evaluation times a change of K, s and the bias.
     *
     * @param in the change; read only
     * @param out overwritten by the product
     */
    void hessianTimes(Direction in, Direction out) {
        linear(in.coordinates, in.spread, in.bias, change);
        for (int b = 0; b < m; b++) {
            double mean = 0;
            for (int a = 0; a < m; a++) {
                mean += multiplicity(a, b) * probability[b * m + a] * change[b * m + a];
            }
            for (int a = 0; a < m; a++) {
                change[b * m + a] = scaled[b * m + a] * (change[b * m + a] - mean);
            }
        }
        adjoint(change, out.coordinates, out.spread, out.bias);
    }

    /** The adjoint of {@link #linear} applied to weighted residuals of one off-target class. */
    private void adjoint(double[] residual, double[] coordinates, double[] spread, double[] bias) {
        Arrays.fill(bias, 0);
        for (int b = 0; b < m; b++) {
            double kb = problem.classes(b);
            double weight = columnWeight[b] * problem.tau(b);
            double scale = rootClasses[b] * rootPenalty[b];
            double total = 0;
            for (int a = 0; a < m; a++) {
                if (a != b) {
                    double r = weight * problem.classes(a) * residual[b * m + a];
                    total += r;
                    coordinates[b * m + a] = problem.delta(a) * r / (rootClasses[a] * scale);
                    bias[a] += problem.delta(a) * r;
                }
            }
            double same = weight * (kb - 1) * residual[b * m + b];
            coordinates[b * m + b] = -problem.delta(b) * total / (kb * rootPenalty[b]);
            spread[b] = -problem.delta(b) * (total * ((kb - 1) / kb) + same);
            bias[b] -= problem.delta(b) * total;
        }
    }

    /** A point or a change in the three kinds of unknowns. */
    static final class Direction {
        final double[] coordinates;
        final double[] spread;
        final double[] bias;

        Direction(int m) {
            this.coordinates = new double[m * m];
            this.spread = new double[m];
            this.bias = new double[m];
        }
    }
}
