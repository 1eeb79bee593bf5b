package seli.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seli.backend.Backend;
import seli.backend.BackendInfo;
import seli.backend.Precision;
import seli.io.AtomicFile;
import seli.io.CsvTable;
import seli.io.NpzArchive;
import seli.job.Factors;
import seli.job.SolveJob;
import seli.job.SolveMethod;
import seli.job.SolveOutcome;
import seli.job.SolveSettings;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.UfmProblem;
import seli.report.JsonReport;
import seli.report.Provenance;
import seli.solver.IterationListener;
import seli.solver.IterationRecord;
import seli.solver.SolverSettings;
import seli.solver.SolverStatus;

/** {@code seli solve}: the certified global optimum of ridge-regularised UFM. */
@Command(
        name = "solve",
        sortOptions = false,
        header = "The certified global optimum of the unconstrained-features model under ridge.",
        description = {
            "The global optimum of",
            "  sum (or mean) of losses + lambda/2 (|W|^2 + |H|^2)   over classifier W (d x k) and embeddings H (d x n),",
            "with a certificate: a lower bound on the optimal value from the dual problem."
        },
        footer = {"", "Example: seli solve --counts step:k=10,R=10,rho=0.5,nmin=5 --lambda 0.1 --out out/first"})
final class SolveCommand implements Callable<Integer> {
    /** H (d x n) is written out in full up to this many entries, above one column for each class. */
    private static final long MOST_EMBEDDING_ENTRIES = 1L << 27;

    /** Where the method grouped computes, whatever the backend. */
    private static final BackendInfo HOST = new BackendInfo("host", Precision.FLOAT64, "Java", 1, Map.of());

    private final Invocation invocation;
    private final List<IterationRecord> history = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private BackendInfo info = HOST;
    private List<Backend.MemoryUse> memory = List.of(); // none or one

    @Mixin
    private final ProblemOptions problem = new ProblemOptions();

    @Mixin
    private final RidgeOptions ridge = new RidgeOptions();

    @Mixin
    private final VariantOptions variant = new VariantOptions();

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            description = {
                "auto, grouped (Newton by groups of equal counts, any number of classes), collapsed (one column for",
                "each class, on the backend) or lbfgs (one for each sample: a check of the others) (default: auto)."
            })
    private SolveMethod method = SolveMethod.AUTO;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            converter = Numbers.Positive.class,
            description = "Relative gap at which the result counts as optimal (default: 1e-8).")
    private double tolerance = 1e-8;

    @Option(
            names = "--max-iterations",
            paramLabel = "N",
            converter = Numbers.CountOrZero.class,
            description = "Most steps of the solver (default: 20000).")
    private int maxIterations = 20_000;

    @Option(
            names = "--max-seconds",
            paramLabel = "S",
            converter = Numbers.Positive.class,
            description = "Most seconds (default: no limit).")
    private double maxSeconds = Double.POSITIVE_INFINITY;

    @Option(
            names = "--start",
            paramLabel = "START",
            description = "Where to start: seli, random, or a factors.npz of solve or train (default: seli).")
    private String start = "seli";

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Mixin
    private final BackendOptions backend = new BackendOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Mixin
    private final PageOptions page = new PageOptions();

    SolveCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        SolveSettings settings = settings();
        boolean byGroups = isByGroups(settings);
        report.prepare();
        ProgressDisplay progress = report.startProgress(invocation, "solve", 0);
        SolveOutcome outcome;
        try {
            outcome = run(settings, byGroups, progress);
        } finally {
            progress.close();
        }
        write(settings, outcome);
        return outcome.status() == SolverStatus.OPTIMAL ? ExitCode.SUCCESS : ExitCode.NOT_MET;
    }

    /** What is to be solved, as the options say. */
    SolveSettings settings() throws IOException {
        ClassCounts counts = problem.counts();
        UfmProblem ufm = problem.problem(counts, ridge.ridge());
        SolverSettings limits = SolverSettings.certified(tolerance, maxIterations, maxSeconds);
        return new SolveSettings(ufm, limits, start(), method, variant.reduction(), variant.variant());
    }

    private boolean isByGroups(SolveSettings settings) {
        return settings.chosenMethod(backend.isNamed()) == SolveMethod.GROUPED;
    }

    /**
     * Solves without a word, as one problem of a sweep, and writes the report to {@code file}.
     *
     * @return false if the run was interrupted; then nothing is written
     * @throws IOException if a file of labels cannot be read, or writing fails
     */
    boolean solveInto(Path file) throws IOException {
        SolveSettings settings = settings();
        SolveOutcome outcome = run(settings, isByGroups(settings), ProgressDisplay.silent());
        if (outcome.status() == SolverStatus.INTERRUPTED) {
            return false;
        }
        json(settings, new SolveReport(settings, outcome, info)).writeTo(file);
        return true;
    }

    /** A backend that the user names is opened even where the method does not need it, and fails if it cannot be. */
    private SolveOutcome run(SolveSettings settings, boolean byGroups, ProgressDisplay progress) {
        IterationListener listener = record -> {
            history.add(record);
            progress.update(record.iteration(), "gap", record.relativeGap());
        };
        if (byGroups && !backend.isNamed()) {
            return SolveJob.runGrouped(settings, listener);
        }
        try (Backend device = backend.open(refusals)) {
            info = byGroups ? HOST : device.info();
            SolveOutcome outcome = SolveJob.run(device, settings, listener);
            if (!byGroups) {
                memory = List.of(device.memoryUse());
            }
            return outcome;
        }
    }

    private SolveSettings.Start start() throws IOException {
        if (start.equals("seli")) {
            return new SolveSettings.SeliStart();
        }
        if (start.equals("random")) {
            return new SolveSettings.RandomStart(seed.seed());
        }
        NpzArchive archive = NpzArchive.open(Path.of(start));
        HostMatrix w = archive.read("W").requireFinite().toMatrix();
        HostMatrix m = archive.read("M").requireFinite().toMatrix();
        return new SolveSettings.WarmStart(w, m);
    }

    private void write(SolveSettings settings, SolveOutcome outcome) throws IOException {
        SolveReport result = new SolveReport(settings, outcome, info);
        report.print(invocation, result.text());
        Optional<Path> folder = report.folder();
        if (folder.isPresent()) {
            writeFactors(folder.get().resolve("factors.npz"), outcome);
            AtomicFile.writeText(folder.get().resolve("history.csv"), historyText(settings));
        }
        JsonReport json = json(settings, result);
        report.write(invocation, json);
        if (folder.isPresent()) {
            page.write(invocation, report, folder.get(), result.page(history).report(provenance()));
        }
    }

    private Provenance provenance() {
        return invocation
                .provenance()
                .withBackend(info, memory)
                .withSeed(seed.seed())
                .withNotes(refusals);
    }

    private JsonReport json(SolveSettings settings, SolveReport result) {
        return JsonReport.of("solve", provenance(), settings.problem().counts(), result::writeTo);
    }

    private static void writeFactors(Path file, SolveOutcome outcome) throws IOException {
        if (outcome.solution().factors().isEmpty()) {
            return; // the blocks of the report are the solution
        }
        ClassCounts counts = outcome.problem().counts();
        HostMatrix w = outcome.solution().classifier();
        HostMatrix m = outcome.solution().classMeans();
        if (counts.samples() <= MOST_EMBEDDING_ENTRIES / Math.max(1, m.rows())) {
            HostMatrix h =
                    outcome.solution().factors().get().embeddings().orElseGet(() -> Factors.repeatMeans(counts, m));
            Factors.write(file, counts, w, h, m);
        } else {
            Factors.writeMeans(file, counts, w, m);
        }
    }

    /** Objective and gradient are those of the problem, whatever units the solver works in. */
    private String historyText(SolveSettings settings) {
        double lambda = settings.problem().ridge().lambda();
        StringBuilder text = new StringBuilder("iteration,objective,gradientNorm,relativeGap\n");
        for (IterationRecord record : history) {
            String gap = Double.isNaN(record.relativeGap()) ? "" : CsvTable.cell(record.relativeGap());
            text.append(CsvTable.cell(record.iteration())).append(',');
            text.append(CsvTable.cell(lambda * record.value())).append(',');
            text.append(CsvTable.cell(lambda * record.gradientNorm())).append(',');
            text.append(gap).append('\n');
        }
        return text.toString();
    }
}
