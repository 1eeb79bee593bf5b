package seli.job;

import java.nio.file.Path;
import java.util.List;
import seli.backend.Backend;
import seli.geometry.SeliGeometry;
import seli.io.ArraySource;
import seli.io.UnusableFileException;
import seli.label.ClassCounts;
import seli.metric.CollapseMetrics;

/**
 * Measures the geometry of a trained network: its last layer W, b and either its features with their labels or their
 * class means with the label counts. Files are read when the job runs. Immutable.
 *
 * <p>Files are in PyTorch's layout, one row for each class or sample: weights k x d, features n x d, class means k x d.
 * The features must fit the Java heap as doubles.
 */
public final class AnalyzeJob {
    private final Input input;
    private final List<ArraySource> bias;

    private AnalyzeJob(Input input, List<ArraySource> bias) {
        this.input = input;
        this.bias = bias;
    }

    /** Reads what is measured; the list holds the bias or is empty. */
    @FunctionalInterface
    private interface Input {
        NetworkData read(List<ArraySource> bias) throws UnusableFileException;
    }

    /** Of weights (k x d), features (n x d) and labels (n numbers in 0..k-1, every class at least once). */
    public static AnalyzeJob ofSamples(ArraySource weights, ArraySource features, ArraySource labels) {
        return new AnalyzeJob(bias -> NetworkReader.samples(weights, features, labels, bias), List.of());
    }

    /** Of weights (k x d), class means (k x d, not centred) and the label counts of the k classes. */
    public static AnalyzeJob ofMeans(ArraySource weights, ArraySource means, ClassCounts counts) {
        return new AnalyzeJob(bias -> NetworkReader.means(weights, means, counts, bias), List.of());
    }

    /**
     * Of an archive {@code FILE.npz}. With a member M it is a {@code factors.npz} of this program: W (d x k), H (d x
     * n), labels. Otherwise it holds W (k x d), class means H (d x k) and counts, as published with [Behnia23]. A
     * member b (k numbers) is the bias.
     */
    public static AnalyzeJob ofArchive(Path file) {
        return new AnalyzeJob(bias -> NetworkReader.archive(file, bias), List.of());
    }

    /** The same with a bias b of k numbers. */
    public AnalyzeJob withBias(ArraySource source) {
        return new AnalyzeJob(input, List.of(source));
    }

    /**
     * Reads the files and measures.
     *
     * @param backend multiplies weights and class means with the samples; not used where only class means are given
     * @throws UnusableFileException if a file is missing, unreadable, broken, or holds a number that is not finite
     * @throws IllegalArgumentException if shapes, labels and counts do not belong together; the message says what to
     *     change
     */
    public AnalyzeResult run(Backend backend) throws UnusableFileException {
        NetworkData network = input.read(bias);
        SeliGeometry seli = SeliGeometry.of(network.counts());
        CollapseMetrics metrics = network.measure(backend, seli);
        return new AnalyzeResult(network.counts(), network.head().featureDim(), seli, metrics);
    }
}
