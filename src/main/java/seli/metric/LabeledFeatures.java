package seli.metric;

import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/** Embeddings H (d x n), one column for each sample, with the labels of the samples in any order. Immutable. */
public final class LabeledFeatures {
    private final HostMatrix features;
    private final int[] labels;
    private final ClassCounts counts;

    private LabeledFeatures(HostMatrix features, int[] labels, ClassCounts counts) {
        this.features = features;
        this.labels = labels;
        this.counts = counts;
    }

    /**
     * Embeddings with their labels (copied).
     *
     * @param features H (d x n)
     * @param labels n labels in [0, classes)
     * @param classes k, at least 2
     * @throws IllegalArgumentException if the lengths differ, a label is out of range, or a class has no sample
     */
    public static LabeledFeatures of(HostMatrix features, int[] labels, int classes) {
        if (labels.length != features.cols()) {
            throw new IllegalArgumentException("%d labels for %d samples; expected one label for each sample"
                    .formatted(labels.length, features.cols()));
        }
        long[] counts = new long[classes];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label %d of sample %d is outside 0..%d; expected labels of the %d classes of the classifier"
                                .formatted(labels[i], i, classes - 1, classes));
            }
            counts[labels[i]]++;
        }
        for (int c = 0; c < classes; c++) {
            if (counts[c] == 0) {
                throw new IllegalArgumentException(
                        "class %d has no sample; expected at least one for each of the %d classes of the classifier"
                                .formatted(c, classes));
            }
        }
        return new LabeledFeatures(features, labels.clone(), ClassCounts.of(counts));
    }

    /** H (d x n). */
    public HostMatrix features() {
        return features;
    }

    /** Number of samples n. */
    public int samples() {
        return labels.length;
    }

    /** Label of sample {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /** Samples of each class. */
    public ClassCounts counts() {
        return counts;
    }

    /** The class means M (d x k): column c is the mean of the samples of class c. Cost n d. */
    public HostMatrix classMeans() {
        int d = features.rows();
        double[] sums = new double[Math.multiplyExact(d, counts.classes())];
        double[] sample = new double[d];
        for (int i = 0; i < labels.length; i++) {
            features.copyColumn(i, sample, 0);
            int start = labels[i] * d;
            for (int l = 0; l < d; l++) {
                sums[start + l] += sample[l];
            }
        }
        return HostMatrix.generate(d, counts.classes(), (l, c) -> sums[c * d + l] / counts.count(c));
    }
}
