package seli.job;

import java.nio.file.Path;
import java.util.List;
import seli.io.ArraySource;
import seli.io.LabelFile;
import seli.io.NpyArray;
import seli.io.NpzArchive;
import seli.io.UnusableFileException;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.LabeledFeatures;
import seli.metric.LinearClassifier;

/**
 * Reads a trained last layer and its embeddings from files and checks that they belong together. Where a matrix was
 * saved transposed, the sizes of the others tell, and the message says so.
 */
final class NetworkReader {
    private NetworkReader() {}

    /** Weights k x d, features n x d, n labels; {@code bias} holds one source or none. */
    static NetworkData samples(ArraySource weights, ArraySource features, ArraySource labels, List<ArraySource> bias)
            throws UnusableFileException {
        int[] y = LabelFile.read(labels);
        NetworkMatrix w = NetworkMatrix.of(weights.load());
        NetworkMatrix h = NetworkMatrix.of(features.load());
        h.requireRows(y.length, "sample", labels + " has " + y.length + " labels");
        w.requireCols(h.cols(), "feature", h.described());
        LinearClassifier head = head(w.transposed(), w.source(), bias);
        return new NetworkData.Samples(head, labelled(h.transposed(), y, head.classes(), labels.toString()));
    }

    /** Weights k x d, class means k x d. */
    static NetworkData means(ArraySource weights, ArraySource means, ClassCounts counts, List<ArraySource> bias)
            throws UnusableFileException {
        NetworkMatrix w = NetworkMatrix.of(weights.load());
        NetworkMatrix m = NetworkMatrix.of(means.load());
        String classes = "the counts are of " + counts.classes() + " classes";
        w.requireRows(counts.classes(), "class", classes);
        m.requireRows(counts.classes(), "class", classes).requireCols(w.cols(), "feature", w.described());
        return new NetworkData.Means(head(w.transposed(), w.source(), bias), counts, m.transposed());
    }

    /** With a member M our own factors, otherwise the layout published with [Behnia23]. */
    static NetworkData archive(Path file, List<ArraySource> bias) throws UnusableFileException {
        NpzArchive archive = NpzArchive.open(file);
        List<ArraySource> sources = bias.isEmpty() && archive.contains("b") ? List.of(ArraySource.of(file, "b")) : bias;
        if (!archive.contains("M")) {
            return published(archive, sources);
        }
        return archive.contains("H") && archive.contains("labels")
                ? factors(archive, file, sources)
                : factorMeans(archive, sources);
    }

    /** W (k x d), class means H (d x k), counts. */
    private static NetworkData published(NpzArchive archive, List<ArraySource> bias) throws UnusableFileException {
        ClassCounts counts = counts(archive.read("counts"));
        NetworkMatrix w = NetworkMatrix.of(archive.read("W"));
        NetworkMatrix h = NetworkMatrix.of(archive.read("H"));
        String classes = "the counts are of " + counts.classes() + " classes";
        w.requireRows(counts.classes(), "class", classes);
        h.requireCols(counts.classes(), "class mean", classes).requireRows(w.cols(), "feature", w.described());
        return new NetworkData.Means(head(w.transposed(), w.source(), bias), counts, h.asWritten());
    }

    /** W (d x k), H (d x n), labels; M and counts follow from these. */
    private static NetworkData factors(NpzArchive archive, Path file, List<ArraySource> bias)
            throws UnusableFileException {
        ArraySource labels = ArraySource.of(file, "labels");
        int[] y = LabelFile.read(labels);
        NetworkMatrix w = NetworkMatrix.of(archive.read("W"));
        NetworkMatrix h = NetworkMatrix.of(archive.read("H"));
        h.requireCols(y.length, "sample", labels + " has " + y.length + " labels");
        w.requireRows(h.rows(), "feature", h.described());
        LinearClassifier head = head(w.asWritten(), w.source(), bias);
        return new NetworkData.Samples(head, labelled(h.asWritten(), y, head.classes(), labels.toString()));
    }

    /** W (d x k), M (d x k), counts, where every embedding equals its class mean and H was not written. */
    private static NetworkData factorMeans(NpzArchive archive, List<ArraySource> bias) throws UnusableFileException {
        ClassCounts counts = counts(archive.read("counts"));
        NetworkMatrix w = NetworkMatrix.of(archive.read("W"));
        NetworkMatrix m = NetworkMatrix.of(archive.read("M"));
        String classes = "the counts are of " + counts.classes() + " classes";
        w.requireCols(counts.classes(), "class", classes);
        m.requireCols(counts.classes(), "class mean", classes).requireRows(w.rows(), "feature", w.described());
        return new NetworkData.Means(head(w.asWritten(), w.source(), bias), counts, m.asWritten());
    }

    private static LinearClassifier head(HostMatrix weights, String source, List<ArraySource> bias)
            throws UnusableFileException {
        if (weights.cols() < 2) {
            throw new IllegalArgumentException(
                    source + " has one class; expected at least two (a single logit z is the same as "
                            + "two rows w/2 and -w/2)");
        }
        if (bias.isEmpty()) {
            return LinearClassifier.of(weights);
        }
        NpyArray b = bias.get(0).load().requireFinite();
        double[] values = b.toVector();
        if (values.length != weights.cols()) {
            throw new IllegalArgumentException(
                    "%s has %d numbers but %s has %d classes; expected one bias for each class"
                            .formatted(b.source(), values.length, source, weights.cols()));
        }
        return new LinearClassifier(weights, HostMatrix.of(values.length, 1, values));
    }

    private static LabeledFeatures labelled(HostMatrix features, int[] labels, int classes, String source) {
        try {
            return LabeledFeatures.of(features, labels, classes);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
    }

    private static ClassCounts counts(NpyArray array) throws UnusableFileException {
        try {
            return ClassCounts.of(array.toIntegers());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(array.source() + ": " + e.getMessage(), e);
        }
    }
}
