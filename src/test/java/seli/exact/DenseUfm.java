package seli.exact;

import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;

/**
 * The k x k problem written down class by class from its definition, with nothing shared with the code under test: the
 * oracle for primal and dual values.
 */
final class DenseUfm {
    private final GroupedProblem problem;
    private final int[] groupOf;
    private final int k;

    DenseUfm(GroupedProblem problem, ClassCounts counts) {
        this.problem = problem;
        this.groupOf = counts.groupIndices();
        this.k = groupOf.length;
    }

    /** Primal value at class logits Z (k x k, without bias) and a bias by class. */
    double primal(HostMatrix logits, double[] bias) {
        double loss = 0;
        for (int y = 0; y < k; y++) {
            double[] u = adjusted(logits, bias, y);
            double largest = Double.NEGATIVE_INFINITY;
            for (double value : u) {
                largest = Math.max(largest, value);
            }
            double sum = 0;
            double target = 0;
            for (int c = 0; c < k; c++) {
                sum += Math.exp(u[c] - largest);
                target += targetShare(c, y) * u[c];
            }
            loss += problem.weight(groupOf[y]) * (largest + Math.log(sum) - target);
        }
        return loss + problem.lambda() * nuclearNorm(weighted(logits)) + biasPenalty(bias);
    }

    private double biasPenalty(double[] bias) {
        double squares = 0;
        for (double b : bias) {
            squares += b * b;
        }
        return problem.bias().ridge() * squares / 2;
    }

    private double[] adjusted(HostMatrix logits, double[] bias, int y) {
        double[] u = new double[k];
        for (int c = 0; c < k; c++) {
            double z = logits.get(c, y) + bias[c];
            u[c] = problem.tau(groupOf[y]) * problem.delta(groupOf[c]) * z + problem.iota(groupOf[c]);
        }
        return u;
    }

    private double targetShare(int c, int y) {
        return (c == y ? 1 - problem.smoothing() : 0) + problem.smoothing() / k;
    }

    private HostMatrix weighted(HostMatrix logits) {
        return HostMatrix.generate(k, k, (c, y) -> logits.get(c, y) * Math.sqrt(problem.penalty(groupOf[y])));
    }

    static double nuclearNorm(HostMatrix matrix) {
        double sum = 0;
        for (double s : Svd.of(matrix).values()) {
            sum += s;
        }
        return sum;
    }

    /**
     * The dual value of probabilities Q (columns in the simplex): minus infinity unless the residuals (target - Q),
     * weighted, have spectral norm of at most lambda and, with a free bias, rows that sum to zero.
     */
    double dual(HostMatrix q) {
        HostMatrix residual = HostMatrix.generate(k, k, (c, y) -> residual(q, c, y));
        HostMatrix scaled =
                HostMatrix.generate(k, k, (c, y) -> residual.get(c, y) / Math.sqrt(problem.penalty(groupOf[y])));
        double excess = Svd.of(scaled).values()[0] / problem.lambda() - 1;
        if (excess > 1e-9) {
            return Double.NEGATIVE_INFINITY;
        }
        double value = 0;
        for (int y = 0; y < k; y++) {
            value += problem.weight(groupOf[y]) * conjugate(q, y);
        }
        return value - (problem.bias().isPresent() ? biasConjugate(residual) : 0);
    }

    private double residual(HostMatrix q, int c, int y) {
        int b = groupOf[y];
        return problem.weight(b) * problem.tau(b) * problem.delta(groupOf[c]) * (targetShare(c, y) - q.get(c, y));
    }

    /** min over u of log-sum-exp(u + iota) - t'(u + iota) - (q - t)'u: the entropy, and what the shifts add. */
    private double conjugate(HostMatrix q, int y) {
        double value = 0;
        for (int c = 0; c < k; c++) {
            double p = q.get(c, y);
            value -= p > 0 ? p * Math.log(p) : 0;
            value += (p - targetShare(c, y)) * problem.iota(groupOf[c]);
        }
        return value;
    }

    private double biasConjugate(HostMatrix residual) {
        double squares = 0;
        for (int c = 0; c < k; c++) {
            double row = 0;
            for (int y = 0; y < k; y++) {
                row += residual.get(c, y);
            }
            squares += row * row;
        }
        if (problem.bias().ridge() > 0) {
            return squares / (2 * problem.bias().ridge());
        }
        return squares < 1e-16 * problem.lambda() * problem.lambda() ? 0 : Double.POSITIVE_INFINITY;
    }

    /** Class logits of a solution. */
    static HostMatrix logits(GroupedSolution solution, ClassCounts counts) {
        return dense(solution.logits(counts), counts);
    }

    static HostMatrix dense(BlockMatrix matrix, ClassCounts counts) {
        int[] groupOf = counts.groupIndices();
        return HostMatrix.generate(
                groupOf.length,
                groupOf.length,
                (c, d) -> c == d ? matrix.diagonal(groupOf[c]) : matrix.entry(groupOf[c], groupOf[d]));
    }

    /** Probabilities of a solution, k x k. */
    static HostMatrix probabilities(GroupedSolution solution, ClassCounts counts) {
        int[] groupOf = counts.groupIndices();
        return HostMatrix.generate(
                groupOf.length,
                groupOf.length,
                (c, y) ->
                        c == y ? solution.targetProbability(groupOf[y]) : solution.probability(groupOf[c], groupOf[y]));
    }

    double[] bias(GroupedSolution solution) {
        double[] bias = new double[k];
        for (int c = 0; c < k; c++) {
            bias[c] = solution.bias(groupOf[c]);
        }
        return bias;
    }
}
