package seli.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seli.exact.LayerPeeledModel;
import seli.io.AtomicFile;
import seli.job.PathJob;
import seli.job.PathOutcome;
import seli.job.PathSettings;
import seli.label.ClassCounts;
import seli.report.JsonReport;
import seli.solver.SolverStatus;

/** {@code seli path}: the whole regularisation path. */
@Command(
        name = "path",
        sortOptions = false,
        header = "The regularisation path: certified optima as lambda falls, and every threshold.",
        description = {
            "Optima at log-spaced lambda, by groups of equal counts, for any number of classes; the lambdas at which",
            "logits become zero, directions between groups switch on and groups collapse; distances to SELI and ETF."
        },
        footer = {"", "Example: seli path --counts 10,10,1,1 --from 4 --to 1e-250 --points 200 --out out/path"})
final class PathCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private final CountsOption counts = new CountsOption();

    @Mixin
    private final LossOptions loss = new LossOptions();

    @Mixin
    private final VariantOptions variant = new VariantOptions();

    @Option(
            names = "--from",
            paramLabel = "L",
            converter = Numbers.Positive.class,
            description = "Largest lambda (default: a quarter above the one from which on all logits are zero).")
    private double from; // 0: not given

    @Option(
            names = "--to",
            paramLabel = "L",
            converter = Numbers.Positive.class,
            description = "Smallest lambda, at least 1e-250 (default: 1e-8).")
    private double to = 1e-8;

    @Option(
            names = "--points",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Number of lambdas, at least 2 (default: 100).")
    private int points = 100;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            converter = Numbers.Positive.class,
            description = "Relative gap at which a point counts as optimal (default: 1e-10).")
    private double tolerance = 1e-10;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "ridge, or lpm: the layer-peeled model, whose lambda is the multiplier of its budget"
                    + " (default: ridge).")
    private PathSettings.Model model = PathSettings.Model.RIDGE;

    @Option(
            names = "--energy-w",
            paramLabel = "E",
            converter = Numbers.Positive.class,
            description = "Budget of the classifiers of the layer-peeled model; with --energy-h.")
    private double energyW; // 0: not given

    @Option(
            names = "--energy-h",
            paramLabel = "E",
            converter = Numbers.Positive.class,
            description = "Budget of its embeddings.")
    private double energyH; // 0: not given

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Mixin
    private final PageOptions page = new PageOptions();

    PathCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        ClassCounts labels = counts.counts();
        PathSettings settings = new PathSettings(
                labels,
                loss.loss(labels),
                variant.variant(),
                variant.reduction(),
                model,
                new PathSettings.Range(from == 0 ? OptionalDouble.empty() : OptionalDouble.of(from), to, points),
                tolerance);
        Optional<LayerPeeledModel> budgets = budgets();
        report.prepare();
        PathOutcome outcome;
        ProgressDisplay progress = report.startProgress(invocation, "path", points);
        try {
            outcome = PathJob.run(settings, point -> progress.update(point, "points", point));
        } finally {
            progress.close();
        }
        write(settings, outcome, budgets);
        boolean isWhole = outcome.points().size() == points;
        boolean isOptimal = outcome.points().stream().allMatch(point -> point.status() == SolverStatus.OPTIMAL);
        return isWhole && isOptimal ? ExitCode.SUCCESS : ExitCode.NOT_MET;
    }

    private Optional<LayerPeeledModel> budgets() {
        if (energyW == 0 && energyH == 0) { // exact: not given
            return Optional.empty();
        }
        if (model != PathSettings.Model.LPM) {
            throw new IllegalArgumentException("--energy-w and --energy-h belong to --model lpm; got --model " + model);
        }
        if (energyW == 0 || energyH == 0) { // exact: not given
            throw new IllegalArgumentException("--energy-w and --energy-h belong together; expected both");
        }
        return Optional.of(new LayerPeeledModel(energyW, energyH));
    }

    private void write(PathSettings settings, PathOutcome outcome, Optional<LayerPeeledModel> budgets)
            throws IOException {
        PathReport result = new PathReport(settings, outcome, budgets);
        report.print(invocation, result.text());
        Optional<Path> folder = report.folder();
        if (folder.isPresent()) {
            AtomicFile.writeText(folder.get().resolve("path.csv"), PathCsv.ofPoints(outcome));
            AtomicFile.writeText(folder.get().resolve("thresholds.csv"), PathCsv.ofThresholds(outcome));
        }
        report.write(invocation, JsonReport.of("path", invocation.provenance(), settings.counts(), result::writeTo));
        if (folder.isPresent()) {
            page.write(invocation, report, folder.get(), result.page().report(invocation.provenance()));
        }
    }
}
