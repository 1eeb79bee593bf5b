package seli.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import seli.backend.Backend;
import seli.io.AtomicFile;
import seli.job.AnalyzeOutcome;
import seli.job.AnalyzeSeries;
import seli.report.JsonReport;
import seli.report.Provenance;

/** {@code seli analyze}: the geometry of a trained network's last layer and embeddings. */
@Command(
        name = "analyze",
        sortOptions = false,
        description = {
            "Geometry of a trained network: NC1 to NC4, distances to SELI and to the simplex ETF.",
            "Of samples: --weights, --features, --labels. Of class means: --weights, --means, --counts.",
            "Or of an ARCHIVE that holds these. Several checkpoints give a trajectory."
        },
        footer = {
            "",
            "FILE is .npy, .npz:MEMBER, .safetensors:TENSOR, .h5:/DATASET, .csv or an IDX file; one row for each class",
            "or sample (PyTorch's layout).",
            "Example: seli analyze --weights net.npz:W --features net.npz:H --labels labels.npy",
            "Example: seli analyze 'checkpoints/epoch*.npz' --out out/training",
            "Example: seli analyze --features t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz",
            "             --scale 1/255 --fit 1 --subsample step:k=10,R=10,rho=0.5,nmin=80 --seed 1 --out out/mnist"
        })
final class AnalyzeCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private final AnalyzeInputs inputs = new AnalyzeInputs();

    @Mixin
    private final BackendOptions backend = new BackendOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Mixin
    private final PageOptions page = new PageOptions();

    AnalyzeCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        AnalyzeSeries series = inputs.series();
        report.prepare();
        List<String> notes = new ArrayList<>();
        AnalyzeOutcome outcome;
        Provenance run;
        try (Backend device = backend.open(notes)) {
            outcome = measured(series, device);
            run = invocation.provenance().withBackend(device).withNotes(notes);
        }
        AnalyzeReport written =
                new AnalyzeReport(outcome, inputs.lacksTheory(outcome.last().hasBias()));
        report.print(invocation, written.text());
        Optional<Path> folder = report.folder();
        if (folder.isPresent()) {
            AnalyzeCsv.writeClasses(
                    folder.get().resolve("classes.csv"),
                    outcome.last().metrics().classes());
            if (!outcome.trajectory().isEmpty()) {
                AtomicFile.writeText(
                        folder.get().resolve("trajectory.csv"), AnalyzeCsv.ofTrajectory(outcome.trajectory()));
            }
        }
        report.write(invocation, JsonReport.of("analyze", run, outcome.last().counts(), written::writeTo));
        if (folder.isPresent()) {
            page.write(invocation, report, folder.get(), written.page().report(run));
        }
        return outcome.last().isMet() ? ExitCode.SUCCESS : ExitCode.NOT_MET;
    }

    private AnalyzeOutcome measured(AnalyzeSeries series, Backend device) throws IOException {
        if (series.size() == 1) {
            return series.run(device, done -> {});
        }
        ProgressDisplay progress = report.startProgress(invocation, "analyze", series.size());
        try {
            return series.run(device, done -> progress.update(done, "checkpoints", done));
        } finally {
            progress.close();
        }
    }
}
