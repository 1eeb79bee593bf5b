package seli.metric;

import java.util.ArrayList;
import java.util.List;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/**
 * Counts what a classifier decides for a stream of labelled logits, class by class: margins, right answers, those of
 * the nearest class centre, and how often the two agree.
 */
final class Decisions {
    private final long[] samples;
    private final double[] marginSums;
    private final long[] right;
    private final long[] nearestRight;
    private double minimum = Double.POSITIVE_INFINITY;
    private long agreeing;

    Decisions(int classes) {
        this.samples = new long[classes];
        this.marginSums = new double[classes];
        this.right = new long[classes];
        this.nearestRight = new long[classes];
    }

    /**
     * The margin of each class mean.
     *
     * @param products W'M (k x k)
     * @param bias b (k x 1)
     */
    static List<Double> marginsOfMeans(HostMatrix products, HostMatrix bias) {
        List<Double> margins = new ArrayList<>();
        double[] z = new double[products.rows()];
        for (int c = 0; c < z.length; c++) {
            products.copyColumn(c, z, 0);
            for (int other = 0; other < z.length; other++) {
                z[other] += bias.get(other, 0);
            }
            margins.add(margin(z, c));
        }
        return margins;
    }

    /** Adds one sample with logits {@code z} (read only), its label, and the class whose centre is nearest. */
    void add(double[] z, int label, int nearest) {
        double margin = margin(z, label);
        marginSums[label] += margin;
        samples[label]++;
        minimum = Math.min(minimum, margin);
        int decided = largest(z);
        right[label] += decided == label ? 1 : 0;
        nearestRight[label] += nearest == label ? 1 : 0;
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

    /** {@code z_label} less the largest of the others. */
    static double margin(double[] z, int label) {
        double other = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < z.length; c++) {
            other = c == label ? other : Math.max(other, z[c]);
        }
        return z[label] - other;
    }

    /** Fraction of samples whose largest logit is that of their label. */
    double accuracy() {
        return (double) total(right) / total(samples);
    }

    /** Fraction of samples whose nearest class centre is that of their label. */
    double nearestAccuracy() {
        return (double) total(nearestRight) / total(samples);
    }

    /** Fraction of samples for which the classifier and the nearest class centre decide alike. */
    double agreement() {
        return (double) agreeing / total(samples);
    }

    /** The accuracy on the samples of class {@code c}. */
    double accuracy(int c) {
        return (double) right[c] / samples[c];
    }

    /** The nearest centre's accuracy on the samples of class {@code c}. */
    double nearestAccuracy(int c) {
        return (double) nearestRight[c] / samples[c];
    }

    /** The mean margin of the samples of class {@code c}. */
    double meanMargin(int c) {
        return marginSums[c] / samples[c];
    }

    /** The margins so far; every class must have had a sample. */
    GroupMargins margins(ClassCounts counts) {
        List<Double> sums = new ArrayList<>();
        for (int c = 0; c < marginSums.length; c++) {
            sums.add(marginSums[c]);
        }
        return new GroupMargins(minimum, groupMeans(counts, sums, true));
    }

    /** The margins of class means, each class counted once. */
    static GroupMargins ofMeans(ClassCounts counts, List<Double> margins) {
        double least = Double.POSITIVE_INFINITY;
        for (double margin : margins) {
            least = Math.min(least, margin);
        }
        return new GroupMargins(least, groupMeans(counts, margins, false));
    }

    private static List<Double> groupMeans(ClassCounts counts, List<Double> sums, boolean perSample) {
        int[] groupOf = counts.groupIndices();
        double[] total = new double[counts.groups().size()];
        for (int c = 0; c < groupOf.length; c++) {
            total[groupOf[c]] += sums.get(c);
        }
        List<Double> means = new ArrayList<>();
        for (int g = 0; g < total.length; g++) {
            CountGroup group = counts.groups().get(g);
            means.add(total[g] / group.classes() / (perSample ? group.count() : 1));
        }
        return means;
    }

    private static long total(long[] perClass) {
        long total = 0;
        for (long count : perClass) {
            total += count;
        }
        return total;
    }
}
