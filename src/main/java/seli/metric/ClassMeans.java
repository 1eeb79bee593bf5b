package seli.metric;

import java.util.Arrays;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * Class means M = Mc + mu_G 1' (d x k), kept as the centred means Mc and their unweighted mean mu_G, so that neither a
 * second copy nor a large common offset costs memory or digits. Immutable by agreement: nobody writes to the arrays.
 */
final class ClassMeans {
    private final double[][] centred; // column c is centred[c]
    private final double[] mean;

    private ClassMeans(double[][] centred, double[] mean) {
        this.centred = centred;
        this.mean = mean;
    }

    /** From M (d x k), copied. */
    static ClassMeans of(HostMatrix means) {
        double[][] columns = new double[means.cols()][means.rows()];
        for (int c = 0; c < columns.length; c++) {
            means.copyColumn(c, columns[c], 0);
        }
        return centring(columns, means.rows());
    }

    /** From the samples, by compensated sums; reads them once. Memory 2 d k numbers on the way. */
    static ClassMeans of(LabeledFeatures samples) {
        int d = samples.featureDim();
        double[][] sums = new double[samples.counts().classes()][d];
        double[][] low = new double[sums.length][d];
        double[] column = new double[d];
        samples.stream().forEach(SampleStream.blockSize(d), (first, block) -> {
            for (int j = 0; j < block.cols(); j++) {
                block.copyColumn(j, column, 0);
                int label = samples.label(first + j);
                add(column, sums[label], low[label]);
            }
        });
        long[] counts = samples.counts().toArray();
        for (int c = 0; c < sums.length; c++) {
            for (int l = 0; l < d; l++) {
                sums[c][l] = (sums[c][l] + low[c][l]) / counts[c];
            }
        }
        return centring(sums, d);
    }

    /** {@code sum + low} gains x; low collects what rounding takes from the sum [Knuth's two-sum]. */
    private static void add(double[] x, double[] sum, double[] low) {
        for (int l = 0; l < x.length; l++) {
            double next = sum[l] + x[l];
            double back = next - sum[l];
            low[l] += (sum[l] - (next - back)) + (x[l] - back);
            sum[l] = next;
        }
    }

    /** Centres the columns in place; twice, since the first mean of many large numbers has a rounding error. */
    private static ClassMeans centring(double[][] columns, int d) {
        double[] mean = new double[d];
        for (int pass = 0; pass < 2; pass++) {
            double[] part = new double[d];
            for (double[] column : columns) {
                for (int l = 0; l < d; l++) {
                    part[l] += column[l];
                }
            }
            for (int l = 0; l < d; l++) {
                part[l] /= columns.length;
                mean[l] += part[l];
            }
            for (double[] column : columns) {
                for (int l = 0; l < d; l++) {
                    column[l] -= part[l];
                }
            }
        }
        return new ClassMeans(columns, mean);
    }

    /** Number of features d. */
    int rows() {
        return mean.length;
    }

    /** Number of classes k. */
    int cols() {
        return centred.length;
    }

    /** Entry l of mu_G. */
    double mean(int l) {
        return mean[l];
    }

    /** mu_G. */
    double[] mean() {
        return mean.clone();
    }

    /** Entry l of m_c - mu_G. */
    double centred(int l, int c) {
        return centred[c][l];
    }

    /** Writes m_c - mu_G. */
    void copyCentred(int c, double[] target) {
        System.arraycopy(centred[c], 0, target, 0, mean.length);
    }

    /** Writes m_c. */
    void copy(int c, double[] target) {
        double[] column = centred[c];
        for (int l = 0; l < mean.length; l++) {
            target[l] = column[l] + mean[l];
        }
    }

    /** Writes m_c - mu_G - shift. */
    void copyShifted(int c, double[] shift, double[] target) {
        double[] column = centred[c];
        for (int l = 0; l < mean.length; l++) {
            target[l] = column[l] - shift[l];
        }
    }

    /** M, d x k. */
    HostMatrix matrix() {
        return HostMatrix.generate(rows(), cols(), (l, c) -> centred[c][l] + mean[l]);
    }

    /** Mc, d x k. */
    HostMatrix centredMatrix() {
        return HostMatrix.generate(rows(), cols(), (l, c) -> centred[c][l]);
    }

    /** Mc less a shift of every column, d x k. */
    HostMatrix shiftedMatrix(double[] shift) {
        return HostMatrix.generate(rows(), cols(), (l, c) -> centred[c][l] - shift[l]);
    }

    /** {@code mu_S - mu_G} with the mean mu_S of all samples, sum_c (n_c / n) (m_c - mu_G). */
    double[] sampleShift(ClassCounts counts) {
        long[] n = counts.toArray();
        double[] weights = new double[n.length];
        for (int c = 0; c < n.length; c++) {
            weights[c] = n[c];
        }
        return weightedShift(weights);
    }

    /** {@code sum_c v_c (m_c - mu_G) / sum_c v_c} for weights v; read only. */
    double[] weightedShift(double[] weights) {
        double[] shift = new double[mean.length];
        double total = 0;
        for (int c = 0; c < centred.length; c++) {
            total += weights[c];
            for (int l = 0; l < shift.length; l++) {
                shift[l] += weights[c] * centred[c][l];
            }
        }
        for (int l = 0; l < shift.length; l++) {
            shift[l] /= total;
        }
        return shift;
    }

    /** The factor F = Mc / sqrt(k) of Sigma_B = (1/k) sum_c (m_c - mu_G)(.)'. */
    BetweenClassScatter.Factor betweenClasses() {
        double scale = 1 / Math.sqrt(cols());
        double[] weights = new double[cols()];
        Arrays.fill(weights, scale);
        return factor(weights, new double[rows()]);
    }

    /** The factor of Sigma_B = sum_c (n_c / n) (m_c - mu_S)(.)', every sample of weight 1/n. */
    BetweenClassScatter.Factor betweenSamples(ClassCounts counts) {
        long[] n = counts.toArray();
        double[] weights = new double[n.length];
        for (int c = 0; c < n.length; c++) {
            weights[c] = Math.sqrt((double) n[c] / counts.samples());
        }
        return factor(weights, sampleShift(counts));
    }

    /** Columns weight_c (m_c - mu_G - shift), whose rounding errors are as large as those of the weighted means. */
    private BetweenClassScatter.Factor factor(double[] weights, double[] shift) {
        double squares = 0;
        for (int c = 0; c < cols(); c++) {
            for (int l = 0; l < mean.length; l++) {
                double entry = weights[c] * (centred[c][l] + mean[l]);
                squares += entry * entry;
            }
        }
        double noise = Math.max(rows(), cols()) * 0x1p-52 * Math.sqrt(squares);
        return new BetweenClassScatter.Factor(rows(), cols(), noise, (c, target) -> {
            for (int l = 0; l < mean.length; l++) {
                target[l] = weights[c] * (centred[c][l] - shift[l]);
            }
        });
    }

    /** Whether no entry is NaN or infinite. */
    boolean isFinite() {
        for (double[] column : centred) {
            for (double value : column) {
                if (!Double.isFinite(value)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** These means, or where {@link Columns#tamed} says so their multiple by a power of two. */
    ClassMeans tamed() {
        double largest = 0;
        for (double[] column : centred) {
            for (int l = 0; l < mean.length; l++) {
                largest = Math.max(largest, Math.max(Math.abs(column[l]), Math.abs(mean[l])));
            }
        }
        int exponent = Columns.excess(largest);
        if (exponent == 0) {
            return this;
        }
        double[][] scaled = new double[centred.length][mean.length];
        double[] scaledMean = new double[mean.length];
        for (int l = 0; l < mean.length; l++) {
            scaledMean[l] = Math.scalb(mean[l], -exponent);
            for (int c = 0; c < centred.length; c++) {
                scaled[c][l] = Math.scalb(centred[c][l], -exponent);
            }
        }
        return new ClassMeans(scaled, scaledMean);
    }
}
