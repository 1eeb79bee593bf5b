package seli.metric;

import seli.backend.Backend;
import seli.linalg.HostMatrix;

/**
 * What single samples tell beyond their class means: within-class spread, right answers, nearest centres, margins. In
 * three streams over the samples, with Mc the centred class means and the columns of B the directions of
 * {@link BetweenClassScatter}:
 *
 * <pre>
 *   within      v_i = B'(h_i - m_{y_i})                       tr(Sigma_W Sigma_B^+) = (1/n) sum_i |v_i|^2
 *   closeness   s_i = Mc'(h_i - mu_G) - |Mc_c|^2 / 2          the nearest centre has the largest entry
 *   logits      z_i = W'h_i + b
 * </pre>
 *
 * <p>No d x d covariance and no k x n matrix is formed. A mean is subtracted before the product and not after it, so
 * that a large common offset costs no digits.
 */
final class SampleMetrics {
    private final Backend backend;
    private final LabeledFeatures samples;
    private final HostMatrix means;
    private final double[] spread;
    private final Decisions decisions;
    private double projected;

    /**
     * The numbers for these samples; {@code means} (d x k) are their class means and {@code between} is the scatter of
     * these.
     */
    SampleMetrics(
            Backend backend,
            LabeledFeatures samples,
            LinearClassifier head,
            HostMatrix means,
            BetweenClassScatter between) {
        this.backend = backend;
        this.samples = samples;
        this.means = means;
        this.spread = new double[head.classes()];
        this.decisions = new Decisions(samples.counts());
        addSpread();
        addProjected(between);
        decide(head, nearestCentres());
    }

    /** Adds the squared deviations of all samples to the spread of their classes. */
    private void addSpread() {
        double[] deviation = new double[means.rows()];
        for (int i = 0; i < samples.samples(); i++) {
            copyDeviation(i, deviation);
            spread[samples.label(i)] += squaredNorm(deviation);
        }
    }

    private void addProjected(BetweenClassScatter between) {
        if (between.rank() > 0) {
            ColumnStream.Sink sink = (i, v) -> projected += squaredNorm(v);
            ColumnStream.multiply(backend, between.directions(), samples.samples(), this::copyDeviation, sink);
        }
    }

    /** Writes h_i - m_{y_i}. */
    private void copyDeviation(int i, double[] target) {
        int label = samples.label(i);
        samples.features().copyColumn(i, target, 0);
        for (int l = 0; l < target.length; l++) {
            target[l] -= means.get(l, label);
        }
    }

    private int[] nearestCentres() {
        HostMatrix centred = Columns.centred(means);
        double[] origin = Columns.mean(means);
        double[] halfSquares = new double[means.cols()];
        double[] column = new double[means.rows()];
        for (int c = 0; c < halfSquares.length; c++) {
            centred.copyColumn(c, column, 0);
            halfSquares[c] = squaredNorm(column) / 2;
        }
        int[] nearest = new int[samples.samples()];
        ColumnStream.Source source = (i, target) -> {
            samples.features().copyColumn(i, target, 0);
            subtract(origin, target);
        };
        ColumnStream.multiply(backend, centred, nearest.length, source, (i, s) -> {
            subtract(halfSquares, s);
            nearest[i] = Decisions.largest(s);
        });
        return nearest;
    }

    private void decide(LinearClassifier head, int[] nearest) {
        double[] bias = head.bias().toArray();
        ColumnStream.Source source = (i, target) -> samples.features().copyColumn(i, target, 0);
        ColumnStream.multiply(backend, head.weights(), nearest.length, source, (i, z) -> {
            for (int c = 0; c < z.length; c++) {
                z[c] += bias[c];
            }
            decisions.add(z, samples.label(i), nearest[i]);
        });
    }

    private static void subtract(double[] shift, double[] target) {
        for (int l = 0; l < target.length; l++) {
            target[l] -= shift[l];
        }
    }

    private static double squaredNorm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return sum;
    }

    /** tr(Sigma_W Sigma_B^+); without meaning where Sigma_B is zero. */
    double withinBetweenRatio() {
        return projected / samples.samples();
    }

    /** tr Sigma_W, the mean over all samples of |h - m_y|^2. */
    double withinTrace() {
        double sum = 0;
        for (double value : spread) {
            sum += value;
        }
        return sum / samples.samples();
    }

    /**
     * Class-distance normalised variance, the mean over c != c' of (var_c + var_c') / (2 |m_c - m_c'|^2) with var_c the
     * mean of |h - m_c|^2 over class c; infinite or NaN where two class means coincide. Cost d k^2 / 2.
     */
    double classDistanceVariance() {
        int k = means.cols();
        double sum = 0;
        for (int c = 1; c < k; c++) {
            for (int other = 0; other < c; other++) {
                sum += (variance(c) + variance(other)) / (2 * squaredDistance(c, other));
            }
        }
        return sum / (0.5 * k * (k - 1.0));
    }

    private double variance(int c) {
        return spread[c] / samples.counts().count(c);
    }

    private double squaredDistance(int c, int other) {
        double sum = 0;
        for (int l = 0; l < means.rows(); l++) {
            double difference = means.get(l, c) - means.get(l, other);
            sum += difference * difference;
        }
        return sum;
    }

    /** What the classifier and the nearest centre decided. */
    Decisions decisions() {
        return decisions;
    }
}
