package seli.metric;

import seli.backend.Backend;
import seli.label.ClassCounts;

/**
 * What is measured of pairs of classes, and within which limits.
 *
 * @param backend multiplies large matrices
 * @param counts samples of each class
 * @param head the last layer
 * @param means the class means
 * @param settings what else, and up to which cost
 */
record PairTask(
        Backend backend, ClassCounts counts, LinearClassifier head, ClassMeans means, MeasureSettings settings) {
    /** Checks the shapes. */
    PairTask {
        Shapes.requireHead(head.weights(), means.rows(), means.cols(), counts.classes());
    }

    int classes() {
        return counts.classes();
    }

    int featureDim() {
        return means.rows();
    }

    /** Writes the column of W. */
    void copyClassifier(int c, double[] target) {
        head.weights().copyColumn(c, target, 0);
    }

    /** What is known of the pairs; {@code variances} of the classes are empty where no samples are given. */
    PairSummary measure(double[] variances) {
        return classes() <= settings.denseClasses()
                ? DensePairs.measure(this, variances)
                : StreamedPairs.measure(this, variances);
    }
}
