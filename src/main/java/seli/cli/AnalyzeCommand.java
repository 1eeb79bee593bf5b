package seli.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import seli.backend.Backend;
import seli.io.ArraySource;
import seli.job.AnalyzeJob;
import seli.job.AnalyzeResult;
import seli.report.JsonReport;
import seli.report.Provenance;

/** {@code seli analyze}: the geometry of a trained network's last layer and embeddings. */
@Command(
        name = "analyze",
        sortOptions = false,
        description = {
            "Geometry of a trained network: NC1 to NC4, distances to SELI and to the simplex ETF.",
            "Of samples: --weights, --features, --labels. Of class means: --weights, --means, --counts.",
            "Or of an ARCHIVE that holds these."
        },
        footer = {
            "",
            "FILE is .npy, .csv, or .npz:MEMBER; one row for each class or sample (PyTorch's layout).",
            "Example: seli analyze --weights net.npz:W --features net.npz:H --labels labels.npy"
        })
final class AnalyzeCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Parameters(
            arity = "0..1",
            paramLabel = "ARCHIVE",
            description = "A .npz with W (k x d), H (d x k class means) and counts, or factors.npz of solve or train.")
    private String archive = ""; // not given

    @Option(names = "--weights", paramLabel = "FILE", description = "Classifier, k x d.")
    private String weights = ""; // not given

    @Option(names = "--features", paramLabel = "FILE", description = "Embeddings of the samples, n x d.")
    private String features = ""; // not given

    @Option(names = "--labels", paramLabel = "FILE", description = "Labels of the samples, 0..k-1.")
    private String labels = ""; // not given

    @Option(names = "--means", paramLabel = "FILE", description = "Class means of the embeddings, k x d, not centred.")
    private String means = ""; // not given

    @Option(names = "--bias", paramLabel = "FILE", description = "Bias of the classifier, k numbers (default: none).")
    private String bias = ""; // not given

    @Mixin
    private final CountsOption counts = new CountsOption();

    @Mixin
    private final BackendOptions backend = new BackendOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    AnalyzeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        AnalyzeJob job = bias.isEmpty() ? job() : job().withBias(ArraySource.parse(bias));
        report.prepare();
        List<String> notes = new ArrayList<>();
        AnalyzeResult result;
        Provenance run;
        try (Backend device = backend.open(notes)) {
            result = job.run(device);
            run = invocation.provenance().withBackend(device).withNotes(notes);
        }
        AnalyzeReport written = new AnalyzeReport(result);
        report.print(invocation, written.text());
        report.write(invocation, JsonReport.of("analyze", run, result.counts(), written::writeTo));
        return ExitCode.SUCCESS;
    }

    private AnalyzeJob job() throws IOException {
        boolean samples = !features.isEmpty() || !labels.isEmpty();
        boolean ofMeans = !means.isEmpty() || counts.isGiven();
        if (!archive.isEmpty()) {
            refuse(
                    !weights.isEmpty() || samples || ofMeans,
                    "an ARCHIVE holds weights, embeddings and counts itself; expected "
                            + "it without --weights, --features, --labels, --means and --counts");
            return AnalyzeJob.ofArchive(Path.of(archive));
        }
        refuse(
                samples && ofMeans,
                "--features and --labels exclude --means and --counts; expected one pair or the other");
        refuse(
                !samples && !ofMeans,
                "nothing to analyze: got "
                        + (weights.isEmpty() ? "no files" : "--weights only")
                        + "; expected ARCHIVE.npz, or --weights with --features and --labels or with --means and --counts");
        require(weights, "--weights", "the classifier, k x d");
        if (samples) {
            require(features, "--features", "the embeddings, n x d");
            require(labels, "--labels", "the labels of the samples");
            return AnalyzeJob.ofSamples(
                    ArraySource.parse(weights), ArraySource.parse(features), ArraySource.parse(labels));
        }
        require(means, "--means", "the class means, k x d");
        return AnalyzeJob.ofMeans(ArraySource.parse(weights), ArraySource.parse(means), counts.counts());
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
