package seli.exact;

/**
 * The duality gap of a {@link GroupedProblem} at a factored point, with no part of any solver's state. With G the
 * gradient of the loss in units of lambda, p the probabilities and t the targets,
 *
 * <pre>
 *   sigma = max( |G_K|_2, max_a |dloss/ds_a| / ((k_a - 1) sqrt(v_a)) ),
 *   theta = min(1, 1/sigma),   q' = (1 - theta) t + theta p,
 *   gap / lambda = sum_b c_b k_b KL(q'_b || p_b) / lambda + [ |factors|^2 / 2 + theta &lt;point, G&gt; ] + bias part.
 * </pre>
 *
 * <p>Each part is at least 0 and is summed without cancellation of the first kind: KL as a sum of terms that are not
 * negative. It holds for every member of the vector-scaling family, with label smoothing, and with a ridge on the bias;
 * with a free bias the residual of its equation, which should be 0, is added by its size (derived in docs).
 *
 * @param primal the objective
 * @param gap an upper bound of its distance from the optimal value
 * @param spectralNormRatio sigma
 */
public record GroupedCertificate(double primal, double gap, double spectralNormRatio) {
    /** Below this the logarithm in KL is summed as a series. */
    private static final double SERIES = 1e-2;

    /** Above this a ratio of probabilities is not formed. */
    private static final double LARGE = 1e6;

    /** Gap over |objective|; 0 for a zero gap. */
    public double relativeGap() {
        return gap == 0 ? 0 : gap / Math.abs(primal); // exact
    }

    /** The lower bound on the optimal value. */
    public double dual() {
        return primal - gap;
    }

    /** The certificate at a point of {@code objective}; only reads x. */
    static GroupedCertificate at(GroupedObjective objective, double[] x) {
        GroupedProblem problem = objective.problem();
        int m = problem.size();
        double value = objective.value(x);
        double penalty = objective.penalty(x);
        GroupedLoss.Direction point = objective.point();
        GroupedLoss.Direction slope = new GroupedLoss.Direction(m);
        objective.loss().gradient(slope.coordinates, slope.spread, slope.bias);
        double sigma = SpectralBound.of(slope.coordinates, m);
        double[] correction = objective.correction();
        double corrected = Products.dot(correction, slope.coordinates);
        double inner = Products.dot(point.coordinates, slope.coordinates)
                - corrected
                + Products.dot(point.spread, slope.spread);
        for (int a = 0; a < m; a++) {
            if (problem.classes(a) > 1) {
                double scale = (problem.classes(a) - 1) * Math.sqrt(problem.penalty(a));
                sigma = Math.max(sigma, Math.abs(slope.spread[a]) / scale);
            }
        }
        double theta = Math.min(1, 1 / sigma);
        double bias = biasPart(problem, point, slope, theta);
        double biasPenalty = biasPenalty(problem, point);
        double norms = Math.max(0, penalty - biasPenalty + theta * inner);
        double gap = divergence(problem, objective.loss(), theta) + norms + bias;
        double lambda = problem.lambda();
        return new GroupedCertificate(lambda * (value - corrected), lambda * gap, sigma);
    }

    private static double biasPenalty(GroupedProblem problem, GroupedLoss.Direction point) {
        double sum = 0;
        for (int a = 0; a < problem.size(); a++) {
            sum += problem.classes(a) * point.bias[a] * point.bias[a];
        }
        return problem.bias().ridge() > 0 ? problem.bias().ridge() / problem.lambda() * sum / 2 : 0;
    }

    private static double biasPart(
            GroupedProblem problem, GroupedLoss.Direction point, GroupedLoss.Direction slope, double theta) {
        if (!problem.bias().isPresent()) {
            return 0;
        }
        double ridge = problem.bias().ridge() / problem.lambda();
        double sum = 0;
        for (int a = 0; a < problem.size(); a++) {
            double residual = theta * slope.bias[a];
            if (ridge > 0) {
                double excess = ridge * problem.classes(a) * point.bias[a] + residual;
                sum += excess * excess / (2 * ridge * problem.classes(a));
            } else {
                sum += Math.abs(point.bias[a] * residual);
            }
        }
        return sum;
    }

    /** sum_b c_b k_b KL(q'_b || p_b) / lambda; q' = p + (1 - theta) (t - p). */
    private static double divergence(GroupedProblem problem, GroupedLoss loss, double theta) {
        double rest = 1 - theta;
        double target = problem.smoothing() / problem.totalClasses();
        double total = 0;
        for (int b = 0; b < problem.size(); b++) {
            double sum = 0;
            double missing = 0;
            for (int a = 0; a < problem.size(); a++) {
                double many = loss.multiplicity(a, b);
                double p = loss.probability(a, b);
                if (many > 0) {
                    double log = loss.logTarget(b) + loss.logit(a, b);
                    double scaled = loss.scaledProbability(a, b);
                    double ratio = target > 0 ? rest * (target - p) / p : -rest;
                    sum += many
                            * (p > 0 && ratio < LARGE
                                    ? scaled * relativeEntropy(ratio)
                                    : entropyTerm(p, log, rest * (target - p)) / problem.lambda());
                    missing += many * (p - target);
                }
            }
            sum += entropyTerm(Math.exp(loss.logTarget(b)), loss.logTarget(b), rest * missing) / problem.lambda();
            total += loss.columnWeight(b) * sum;
        }
        return total;
    }

    /** {@code q log(q/p) - q + p >= 0} for q = p + change, also where p underflows. */
    private static double entropyTerm(double p, double logP, double change) {
        if (p > 0 && change < LARGE * p) {
            return p * relativeEntropy(change / p);
        }
        double q = p + change;
        return q > 0 ? q * (Math.log(q) - logP) - q + p : p;
    }

    /** h(x) = (1 + x) log(1 + x) - x for x >= -1. */
    static double relativeEntropy(double x) {
        if (Math.abs(x) < SERIES) {
            double sum = 0;
            double power = x * x;
            for (int n = 2; n < 12; n++) {
                sum += (n % 2 == 0 ? power : -power) / (n * (n - 1.0));
                power *= x;
            }
            return sum;
        }
        return x <= -1 ? 1 : (1 + x) * Math.log1p(x) - x;
    }
}
