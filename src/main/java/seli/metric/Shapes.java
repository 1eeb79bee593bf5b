package seli.metric;

import seli.linalg.HostMatrix;

/** Shape checks of the classifier and class means, in the user's words. */
final class Shapes {
    private Shapes() {}

    static void requireHead(HostMatrix classifier, HostMatrix classMeans, int classes) {
        requireHead(classifier, classMeans.rows(), classMeans.cols(), classes);
    }

    /** The same of class means that are d x k. */
    static void requireHead(HostMatrix classifier, int d, int k, int classes) {
        requireClasses("classifier", classifier.rows(), classifier.cols(), classes);
        requireClasses("class means", d, k, classes);
        if (classifier.rows() != d) {
            throw new IllegalArgumentException("classifier has %d features but class means have %d; expected the same"
                    .formatted(classifier.rows(), d));
        }
    }

    private static void requireClasses(String what, int rows, int cols, int classes) {
        if (cols != classes) {
            throw new IllegalArgumentException("%s of %d x %d for %d classes; expected one column for each class"
                    .formatted(what, rows, cols, classes));
        }
    }
}
