package seli.metric;

import seli.linalg.HostMatrix;

/** Shape checks of the classifier and class means, in the user's words. */
final class Shapes {
    private Shapes() {}

    static void requireHead(HostMatrix classifier, HostMatrix classMeans, int classes) {
        requireClasses("classifier", classifier, classes);
        requireClasses("class means", classMeans, classes);
        if (classifier.rows() != classMeans.rows()) {
            throw new IllegalArgumentException("classifier has %d features but class means have %d; expected the same"
                    .formatted(classifier.rows(), classMeans.rows()));
        }
    }

    private static void requireClasses(String what, HostMatrix m, int classes) {
        if (m.cols() != classes) {
            throw new IllegalArgumentException("%s of %d x %d for %d classes; expected one column for each class"
                    .formatted(what, m.rows(), m.cols(), classes));
        }
    }
}
