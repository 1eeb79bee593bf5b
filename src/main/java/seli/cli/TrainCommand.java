package seli.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import seli.backend.Backend;
import seli.backend.BackendInfo;
import seli.backend.Backends;
import seli.io.NpzArchive;
import seli.io.UnusableFileException;
import seli.job.LogSchedule;
import seli.job.TrainEvents;
import seli.job.TrainFolder;
import seli.job.TrainJob;
import seli.job.TrainJobFile;
import seli.job.TrainObserver;
import seli.job.TrainOutcome;
import seli.job.TrainRecord;
import seli.job.TrainSettings;
import seli.job.TrainState;
import seli.label.ClassCounts;
import seli.problem.UfmProblem;
import seli.report.JsonReport;
import seli.report.Provenance;
import seli.solver.SolverStatus;

/** {@code seli train}: first-order training dynamics of the unconstrained-features model. */
@Command(
        name = "train",
        sortOptions = false,
        description =
                "Gradient descent on classifier W and embeddings H from random factors, measured against SELI and ETF.",
        footer = {
            "",
            "Example: seli train --counts step:k=10,R=10,rho=0.5,nmin=5 --dim 20 --steps 6000 --lr 0.1 --momentum 0.9",
            "             --weight-decay 5e-4 --lr-drops 2000,4000:0.1 --out out/train",
            "After a kill: seli train --resume out/train"
        })
final class TrainCommand implements Callable<Integer> {
    private static final String DEFAULT_LOG = "log:100";
    private static final double CHECKPOINT_SHARE = 0.005; // of the time, where the user does not say how often
    private static final List<String> WITH_RESUME =
            List.of("--resume", "--tensorboard", "--json", "--quiet", "--no-figures", "--debug", "--help", "--version");

    private final Invocation invocation;
    private final List<String> refusals = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ProblemOptions problem = new ProblemOptions();

    @Mixin
    private final DescentOptions descent = new DescentOptions();

    @Option(
            names = "--init-scale",
            paramLabel = "S",
            converter = Numbers.Positive.class,
            description = "Standard deviation of the initial entries of W and H (default: 0.1).")
    private double initScale = 0.1;

    @Option(
            names = "--start",
            paramLabel = "FILE",
            converter = FileName.class,
            description = "Start at W (d x k) and H (d x n) of this .npz instead of random factors.")
    private String start = ""; // not given

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Option(
            names = "--log-at",
            paramLabel = "STEPS",
            description = "Steps to measure at: such as log:100, every:50, 0:2:20,20:20:200 or 10,100,1000 (default: "
                    + DEFAULT_LOG + ").")
    private String logAt = DEFAULT_LOG;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            converter = StepCount.class,
            description = "Steps between checkpoints in the folder of --out (default: a twentieth of all, but"
                    + " fewer where they would take more than 0.5 %% of the time).")
    private long checkpointEvery; // 0: not given

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            converter = FileName.class,
            description = "Go on with the run in this folder; all else is known from there.")
    private String resume = ""; // not given

    @Option(names = "--overwrite", description = "Let --out replace a training run that is already there.")
    private boolean overwrite;

    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            converter = FileName.class,
            description = "Write what is measured to a TensorBoard event file in this folder, too.")
    private String tensorboard = ""; // not given

    @Mixin
    private final BackendOptions backend = new BackendOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Mixin
    private final PageOptions page = new PageOptions();

    TrainCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        return resume.isEmpty() ? begin() : goOn();
    }

    private int begin() throws IOException {
        TrainSettings settings = settings();
        TrainState state = start.isEmpty() ? settings.randomState(initScale) : readStart();
        report.prepare();
        try (Backend device = backend.open(refusals)) {
            BackendInfo info = device.info();
            TrainJob.requireFits(settings, state);
            if (report.folder().isEmpty()) {
                return runInMemory(device, settings, state);
            }
            TrainJobFile job = new TrainJobFile(settings, info.name(), backend.requestOf(device));
            TrainFolder folder = TrainFolder.create(report.folder().get(), job, state, overwrite);
            return runIn(folder, device);
        }
    }

    /**
     * Trains without a word, as one problem of a sweep, and writes what {@code --out} would; goes on from a checkpoint
     * that is there.
     *
     * @return false if the run was interrupted; then the folder holds its checkpoint and no result
     * @throws IOException if a file cannot be read or written
     */
    boolean trainInto(Path target) throws IOException {
        try (Backend device = backend.open(refusals)) {
            return trainInto(target, device);
        }
    }

    /** The same on a backend that is open. */
    boolean trainInto(Path target, Backend device) throws IOException {
        TrainSettings settings = settings();
        TrainFolder folder = begunOrNew(target, settings, device);
        TrainState state = folder.state();
        TrainOutcome outcome = TrainJob.run(device, folder.job().settings(), state, withEvents(folder, state));
        if (outcome.status() == SolverStatus.INTERRUPTED) {
            return false;
        }
        folder.writeFactors(outcome.state(), outcome.classMeans());
        TrainReport result = new TrainReport(settings, outcome, folder.records(), device.info());
        json(result, settings, provenance(settings, device)).writeTo(folder.file("result.json"));
        return true;
    }

    /** The folder of such a run, begun if need be. */
    TrainFolder folderIn(Path target, Backend device) throws IOException {
        return begunOrNew(target, settings(), device);
    }

    private TrainFolder begunOrNew(Path target, TrainSettings settings, Backend device) throws IOException {
        try {
            if (TrainFolder.isBegun(target)) {
                return TrainFolder.resume(target);
            }
        } catch (UnusableFileException damaged) {
            refusals.add("begun again: " + damaged.getMessage());
        }
        TrainJobFile job = new TrainJobFile(settings, device.info().name(), backend.requestOf(device));
        return TrainFolder.create(target, job, settings.randomState(initScale), true);
    }

    /** What is to be run, as the options say. */
    TrainSettings settings() throws IOException {
        ClassCounts counts = problem.counts();
        UfmProblem ufm = problem.problem(counts, descent.ridge(counts.samples()));
        long every = checkpointEvery == 0 ? Math.max(1, descent.steps() / 20) : checkpointEvery;
        LogSchedule log = LogSchedule.parse(logAt, descent.steps());
        return new TrainSettings(
                ufm,
                descent.reduction(),
                descent.method(),
                descent.settings(seed.seed()),
                descent.steps(),
                log,
                every,
                checkpointEvery == 0 ? CHECKPOINT_SHARE : 1);
    }

    private TrainState readStart() throws IOException {
        NpzArchive archive = NpzArchive.open(Path.of(start));
        return TrainState.at(
                archive.read("W").requireFinite().toMatrix(),
                archive.read("H").requireFinite().toMatrix());
    }

    private int goOn() throws IOException {
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!WITH_RESUME.contains(option.longestName())) {
                throw new IllegalArgumentException(
                        "%s cannot be given with --resume, which takes everything from the folder; expected --resume %s alone"
                                .formatted(option.longestName(), resume));
            }
        }
        report.prepare();
        TrainFolder folder = TrainFolder.resume(Path.of(resume));
        TrainJobFile job = folder.job();
        Backends.Choice choice = Backends.Choice.of(job.backend());
        try (Backend device = Backends.open(choice, job.request(), refusal -> {})) {
            return runIn(folder, device);
        }
    }

    private int runIn(TrainFolder folder, Backend device) throws IOException {
        TrainOutcome outcome = train(device, folder.job().settings(), folder.state(), folder);
        folder.writeFactors(outcome.state(), outcome.classMeans());
        TrainReport result = new TrainReport(folder.job().settings(), outcome, folder.records(), device.info());
        Provenance provenance = provenance(folder.job().settings(), device);
        JsonReport json = json(result, folder.job().settings(), provenance);
        if (report.folder().isEmpty()) { // a resumed run: the folder is not that of --out
            json.writeTo(folder.file("result.json"));
        }
        int code = finish(result, json, outcome);
        if (outcome.status() != SolverStatus.INTERRUPTED) { // there the process is about to end
            Path place = folder.file("report.html").toAbsolutePath().resolveSibling("");
            page.write(invocation, report, place, result.page().report(provenance));
        }
        return code;
    }

    private int runInMemory(Backend device, TrainSettings settings, TrainState state) throws IOException {
        Records records = new Records();
        TrainOutcome outcome = train(device, settings, state, records);
        TrainReport result = new TrainReport(settings, outcome, records.all, device.info());
        return finish(result, json(result, settings, provenance(settings, device)), outcome);
    }

    private TrainOutcome train(Backend device, TrainSettings settings, TrainState state, TrainObserver store)
            throws IOException {
        ProgressDisplay progress = report.startProgress(invocation, "train", settings.steps());
        InterruptOnExit onExit = InterruptOnExit.ofCurrentThread();
        try {
            return TrainJob.run(device, settings, state, new ShownProgress(withEvents(store, state), progress));
        } finally {
            onExit.close();
            progress.close();
        }
    }

    private TrainObserver withEvents(TrainObserver store, TrainState state) throws IOException {
        return tensorboard.isEmpty() ? store : TrainEvents.of(Path.of(tensorboard), state.step(), store);
    }

    private Provenance provenance(TrainSettings settings, Backend device) {
        return invocation
                .provenance()
                .withBackend(device)
                .withSeed(settings.descent().seed())
                .withNotes(refusals);
    }

    private static JsonReport json(TrainReport result, TrainSettings settings, Provenance provenance) {
        return JsonReport.of("train", provenance, settings.problem().counts(), result::writeTo);
    }

    private int finish(TrainReport result, JsonReport json, TrainOutcome outcome) throws IOException {
        report.print(invocation, result.text());
        report.write(invocation, json);
        return outcome.status() == SolverStatus.MAX_ITERATIONS ? ExitCode.SUCCESS : ExitCode.NOT_MET;
    }

    /** Keeps the records of a run that has no folder. */
    private static final class Records implements TrainObserver {
        private final List<TrainRecord> all = new ArrayList<>();

        @Override
        public void measured(TrainRecord record) {
            all.add(record);
        }
    }

    /**
     * Passes on to a store, and shows the steps.
     *
     * @param store where records and states go
     * @param progress where steps are shown
     */
    private record ShownProgress(TrainObserver store, ProgressDisplay progress) implements TrainObserver {
        @Override
        public void measured(TrainRecord record) throws IOException {
            store.measured(record);
        }

        @Override
        public void reached(TrainState state) throws IOException {
            store.reached(state);
        }

        @Override
        public void stepped(long step, double loss) {
            progress.update(step, "loss", loss);
        }
    }
}
