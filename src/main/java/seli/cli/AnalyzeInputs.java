package seli.cli;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import seli.geometry.GeometryModel;
import seli.io.ArraySource;
import seli.job.AnalyzeJob;
import seli.job.AnalyzeOptions;
import seli.job.AnalyzeSeries;
import seli.job.FitSettings;
import seli.job.Subsample;
import seli.label.ClassCounts;

/** What {@code analyze} reads: archives, or files of weights with samples or class means, and how it takes them. */
final class AnalyzeInputs {
    private static final EnumSet<LossName> LOSSES = EnumSet.of(LossName.CE, LossName.CDT, LossName.LDT);

    @Parameters(
            arity = "0..*",
            paramLabel = "ARCHIVE",
            description = "A .npz with W (k x d), H (d x k class means) and counts, or factors.npz of solve or train."
                    + " Several, a folder or a pattern in quotes are checkpoints of one training.")
    private List<String> archives = List.of();

    @Option(names = "--weights", paramLabel = "FILE", description = "Classifier, k x d. One * makes checkpoints.")
    private String weights = ""; // not given

    @Option(
            names = "--features",
            paramLabel = "FILE",
            description = "Embeddings of the samples, n x d; read in blocks. One * makes checkpoints.")
    private String features = ""; // not given

    @Option(names = "--labels", paramLabel = "FILE", description = "Labels of the samples, 0..k-1.")
    private String labels = ""; // not given

    @Option(
            names = "--means",
            paramLabel = "FILE",
            description = "Class means of the embeddings, k x d, not centred. One * makes checkpoints.")
    private String means = ""; // not given

    @Option(names = "--bias", paramLabel = "FILE", description = "Bias of the classifier, k numbers (default: none).")
    private String bias = ""; // not given

    @Mixin
    private final CountsOption counts = new CountsOption();

    @Mixin
    private final GeometryLossOptions loss = new GeometryLossOptions();

    @Option(
            names = "--fit",
            paramLabel = "LAMBDA",
            converter = Numbers.Positive.class,
            description = "Instead of --weights: fit the classifier to the features by logistic regression with ridge"
                    + " LAMBDA/2 |W|^2.")
    private double fit; // 0: not given

    @Option(
            names = "--scale",
            paramLabel = "S",
            converter = Ratio.class,
            description = "Multiply the features by S, such as 0.5 or 1/255 (default: 1).")
    private double scale = 1;

    @Option(
            names = "--subsample",
            paramLabel = "PROFILE",
            description = "Draw samples without replacement so that label c has the count of class c of a profile, such"
                    + " as step:k=10,R=10,rho=0.5,nmin=80; see --seed.")
    private String subsample = ""; // not given

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Option(
            names = "--all-metrics",
            description = "Make numbers of all pairs of classes or all logits too where they take more than minutes.")
    private boolean isUnlimited;

    /** A number, or a quotient of two, but not 0. */
    static final class Ratio implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            String[] parts = value.split("/", -1);
            double result =
                    parts.length > 2 ? Double.NaN : number(parts[0]) / (parts.length == 2 ? number(parts[1]) : 1);
            if (!Double.isFinite(result) || result == 0) { // exact: nothing would be left
                throw new TypeConversionException(
                        "got '%s'; expected a number but 0, such as 0.5 or 1/255".formatted(value));
            }
            return result;
        }

        private static double number(String text) {
            try {
                return new Numbers.Finite().convert(text.strip());
            } catch (TypeConversionException e) {
                return Double.NaN;
            }
        }
    }

    /**
     * The networks that are asked for.
     *
     * @throws IllegalArgumentException if options are missing or exclude one another
     * @throws IOException if a folder or pattern matches no file
     */
    AnalyzeSeries series() throws IOException {
        loss.model(ClassCounts.of(1, 1), LOSSES); // refuses what is wrong whatever the counts
        boolean ofSamples = !features.isEmpty() || !labels.isEmpty();
        boolean ofMeans = !means.isEmpty() || counts.isGiven();
        if (!archives.isEmpty()) {
            refuse(
                    !weights.isEmpty() || ofSamples || ofMeans || fit > 0,
                    "an ARCHIVE holds weights, embeddings and counts itself; expected "
                            + "it without --weights, --features, --labels, --means, --counts and --fit");
            AnalyzeOptions read = bias.isEmpty() ? options() : options().withBias(ArraySource.parse(bias));
            return AnalyzeSeries.ofArchives(archives, read);
        }
        refuse(
                ofSamples && ofMeans,
                "--features and --labels exclude --means and --counts; expected one pair or the other");
        refuse(
                !ofSamples && !ofMeans,
                "nothing to analyze: got "
                        + (weights.isEmpty() ? "no files" : "--weights only")
                        + "; expected ARCHIVE.npz, or --weights with --features and --labels or with --means and --counts");
        if (fit > 0) {
            return fitted(ofMeans);
        }
        require(weights, "--weights", "the classifier, k x d");
        if (ofSamples) {
            require(features, "--features", "the embeddings, n x d");
            require(labels, "--labels", "the labels of the samples");
            return AnalyzeSeries.ofSamples(weights, features, labels, bias, options());
        }
        require(means, "--means", "the class means, k x d");
        refuse(!subsample.isEmpty(), "--subsample draws from samples; expected it with --features and --labels only");
        return AnalyzeSeries.ofMeans(weights, means, counts.counts(), bias, options());
    }

    private AnalyzeSeries fitted(boolean ofMeans) {
        refuse(
                !weights.isEmpty() || !bias.isEmpty() || ofMeans,
                "--fit makes weights and bias from samples; expected it with --features and --labels only");
        require(features, "--features", "the embeddings, n x d");
        require(labels, "--labels", "the labels of the samples");
        AnalyzeJob job = AnalyzeJob.ofFit(ArraySource.parse(features), ArraySource.parse(labels), FitSettings.of(fit));
        return AnalyzeSeries.of(job.with(options()));
    }

    private AnalyzeOptions options() {
        AnalyzeOptions options =
                AnalyzeOptions.NONE.withScale(scale).withTheory((labelCounts, hasBias) -> models(labelCounts, hasBias));
        AnalyzeOptions drawn =
                subsample.isEmpty() ? options : options.withSubsample(Subsample.of(subsample, seed.seed()));
        return isUnlimited ? drawn.unlimited() : drawn;
    }

    private List<GeometryModel> models(ClassCounts labelCounts, boolean hasBias) {
        if (hasBias) {
            return lacksTheory(true) ? List.of() : List.of(GeometryModel.freeBias(labelCounts));
        }
        return loss.isGiven() ? List.of(loss.model(labelCounts, LOSSES)) : List.of();
    }

    /** Whether no closed form is known for the loss with or without a bias. */
    boolean lacksTheory(boolean hasBias) {
        return hasBias && loss.name().hasGamma();
    }

    private static void require(String value, String option, String meaning) {
        refuse(value.isEmpty(), "%s is missing; expected %s FILE with %s".formatted(option, option, meaning));
    }

    private static void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new IllegalArgumentException(message);
        }
    }
}
