package seli.exact;

import java.util.List;
import java.util.stream.IntStream;
import seli.geometry.GeometryModel;
import seli.geometry.GramGeometry;
import seli.geometry.LimitGeometry;
import seli.label.CountGroup;

/**
 * The evaluation of a {@link UfSvmCertificate} by groups. With groups a, b of k_a classes, temperatures d and counts n,
 * all k x k matrices are constant on pairs of distinct classes of two groups, so that
 *
 * <ul>
 *   <li>{@code W'M = V V' D^-1}: the margin of class c at a sample of class y is {@code (d_y (VV')_yy - d_c (VV')_cy) /
 *       d_y};
 *   <li>K = B (with one column sqrt(n_c) for each class) acts on vectors that sum to zero on a group as a number, and
 *       on the others as an m x m matrix, whose distance from {@code K K' = I - q q'} in the Frobenius norm bounds that
 *       of every squared singular value from 1.
 * </ul>
 */
final class UfSvmCheck {
    private final LimitGeometry solution;
    private final GramGeometry embedding;
    private final int m;
    private final double[] count;
    private final double[] classes;
    private final double[] d;

    /** For the problem of {@code model} and what is claimed to be its solution. */
    UfSvmCheck(GeometryModel model, LimitGeometry solution) {
        this.solution = solution;
        this.embedding = solution.embedding();
        List<CountGroup> groups = model.counts().groups();
        m = groups.size();
        count = new double[m];
        classes = new double[m];
        d = new double[m];
        for (int g = 0; g < m; g++) {
            count[g] = groups.get(g).count();
            classes[g] = groups.get(g).classes();
            d[g] = model.temperature(g);
        }
    }

    UfSvmCertificate certificate() {
        Multipliers dual = multipliers();
        Margins margins = margins(dual.largest);
        double squared = squaredSingularValueError(dual.row);
        double primal = primalValue() / Math.min(1, margins.smallest);
        double value = dual.sum / Math.sqrt(Math.max(1, 1 + squared));
        double gap = Math.abs(primal - value) / primal;
        return new UfSvmCertificate(
                solution.nuclearNorm(),
                primal,
                value,
                margins.error,
                Math.max(Math.sqrt(1 + squared) - 1, 1 - Math.sqrt(Math.max(0, 1 - squared))),
                Math.max(0, -dual.smallest / dual.largest),
                dual.smallest / dual.largest,
                Math.max(margins.slackness, gap));
    }

    /** The multiplier of a sample of group b for another class, of group a. */
    private double multiplier(int a, int b) {
        return -embedding.inner(a, b).orElse(0);
    }

    /** Number of classes of group a other than one of group b. */
    private double others(int a, int b) {
        return a == b ? classes[a] - 1 : classes[a];
    }

    private static final class Multipliers {
        private final double[] row; // sum of the multipliers of one sample
        private double sum;
        private double smallest = Double.POSITIVE_INFINITY;
        private double largest;

        Multipliers(int groups) {
            row = new double[groups];
        }
    }

    private Multipliers multipliers() {
        Multipliers result = new Multipliers(m);
        for (int b = 0; b < m; b++) {
            for (int a = 0; a < m; a++) {
                if (others(a, b) > 0) {
                    double beta = multiplier(a, b);
                    result.row[b] += others(a, b) * beta;
                    result.smallest = Math.min(result.smallest, beta);
                    result.largest = Math.max(result.largest, beta);
                }
            }
            result.sum += classes[b] * count[b] * result.row[b];
        }
        return result;
    }

    private static final class Margins {
        private double smallest = Double.POSITIVE_INFINITY;
        private double error;
        private double slackness;
    }

    private Margins margins(double largestMultiplier) {
        GramGeometry projection = solution.projection();
        Margins result = new Margins();
        for (int b = 0; b < m; b++) {
            double ofMeans = solution.model().temperature(b);
            for (int a = 0; a < m; a++) {
                if (others(a, b) > 0) {
                    double other = projection.inner(a, b).orElse(0);
                    double margin = (d[b] * projection.squaredNorm(b) - d[a] * other) / ofMeans;
                    double error = Math.abs(margin - 1);
                    result.smallest = Math.min(result.smallest, margin);
                    result.error = Math.max(result.error, error);
                    result.slackness = Math.max(result.slackness, error * (multiplier(a, b) / largestMultiplier));
                }
            }
        }
        return result;
    }

    /** {@code (|W|^2 + sum_c n_c |m_c|^2)/2}. */
    private double primalValue() {
        double sum = 0;
        for (int g = 0; g < m; g++) {
            sum += classes[g] * solution.classifier().squaredNorm(g);
            sum += classes[g] * count[g] * embedding.squaredNorm(g);
        }
        return sum / 2;
    }

    /**
     * Bound on the distance of the squares of the k - 1 largest singular values of B from 1, and of the last from 0.
     */
    private double squaredSingularValueError(double[] row) {
        double[][] k = new double[m][m];
        double worst = 0;
        for (int a = 0; a < m; a++) {
            for (int b = 0; b < m; b++) {
                k[a][b] = -d[a] * multiplier(a, b) * Math.sqrt(count[b]) * Math.sqrt(classes[a] * classes[b]);
            }
            double onZeroSum = d[a] * (row[a] + multiplier(a, a)) * Math.sqrt(count[a]);
            k[a][a] += onZeroSum;
            if (classes[a] > 1) {
                worst = Math.max(worst, Math.abs(onZeroSum * onZeroSum - 1));
            }
        }
        return Math.max(worst, distanceFromProjection(k));
    }

    /** {@code |K K' - (I - q q'/|q|^2)|_F} with q_a = sqrt(k_a)/d_a. */
    private double distanceFromProjection(double[][] k) {
        double[] q = new double[m];
        double total = 0;
        for (int a = 0; a < m; a++) {
            q[a] = Math.sqrt(classes[a]) / d[a];
            total += q[a] * q[a];
        }
        double weight = total;
        double[] ofRow = new double[m]; // summed in order afterwards: the same bits on any number of processors
        IntStream.range(0, m).parallel().forEach(a -> {
            for (int b = 0; b <= a; b++) {
                double expected = (a == b ? 1 : 0) - q[a] * (q[b] / weight);
                double error = dot(k[a], k[b]) - expected;
                ofRow[a] += (a == b ? 1 : 2) * error * error;
            }
        });
        double sum = 0;
        for (double part : ofRow) {
            sum += part;
        }
        return Math.sqrt(sum);
    }

    private static double dot(double[] x, double[] y) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            first += x[i] * y[i];
            second += x[i + 1] * y[i + 1];
            third += x[i + 2] * y[i + 2];
            fourth += x[i + 3] * y[i + 3];
        }
        double rest = 0;
        for (; i < x.length; i++) {
            rest += x[i] * y[i];
        }
        return (first + second) + (third + fourth) + rest;
    }
}
