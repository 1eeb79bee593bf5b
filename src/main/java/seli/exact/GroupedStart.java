package seli.exact;

import seli.linalg.HostMatrix;
import seli.linalg.Svd;

/**
 * A first point near the optimum at every lambda. As lambda falls the residuals tend to lambda V U', the singular
 * vectors of the simplex-encoded labels [TKVB22]; above its threshold a direction keeps the residual that zero logits
 * leave. So the residuals are taken as V min(cap, lambda) U', the probabilities that they stand for give the logits,
 * and these the factors: exact for balanced counts, at and above the zero threshold, and in the limit lambda to 0
 * (derived in docs).
 */
final class GroupedStart {
    /** Least share of the mean probability that a start may have, so that logarithms exist. */
    private static final double LEAST = 1e-3;

    /** Least singular value of a start over its largest: no direction may be lost. */
    private static final double LEAST_DIRECTION = 1e-2;

    private final GroupedProblem problem;
    private final int m;
    private final double normalizer; // sum of k_a / delta_a^2

    private GroupedStart(GroupedProblem problem) {
        this.problem = problem;
        this.m = problem.size();
        double sum = 0;
        for (int a = 0; a < m; a++) {
            sum += problem.classes(a) / (problem.delta(a) * problem.delta(a));
        }
        this.normalizer = sum;
    }

    /** The start for an objective of any rank. */
    static double[] of(GroupedObjective objective) {
        return new GroupedStart(objective.problem()).point(objective);
    }

    /**
     * The simplex-encoded labels with margins large enough for every loss to be small: a start that is always finite.
     */
    static double[] simplexEncoded(GroupedObjective objective) {
        GroupedStart start = new GroupedStart(objective.problem());
        int m = start.m;
        double margin = 0;
        for (int a = 0; a < m; a++) {
            double weight = start.problem.weight(a) * start.problem.classes(a) * start.problem.totalClasses();
            margin = Math.max(margin, Math.log1p(weight / start.problem.lambda()));
        }
        double[] coordinates = new double[m * m];
        double[] spread = new double[m];
        for (int b = 0; b < m; b++) {
            for (int a = 0; a < m; a++) {
                coordinates[b * m + a] = margin * start.simplexEncoded(a, b);
            }
            double same = margin / (start.problem.delta(b) * start.problem.tau(b));
            spread[b] = start.problem.isSpread(b) ? same : 0;
        }
        return factors(objective, coordinates, spread, new double[m], LEAST_DIRECTION);
    }

    private double[] point(GroupedObjective objective) {
        double[] spread = new double[m];
        double[] coordinates = coordinates(logits(residuals()), spread);
        double[] bias = new double[m];
        double[] x = factors(objective, coordinates, spread, bias, LEAST_DIRECTION);
        if (!problem.bias().isPresent()) {
            return x;
        }
        moveToBias(coordinates, bias);
        double[] withBias = factors(objective, coordinates, spread, bias, LEAST_DIRECTION);
        return objective.value(withBias) < objective.value(x) ? withBias : x;
    }

    /** The mean of each row of the logits over the samples, which costs nothing in a free bias, goes there. */
    private void moveToBias(double[] coordinates, double[] bias) {
        double total = 0;
        for (int b = 0; b < m; b++) {
            total += problem.classes(b) * problem.penalty(b);
        }
        for (int a = 0; a < m; a++) {
            double sum = 0;
            for (int b = 0; b < m; b++) { // K_ab sqrt(v_b) / sqrt(k_a) sums the row over group b's samples
                sum += coordinates[b * m + a] * Math.sqrt(problem.penalty(b) * problem.classes(b));
            }
            bias[a] = sum / Math.sqrt(problem.classes(a)) / total;
            for (int b = 0; b < m; b++) {
                coordinates[b * m + a] -=
                        bias[a] * Math.sqrt(problem.classes(a) * problem.classes(b) * problem.penalty(b));
            }
        }
    }

    /**
     * The point of {@code objective} with balanced factors of K, its singular values at least {@code floor} times the
     * first.
     */
    static double[] factors(
            GroupedObjective objective, double[] coordinates, double[] spread, double[] bias, double floor) {
        GroupedProblem problem = objective.problem();
        int m = problem.size();
        int rank = objective.rank();
        Svd svd = Svd.of(HostMatrix.generate(m, m, (a, b) -> coordinates[b * m + a]));
        double[] x = new double[objective.length()];
        double[] values = svd.values();
        double largest = values[0];
        for (int a = 0; a < m; a++) {
            largest = Math.max(largest, spread[a] * Math.sqrt(problem.penalty(a)));
        }
        for (int l = 0; l < rank; l++) {
            double root = Math.sqrt(Math.max(values[l], floor * largest));
            for (int a = 0; a < m; a++) {
                x[l * m + a] = root * svd.u().get(a, l);
                x[(rank + l) * m + a] = root * svd.vt().get(l, a);
            }
        }
        objective.assign(spread, bias, x);
        return x;
    }

    /** -G_K, not divided by lambda: V min(cap, lambda) U'. */
    private double[] residuals() {
        double[] zero = new double[m * m];
        double[] slope = new double[m * m];
        GroupedLoss loss = new GroupedLoss(problem);
        loss.evaluate(zero, new double[m], new double[m]);
        loss.gradient(slope, new double[m], new double[m]);
        Svd svd = Svd.of(HostMatrix.generate(m, m, this::simplexEncoded));
        double[] result = new double[m * m];
        for (int l = 0; l < m - 1; l++) {
            double cap = 0;
            for (int b = 0; b < m; b++) {
                for (int a = 0; a < m; a++) {
                    cap += svd.u().get(a, l) * slope[b * m + a] * svd.vt().get(l, b);
                }
            }
            double value = problem.lambda() * Math.min(Math.abs(cap), 1);
            for (int b = 0; b < m; b++) {
                for (int a = 0; a < m; a++) {
                    result[b * m + a] += value * svd.u().get(a, l) * svd.vt().get(l, b);
                }
            }
        }
        return result;
    }

    /** K of the simplex-encoded labels for the loss's delta and tau [Behnia23, Def. 2]. */
    private double simplexEncoded(int a, int b) {
        double deltaB = problem.delta(b);
        double roots = Math.sqrt(problem.classes(a) * problem.classes(b));
        double outside = -roots / (problem.delta(a) * deltaB * deltaB * normalizer);
        double same = a == b ? 1 / deltaB : 0;
        return (outside + same) * Math.sqrt(problem.penalty(b)) / problem.tau(b);
    }

    /** The off-target logits u_ab that belong to residuals. */
    private double[] logits(double[] residuals) {
        double[] logits = new double[m * m];
        double k = problem.totalClasses();
        double floor = problem.smoothing() / k;
        for (int b = 0; b < m; b++) {
            double kb = problem.classes(b);
            double collapsed = Math.min(1, problem.lambda() / problem.collapseThreshold(b)) * (1 - problem.smoothing());
            double scale = problem.weight(b) * problem.tau(b) * Math.sqrt(kb / problem.penalty(b));
            double least = LEAST * collapsed / k + floor;
            double total = 0;
            for (int a = 0; a < m; a++) {
                if (a != b) {
                    double p = residuals[b * m + a] / (-scale * problem.delta(a) * Math.sqrt(problem.classes(a)));
                    logits[b * m + a] = Math.max(p + floor, least);
                    total += problem.classes(a) * logits[b * m + a];
                }
            }
            double other = Math.max((collapsed + problem.smoothing() - total) / kb, least);
            logits[b * m + b] = other;
            double target = Math.max(Math.max(1 - total - (kb - 1) * other, other), LEAST / k);
            for (int a = 0; a < m; a++) {
                logits[b * m + a] = Math.log(logits[b * m + a]) - Math.log(target);
            }
        }
        return logits;
    }

    /** K of given off-target logits, such that sum_c Z[c, j] / delta_c = 0; fills s. */
    private double[] coordinates(double[] logits, double[] spread) {
        double[] coordinates = new double[m * m];
        for (int b = 0; b < m; b++) {
            double kb = problem.classes(b);
            double deltaB = problem.delta(b);
            spread[b] = problem.isSpread(b) ? Math.max(-logits[b * m + b] / (problem.tau(b) * deltaB), LEAST) : 0;
            double sum = -(kb - 1) * spread[b] / deltaB;
            for (int a = 0; a < m; a++) {
                if (a != b) {
                    double x = (logits[b * m + a] - problem.iota(a) + problem.iota(b)) / problem.tau(b);
                    logits[b * m + a] = x;
                    sum += problem.classes(a) * x / (problem.delta(a) * problem.delta(a));
                }
            }
            double target = -sum / normalizer; // delta_b Z[j, j]
            for (int a = 0; a < m; a++) {
                double roots = Math.sqrt(problem.classes(a) * kb * problem.penalty(b));
                coordinates[b * m + a] = roots * (logits[b * m + a] + target) / problem.delta(a);
            }
            double between = target / deltaB - spread[b]; // T_bb
            coordinates[b * m + b] = (between * kb + spread[b]) * Math.sqrt(problem.penalty(b));
        }
        return coordinates;
    }
}
