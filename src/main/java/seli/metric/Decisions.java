package seli.metric;

import java.util.ArrayList;
import java.util.List;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * Counts what a classifier decides for a stream of labelled logits: margins, right answers, agreement with the nearest
 * class centre.
 */
final class Decisions {
    private final ClassCounts counts;
    private final double[] marginSums;
    private final long[] samples;
    private double minimum = Double.POSITIVE_INFINITY;
    private long right;
    private long agreeing;

    Decisions(ClassCounts counts) {
        this.counts = counts;
        this.marginSums = new double[counts.groups().size()];
        this.samples = new long[counts.groups().size()];
    }

    /**
     * The margins of the class means themselves, each class counted once.
     *
     * @param products W'M (k x k)
     * @param bias b (k x 1)
     */
    static GroupMargins marginsOfMeans(HostMatrix products, HostMatrix bias, ClassCounts counts) {
        Decisions decisions = new Decisions(counts);
        double[] z = new double[counts.classes()];
        for (int c = 0; c < z.length; c++) {
            products.copyColumn(c, z, 0);
            for (int other = 0; other < z.length; other++) {
                z[other] += bias.get(other, 0);
            }
            decisions.add(z, c, c);
        }
        return decisions.margins();
    }

    /** Adds one sample with logits {@code z} (read only), its label, and the class whose centre is nearest. */
    void add(double[] z, int label, int nearest) {
        double margin = margin(z, label);
        int group = counts.groupOf(label);
        marginSums[group] += margin;
        samples[group]++;
        minimum = Math.min(minimum, margin);
        int decided = largest(z);
        right += decided == label ? 1 : 0;
        agreeing += decided == nearest ? 1 : 0;
    }

    /** Index of the largest entry, the smallest such index where several are equal. */
    static int largest(double[] z) {
        int best = 0;
        for (int c = 1; c < z.length; c++) {
            best = z[c] > z[best] ? c : best;
        }
        return best;
    }

    private static double margin(double[] z, int label) {
        double other = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < z.length; c++) {
            other = c == label ? other : Math.max(other, z[c]);
        }
        return z[label] - other;
    }

    /** Fraction of samples whose largest logit is that of their label. */
    double accuracy() {
        return (double) right / total();
    }

    /** Fraction of samples for which the classifier and the nearest class centre decide alike. */
    double agreement() {
        return (double) agreeing / total();
    }

    /** The margins so far; every group must have had a sample. */
    GroupMargins margins() {
        List<Double> means = new ArrayList<>();
        for (int g = 0; g < samples.length; g++) {
            means.add(marginSums[g] / samples[g]);
        }
        return new GroupMargins(minimum, means);
    }

    private long total() {
        long total = 0;
        for (long count : samples) {
            total += count;
        }
        return total;
    }
}
