package seli.job;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import seli.backend.Backend;
import seli.geometry.GeometryModel;
import seli.io.ArraySource;
import seli.io.UnusableFileException;
import seli.label.ClassCounts;
import seli.metric.CollapseMetrics;
import seli.metric.MeasureSettings;

/**
 * Measures the geometry of a trained network: its last layer W, b and either its features with their labels or their
 * class means with the label counts. Files are read when the job runs. Immutable.
 *
 * <p>Files are in PyTorch's layout, one row for each class or sample: weights k x d, features n x d, class means k x d.
 * Features are read in blocks, twice; the weights and the class means must fit the Java heap as doubles.
 */
public final class AnalyzeJob {
    private final Input input;
    private final AnalyzeOptions options;

    private AnalyzeJob(Input input, AnalyzeOptions options) {
        this.input = input;
        this.options = options;
    }

    /** Reads what is measured, and makes the classifier where none is given. */
    @FunctionalInterface
    private interface Input {
        Trained read(NetworkReader reader, Backend backend) throws UnusableFileException;
    }

    /** A network with how it was trained, if that was done here. */
    private record Trained(NetworkData network, List<FitOutcome> fit) {
        static Trained elsewhere(NetworkData network) {
            return new Trained(network, List.of());
        }
    }

    private static AnalyzeJob of(Input input) {
        return new AnalyzeJob(input, AnalyzeOptions.NONE);
    }

    /** Of weights (k x d), features (n x d) and labels (n numbers in 0..k-1, every class at least once). */
    public static AnalyzeJob ofSamples(ArraySource weights, ArraySource features, ArraySource labels) {
        return of((reader, backend) -> Trained.elsewhere(reader.samples(weights, features, labels)));
    }

    /** Of weights (k x d), class means (k x d, not centred) and the label counts of the k classes. */
    public static AnalyzeJob ofMeans(ArraySource weights, ArraySource means, ClassCounts counts) {
        return of((reader, backend) -> Trained.elsewhere(reader.means(weights, means, counts)));
    }

    /**
     * Of an archive {@code FILE.npz}. With a member M it is a {@code factors.npz} of this program: W (d x k), H (d x
     * n), labels. Otherwise it holds W (k x d), class means H (d x k) and counts, as published with [Behnia23]. A
     * member b (k numbers) is the bias.
     */
    public static AnalyzeJob ofArchive(Path file) {
        return of((reader, backend) -> Trained.elsewhere(reader.archive(file)));
    }

    /**
     * Of features (n x d) and labels, with the classifier that multinomial logistic regression on these features has:
     * {@link LogisticFit}. The features must fit the backend's memory.
     */
    public static AnalyzeJob ofFit(ArraySource features, ArraySource labels, FitSettings fit) {
        return of((reader, backend) -> {
            DrawnSamples drawn = reader.labeled(features, labels);
            LogisticFit.Fitted fitted = LogisticFit.run(backend, drawn.samples(), fit);
            return new Trained(new NetworkData.Samples(fitted.head(), true, drawn), List.of(fitted.outcome()));
        });
    }

    /** The same with these options. */
    public AnalyzeJob with(AnalyzeOptions others) {
        return new AnalyzeJob(input, others);
    }

    /** The same with a bias b of k numbers. */
    public AnalyzeJob withBias(ArraySource source) {
        return with(options.withBias(source));
    }

    /**
     * Reads the files and measures.
     *
     * @param backend multiplies weights and class means with the samples, and large matrices with one another
     * @throws UnusableFileException if a file is missing, unreadable, broken, or holds a number that is not finite
     * @throws IllegalArgumentException if shapes, labels and counts do not belong together; the message says what to
     *     change
     */
    public AnalyzeResult run(Backend backend) throws UnusableFileException {
        try {
            return measured(input.read(new NetworkReader(options), backend), backend);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof UnusableFileException unusable) {
                throw unusable;
            }
            throw e;
        }
    }

    private AnalyzeResult measured(Trained trained, Backend backend) {
        NetworkData network = trained.network();
        ClassCounts counts = network.counts();
        List<GeometryModel> models = options.theory().models(counts, network.hasBias());
        MeasureSettings settings = MeasureSettings.USUAL.with(models);
        CollapseMetrics metrics = network.measure(backend, options.isUnlimited() ? settings.unlimited() : settings);
        return AnalyzeResult.of(network, metrics, trained.fit());
    }
}
