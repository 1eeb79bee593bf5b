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
import seli.metric.SampleStream;

/**
 * Reads a trained last layer and its embeddings from files and checks that they belong together. Where a matrix was
 * saved transposed, the sizes of the others tell, and the message says so. Features are only opened here.
 */
final class NetworkReader {
    private final AnalyzeOptions options;

    NetworkReader(AnalyzeOptions options) {
        this.options = options;
    }

    /** Weights k x d, features n x d, n labels. */
    NetworkData samples(ArraySource weights, ArraySource features, ArraySource labels) throws UnusableFileException {
        int[] y = LabelFile.read(labels);
        NetworkMatrix w = NetworkMatrix.of(weights);
        NetworkMatrix h = features(features, labels, y);
        w.requireCols(h.cols(), "feature", h.described());
        LinearClassifier head = head(w.matrix(), w.source(), options.bias());
        return samples(head, options.bias(), h.stream(), y, labels.toString());
    }

    /** Features n x d with n labels, for which there is no classifier yet. */
    DrawnSamples labeled(ArraySource features, ArraySource labels) throws UnusableFileException {
        int[] y = LabelFile.read(labels);
        NetworkMatrix h = features(features, labels, y);
        int classes = options.subsample().isEmpty()
                ? counted(y, labels.toString())
                : options.subsample().get(0).counts().classes();
        return drawn(h.stream(), y, labels.toString(), classes);
    }

    private static int counted(int[] labels, String source) {
        try {
            return ClassCounts.ofLabels(labels).classes();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
    }

    private static NetworkMatrix features(ArraySource features, ArraySource labels, int[] y)
            throws UnusableFileException {
        return NetworkMatrix.of(features).requireRows(y.length, "sample", labels + " has " + y.length + " labels");
    }

    /** Weights k x d, class means k x d. */
    NetworkData means(ArraySource weights, ArraySource means, ClassCounts counts) throws UnusableFileException {
        NetworkMatrix w = NetworkMatrix.of(weights);
        NetworkMatrix m = NetworkMatrix.of(means);
        String classes = "the counts are of " + counts.classes() + " classes";
        w.requireRows(counts.classes(), "class", classes);
        m.requireRows(counts.classes(), "class", classes).requireCols(w.cols(), "feature", w.described());
        LinearClassifier head = head(w.matrix(), w.source(), options.bias());
        return means(head, options.bias(), counts, m);
    }

    /** With a member M our own factors, otherwise the layout published with [Behnia23]. */
    NetworkData archive(Path file) throws UnusableFileException {
        NpzArchive archive = NpzArchive.open(file);
        List<ArraySource> bias =
                options.bias().isEmpty() && archive.contains("b") ? List.of(ArraySource.of(file, "b")) : options.bias();
        if (!archive.contains("M")) {
            return published(archive, bias);
        }
        return archive.contains("H") && archive.contains("labels")
                ? factors(archive, file, bias)
                : factorMeans(archive, bias);
    }

    /** W (k x d), class means H (d x k), counts. */
    private NetworkData published(NpzArchive archive, List<ArraySource> bias) throws UnusableFileException {
        ClassCounts counts = counts(archive.read("counts"));
        NetworkMatrix w = NetworkMatrix.ofRows(archive.read("W"));
        NetworkMatrix h = NetworkMatrix.ofColumns(archive.read("H"));
        String classes = "the counts are of " + counts.classes() + " classes";
        w.requireRows(counts.classes(), "class", classes);
        h.requireCols(counts.classes(), "class mean", classes).requireRows(w.cols(), "feature", w.described());
        return means(head(w.matrix(), w.source(), bias), bias, counts, h);
    }

    /** W (d x k), H (d x n), labels; M and counts follow from these. */
    private NetworkData factors(NpzArchive archive, Path file, List<ArraySource> bias) throws UnusableFileException {
        ArraySource labels = ArraySource.of(file, "labels");
        int[] y = LabelFile.read(labels);
        NetworkMatrix w = NetworkMatrix.ofColumns(archive.read("W"));
        NetworkMatrix h = NetworkMatrix.ofColumns(archive.read("H"));
        h.requireCols(y.length, "sample", labels + " has " + y.length + " labels");
        w.requireRows(h.rows(), "feature", h.described());
        LinearClassifier head = head(w.matrix(), w.source(), bias);
        return samples(head, bias, h.stream(), y, labels.toString());
    }

    /** W (d x k), M (d x k), counts. */
    private NetworkData factorMeans(NpzArchive archive, List<ArraySource> bias) throws UnusableFileException {
        ClassCounts counts = counts(archive.read("counts"));
        NetworkMatrix w = NetworkMatrix.ofColumns(archive.read("W"));
        NetworkMatrix m = NetworkMatrix.ofColumns(archive.read("M"));
        String classes = "the counts are of " + counts.classes() + " classes";
        w.requireCols(counts.classes(), "class", classes);
        m.requireCols(counts.classes(), "class mean", classes).requireRows(w.rows(), "feature", w.described());
        return means(head(w.matrix(), w.source(), bias), bias, counts, m);
    }

    private NetworkData samples(
            LinearClassifier head, List<ArraySource> bias, SampleStream stream, int[] labels, String source) {
        DrawnSamples drawn = drawn(stream, labels, source, head.classes());
        return new NetworkData.Samples(head, !bias.isEmpty(), drawn);
    }

    private NetworkData means(LinearClassifier head, List<ArraySource> bias, ClassCounts counts, NetworkMatrix means)
            throws UnusableFileException {
        if (!options.subsample().isEmpty()) {
            throw new IllegalArgumentException(
                    "--subsample draws from samples but " + means.source() + " holds class means; expected --features");
        }
        HostMatrix columns = means.matrix();
        HostMatrix scaled = options.scale() == 1 ? columns : columns.times(options.scale()); // exact: not given
        return new NetworkData.Means(head, !bias.isEmpty(), counts, scaled);
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

    /** The samples that are measured: all, or those that the options draw, with the options' scale. */
    private DrawnSamples drawn(SampleStream stream, int[] labels, String source, int classes) {
        SampleStream scaled = options.scale() == 1 ? stream : stream.scaled(options.scale()); // exact: not given
        try {
            if (options.subsample().isEmpty()) {
                return new DrawnSamples(LabeledFeatures.of(scaled, labels, classes), List.of());
            }
            SubsampleDraw draw = options.subsample().get(0).draw(labels, classes);
            LabeledFeatures chosen = LabeledFeatures.of(scaled.select(draw.indices()), draw.chosen(labels), classes);
            return new DrawnSamples(chosen, List.of(draw));
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
