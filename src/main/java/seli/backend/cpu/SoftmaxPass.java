package seli.backend.cpu;

import seli.backend.LossValue;
import seli.backend.arena.HostLabels;
import seli.problem.VectorScalingLoss;

/**
 * Loss and gradient of the logits, a block of columns at a time on the heap. One column with label y, after u_c = tau_y
 * delta_c z_c + iota_c in place (skipped where that is the identity):
 *
 * <pre>
 *   u_y &lt;- -inf,  shift = max(0, max_c u_c - u_y),  e_c = exp(u_c - u_y - shift),
 *   s = sum_c e_c (without the label),  total = exp(-shift) + s,
 *   loss = log1p(s) if shift = 0, else shift + log(total),  g_c = e_c / total,  g_y = -s / total
 * </pre>
 *
 * <p>With a scale, where shift = 0: e_c = exp(u_c - u_y - logScale), x = s exp(logScale), total = 1 + x and loss = s
 * log1p(x) / x; elsewhere the results are multiplied by exp(-logScale).
 *
 * <p>Traffic: logits read and written once. The buffers are kept from call to call.
 */
final class SoftmaxPass {
    /** Below this the sum of losses may have lost terms to underflow, and its logarithm is summed in logarithms. */
    private static final double TRUSTED = 0x1p-900;

    private double[] block = new double[CpuMatrix.BLOCK];
    private LossTable table = new LossTable(VectorScalingLoss.crossEntropy(2));
    private double logScale;
    private double unscaled = 1; // exp(logScale)
    private double shift;
    private double others;

    /** Sum of losses; {@code logits} become the gradient; both times exp(-scale). */
    double lossAndGradient(CpuMatrix logits, HostLabels labels, VectorScalingLoss loss, double scale) {
        int width = prepare(logits, loss, scale);
        int k = logits.rows();
        double sum = 0;
        for (int j = 0; j < logits.cols(); j += width) {
            int count = Math.min(width, logits.cols() - j);
            logits.readColumns(j, count, block);
            for (int i = 0; i < count; i++) {
                sum += columnLoss(i * k, k, labels.label(j + i));
                columnGradient(i * k, k, labels.label(j + i));
            }
            logits.writeColumns(block, j, count);
        }
        return sum;
    }

    /** Sum of losses and its logarithm. */
    LossValue loss(CpuMatrix logits, HostLabels labels, VectorScalingLoss loss) {
        int width = prepare(logits, loss, 0);
        int k = logits.rows();
        double sum = 0;
        for (int j = 0; j < logits.cols(); j += width) {
            int count = Math.min(width, logits.cols() - j);
            logits.readColumns(j, count, block);
            for (int i = 0; i < count; i++) {
                sum += columnLoss(i * k, k, labels.label(j + i));
            }
        }
        return new LossValue(sum, sum < TRUSTED ? logOfSum(logits, labels, width) : Math.log(sum));
    }

    /** Log-sum-exp over all columns of their {@link #columnLogLoss}; the terms are scaled by the largest so far. */
    private double logOfSum(CpuMatrix logits, HostLabels labels, int width) {
        int k = logits.rows();
        double max = Double.NEGATIVE_INFINITY;
        double scaled = 0;
        for (int j = 0; j < logits.cols(); j += width) {
            int count = Math.min(width, logits.cols() - j);
            logits.readColumns(j, count, block);
            for (int i = 0; i < count; i++) {
                double log = columnLogLoss(i * k, k, labels.label(j + i));
                if (log > max) {
                    scaled = scaled * Math.exp(max - log) + 1;
                    max = log;
                } else if (log > Double.NEGATIVE_INFINITY) {
                    scaled += Math.exp(log - max);
                }
            }
        }
        return max + Math.log(scaled);
    }

    /** Looks the loss up and makes room; returns the number of columns of a block. */
    private int prepare(CpuMatrix logits, VectorScalingLoss loss, double scale) {
        table = table.of(loss);
        logScale = scale;
        unscaled = Math.exp(scale);
        int k = logits.rows();
        if (block.length < k) {
            block = new double[k];
        }
        return Math.max(1, CpuMatrix.BLOCK / k);
    }

    /**
     * The loss of the column at {@code at}, whose logits become e_c, the label's 0. Leaves {@code shift} and
     * {@code others}.
     */
    private double columnLoss(int at, int k, int y) {
        double label = margins(at, k, y);
        double[] z = block;
        double max = 0;
        for (int c = at; c < at + k; c++) {
            max = Math.max(max, z[c] - label); // NaN stays
        }
        double reference = max > 0 ? max : logScale + max; // NaN stays
        double sum = 0;
        for (int c = at; c < at + k; c++) {
            double e = Math.exp(z[c] - label - reference);
            z[c] = e;
            sum += e;
        }
        shift = max;
        others = sum;
        return table.omega[y] * (max == 0 ? smallLoss(sum) : (max + Math.log(Math.exp(-max) + sum)) / unscaled);
    }

    /** The loss where the label wins, of the scaled sum of the others. */
    private double smallLoss(double sum) {
        if (logScale == 0) { // exact: no scale
            return Math.log1p(sum);
        }
        double x = sum * unscaled;
        return x > 0 ? sum * (Math.log1p(x) / x) : sum;
    }

    /** The logarithm of the loss omega log1p(s), by log s alone: log1p(s) = s to all digits where s is tiny. */
    private double columnLogLoss(int at, int k, int y) {
        double label = margins(at, k, y);
        double max = Double.NEGATIVE_INFINITY;
        for (int c = at; c < at + k; c++) {
            max = Math.max(max, block[c] - label);
        }
        if (max == Double.NEGATIVE_INFINITY) {
            return max;
        }
        double sum = 0;
        for (int c = at; c < at + k; c++) {
            sum += Math.exp(block[c] - label - max);
        }
        double logS = max + Math.log(sum);
        double logPlain = logS < -50 ? logS : Math.log(logS > 50 ? logS : Math.log1p(Math.exp(logS)));
        return Math.log(table.omega[y]) + logPlain;
    }

    /** Turns the column's logits z into u, takes the label out by -infinity, and returns u_y. */
    private double margins(int at, int k, int y) {
        double[] z = block;
        if (!table.plain) {
            double tau = table.tau[y];
            for (int c = 0; c < k; c++) {
                z[at + c] = tau * table.delta[c] * z[at + c] + table.iota[c];
            }
        }
        double label = z[at + y];
        z[at + y] = Double.NEGATIVE_INFINITY;
        return label;
    }

    /** The gradient of the column at {@code at}, after {@link #columnLoss}. */
    private void columnGradient(int at, int k, int y) {
        double[] z = block;
        double total = shift == 0 ? 1 + unscaled * others : (Math.exp(-shift) + others) * unscaled; // exact: label wins
        double factor = table.omega[y] * table.tau[y] / total;
        for (int c = at; c < at + k; c++) {
            z[c] *= factor;
        }
        z[at + y] = -others * factor;
        if (!table.plain) {
            for (int c = 0; c < k; c++) {
                z[at + c] *= table.delta[c];
            }
        }
    }
}
