package seli.selftest;

import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/**
 * How far two correct evaluations of one column of the loss may differ, u the unit roundoff. The argument of each
 * exponential, d_c = u_c - u_y, is off by at most eta_c, twice the sum of its roundings; an exponential turns that into
 * a relative error. A sum of k positive terms adds k u, and
 *
 * <pre>
 *   |dg_c|   &lt;=  |g_c| (eta_c + q etabar + 2 (k + 12) u),
 *   |dloss|  &lt;=  omega (q (etabar + 2 (k + 8) u) + 8 u loss / omega),
 * </pre>
 *
 * <p>with q = s / (1 + s) and etabar the mean of eta_c weighted by e_c, plus what denormal exponentials lose. The
 * label's entry has etabar in place of eta_c. (Derived in docs.) With a scale, both are multiplied by exp(-logScale),
 * whose exponent rounds once more, and so is what denormal exponentials lose, relative to the largest of the column.
 */
final class SoftmaxBound {
    private final VectorScalingLoss loss;
    private final HostMatrix logits;
    private final int column;
    private final int label;
    private final boolean plain;
    private final double roundoff;
    private final double smallest;
    private final double logScale;
    private final double largest;
    private final double meanEta;
    private final double others;
    private final double scaledOthers;
    private final double lost;

    // waiver(parameters): what the operation gets, and the trial
    SoftmaxBound(Trial trial, VectorScalingLoss loss, HostMatrix logits, int column, int label, double logScale) {
        this.loss = loss;
        this.logits = logits;
        this.column = column;
        this.label = label;
        this.plain = loss.hasPlainLogits();
        this.roundoff = trial.roundoff();
        this.smallest = trial.smallest();
        this.logScale = logScale;
        this.largest = largestMargin();
        double weights = 0;
        double etas = 0;
        for (int c = 0; c < loss.classes(); c++) {
            if (c != label) {
                double weight = Math.exp(margin(c) - largest);
                weights += weight;
                etas += weight * eta(c);
            }
        }
        this.meanEta = etas / weights;
        this.others = weights * Math.exp(Math.min(largest, 700));
        this.scaledOthers = weights * Math.exp(Math.min(largest - logScale, 700));
        this.lost = smallest * Math.max(1, Math.exp(Math.min(0, largest) - logScale));
    }

    private double term(int c) {
        return loss.tau(label) * loss.delta(c) * logits.get(c, column);
    }

    private double margin(int c) {
        return term(c) + loss.iota(c) - term(label) - loss.iota(label);
    }

    private double largestMargin() {
        double max = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < loss.classes(); c++) {
            max = c == label ? max : Math.max(max, margin(c));
        }
        return max;
    }

    /** Twice the roundings of d_c and of its shift, and where the loss scales or shifts logits those of u_c and u_y. */
    private double eta(int c) {
        double shift = Math.max(0, largest);
        double d = margin(c);
        double sizes = Math.abs(d) + Math.abs(d - shift);
        sizes += logScale < 0 ? Math.abs(d - logScale) - logScale : 0;
        if (!plain) {
            sizes += 4
                    * (Math.abs(term(c)) + Math.abs(loss.iota(c)) + Math.abs(term(label)) + Math.abs(loss.iota(label)));
        }
        return 2 * roundoff * sizes;
    }

    private double offTarget() {
        return others / (1 + others);
    }

    /** The column's loss, scaled, to a few digits. */
    double size() {
        if (largest <= 0) {
            return loss.omega(label) * scaledOthers * (others > 0 ? Math.log1p(others) / others : 1);
        }
        double plain = largest < 700 ? Math.log1p(others) : largest + Math.log(loss.classes());
        return loss.omega(label) * plain * Math.exp(-logScale);
    }

    /** Bound for the gradient's entry {@code c}, of value {@code expected}. */
    double gradient(int c, double expected) {
        int k = loss.classes();
        double relative = (c == label ? meanEta : eta(c)) + offTarget() * meanEta + 2 * (k + 12) * roundoff;
        double factor = loss.omega(label) * loss.tau(label) * loss.delta(c);
        return Math.abs(expected) * relative + lost * (4 * (c == label ? k : 1) * factor + 2);
    }

    /** Bound for the column's loss, of value {@code expected}. */
    double loss(double expected) {
        int k = loss.classes();
        double omega = loss.omega(label);
        double scaled = largest > 0 ? offTarget() * Math.exp(-logScale) : scaledOthers / (1 + others);
        double absolute = omega * scaled * (meanEta + 2 * (k + 8) * roundoff);
        return absolute + 8 * roundoff * expected + lost * (4 * k * omega + 2);
    }

    /** Bound for the logarithm of the column's loss, which is its relative error: s / (1 + s) is at most log1p(s). */
    double logLoss() {
        return meanEta + 2 * (loss.classes() + 12) * roundoff;
    }
}
