package seli.backend.reference;

import seli.problem.VectorScalingLoss;

/**
 * One column of the loss: with u_c = tau_y delta_c z_c + iota_c, shift = max(0, max over c != y of u_c - u_y), e_c =
 * exp(u_c - u_y - shift) and s = sum of e_c over c != y,
 *
 * <pre>
 *   total = exp(-shift) + s,    p_c = e_c / total,    1 - p_y = s / total,    loss = omega_y (shift + log total).
 * </pre>
 */
final class OffTargetSoftmax {
    private final ReferenceMatrix logits;
    private final int column;
    private final int label;
    private final VectorScalingLoss loss;
    private final double shift;
    private final double others;
    private final double total;

    OffTargetSoftmax(ReferenceMatrix logits, int column, int label, VectorScalingLoss loss) {
        this.logits = logits;
        this.column = column;
        this.label = label;
        this.loss = loss;
        this.shift = Math.max(0, largestMargin());
        this.others = sumOfOthers(shift);
        this.total = StrictMath.exp(-shift) + others;
    }

    /** {@code u_c - u_y}. */
    private double margin(int c) {
        return scaled(c) - scaled(label);
    }

    private double scaled(int c) {
        return loss.tau(label) * loss.delta(c) * logits.get(c, column) + loss.iota(c);
    }

    private double largestMargin() {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < loss.classes(); c++) {
            max = c == label ? max : Math.max(max, margin(c)); // NaN stays
        }
        return max;
    }

    private double sumOfOthers(double reference) {
        double sum = 0;
        for (int c = 0; c < loss.classes(); c++) {
            sum += c == label ? 0 : StrictMath.exp(margin(c) - reference);
        }
        return sum;
    }

    /**
     * The loss times exp(-logScale); exact to a few units of roundoff however small: log1p where the label wins. With a
     * scale the sum is made of scaled terms, so that none underflows.
     */
    double loss(double logScale) {
        if (logScale == 0) { // exact: no scale
            return loss.omega(label) * plainLoss();
        }
        if (shift > 0) {
            return loss.omega(label) * plainLoss() * StrictMath.exp(-logScale);
        }
        double shrink = others > 0 ? StrictMath.log1p(others) / others : 1;
        return loss.omega(label) * sumOfOthers(logScale) * shrink;
    }

    private double plainLoss() {
        return shift == 0 ? StrictMath.log1p(others) : shift + StrictMath.log(total); // exact: the label wins
    }

    /**
     * The natural logarithm of the loss, finite where the loss underflows: log1p(s) = s there, and log s is a
     * log-sum-exp.
     */
    double logLoss() {
        double plain = plainLoss();
        if (!(plain < 0x1p-500)) {
            return StrictMath.log(loss.omega(label)) + StrictMath.log(plain);
        }
        double max = largestMargin();
        if (max == Double.NEGATIVE_INFINITY) {
            return max;
        }
        return StrictMath.log(loss.omega(label)) + max + StrictMath.log(sumOfOthers(max));
    }

    /** The gradient's entry c times exp(-logScale): the label's is minus the sum of the others, never p_y - 1. */
    double gradient(int c, double logScale) {
        double reference = shift > 0 ? shift : logScale;
        double top = c == label ? -sumOfOthers(reference) : StrictMath.exp(margin(c) - reference);
        double p = shift > 0 ? top / total * StrictMath.exp(-logScale) : top / total;
        return loss.omega(label) * loss.tau(label) * loss.delta(c) * p;
    }
}
