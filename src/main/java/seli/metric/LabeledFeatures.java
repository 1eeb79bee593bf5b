package seli.metric;

import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * Embeddings h_1, ..., h_n with the labels of the samples in any order; the embeddings are read as a stream. Immutable
 * if the stream is.
 */
public final class LabeledFeatures {
    private final SampleStream stream;
    private final int[] labels;
    private final ClassCounts counts;

    private LabeledFeatures(SampleStream stream, int[] labels, ClassCounts counts) {
        this.stream = stream;
        this.labels = labels;
        this.counts = counts;
    }

    /**
     * Embeddings H (d x n) in memory with their labels (copied); otherwise as {@link #of(SampleStream, int[], int)}.
     */
    public static LabeledFeatures of(HostMatrix features, int[] labels, int classes) {
        return of(SampleStream.of(features), labels, classes);
    }

    /**
     * Embeddings with their labels (copied).
     *
     * @param stream the embeddings, which are not read yet
     * @param labels n labels in [0, classes)
     * @param classes k, at least 2
     * @throws IllegalArgumentException if the lengths differ, a label is out of range, or a class has no sample
     */
    public static LabeledFeatures of(SampleStream stream, int[] labels, int classes) {
        if (labels.length != stream.samples()) {
            throw new IllegalArgumentException("%d labels for %d samples; expected one label for each sample"
                    .formatted(labels.length, stream.samples()));
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
        return new LabeledFeatures(stream, labels.clone(), ClassCounts.of(counts));
    }

    /** The embeddings. */
    public SampleStream stream() {
        return stream;
    }

    /** Number of features d. */
    public int featureDim() {
        return stream.featureDim();
    }

    /** Number of samples n. */
    public int samples() {
        return labels.length;
    }

    /** Label of sample {@code i}. */
    public int label(int i) {
        return labels[i];
    }

    /** The labels, as a new array. */
    public int[] labels() {
        return labels.clone();
    }

    /** Samples of each class. */
    public ClassCounts counts() {
        return counts;
    }

    /** The class means M (d x k): column c is the mean of the samples of class c. Reads the samples once. */
    public HostMatrix classMeans() {
        return ClassMeans.of(this).matrix();
    }
}
