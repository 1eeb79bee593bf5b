package seli.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.job.SweepJob;

/** {@code seli sweep}: many problems, each solved or trained, in one folder. */
@Command(
        name = "sweep",
        sortOptions = false,
        modelTransformer = SweepCommand.KeyOptions.class,
        header = "Many problems: every combination of the values of its axes, solved or trained side by side.",
        description = {
            "A grid over counts, losses, ridges, seeds and more, from options or from a job file (JSON, YAML)",
            "with the same words as keys. Each problem gets a folder with the result of solve or train, and",
            "sweep.csv a row for each. After an interruption the same command goes on; a problem that fails",
            "does not stop the others.",
            "Values: 0.1,0.01   -1:1:9 (nine, evenly)   1e-3:1:7log (seven, evenly in the logarithm)   1..5"
        },
        footer = {
            "",
            "Examples: seli sweep --counts 10,10,1,1 --counts 6,3,1 --lambda 1e-3:1:7log --out out/grid",
            "          seli sweep job.yaml --out out/grid"
        })
final class SweepCommand implements Callable<Integer> {
    private static final int MOST_PROBLEMS = 1_000_000;
    private static final List<String> BESIDE_A_JOB = List.of(
            "--out",
            "--threads",
            "--workers",
            "--max-problems",
            "--tensorboard",
            "--json",
            "--quiet",
            "--debug",
            "--resume");

    private final Invocation invocation;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "JOB",
            converter = FileName.class,
            description = "Job file (.json, .yaml or .yml) instead of the options of the grid.")
    private String job = ""; // not given

    @Option(names = "--kind", paramLabel = "KIND", description = "solve or train each problem (default: solve).")
    private SweepKind kind = SweepKind.SOLVE;

    @Option(
            names = {"--threads", "--workers"},
            paramLabel = "N",
            converter = Numbers.Count.class,
            description =
                    "Problems at a time, each on one thread; the results do not depend on it (default: one for each"
                            + " core).")
    private int threads; // 0: not given

    @Option(
            names = "--max-problems",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Most problems that the grid may have, at most 1000000 (default: 10000).")
    private int mostProblems = 10_000;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            converter = FileName.class,
            description = "Go on with the sweep in this folder, whose job.json says what it is.")
    private String resume = ""; // not given

    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            converter = FileName.class,
            description = "Write TensorBoard event files of each training run into a folder of its own in this one.")
    private String tensorboard = ""; // not given

    @Mixin
    private final ReportOptions report = new ReportOptions();

    SweepCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /** Adds an option for each {@link SweepKey}, before those that are declared here. */
    static final class KeyOptions implements IModelTransformer {
        private static final int FIRST = -1000; // those declared in the command have -1

        @Override
        public CommandSpec transform(CommandSpec command) {
            int order = FIRST;
            for (SweepKey key : SweepKey.values()) {
                command.addOption(OptionSpec.builder("--" + key)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .paramLabel(key.label())
                        .description(key.description())
                        .order(order++)
                        .build());
            }
            return command;
        }
    }

    @Override
    public Integer call() throws IOException {
        if (mostProblems > MOST_PROBLEMS) {
            throw new IllegalArgumentException("--max-problems: got '%d'; expected a whole number from 1 to %d"
                    .formatted(mostProblems, MOST_PROBLEMS));
        }
        Path target = target();
        SweepGrid grid = grid();
        if (!tensorboard.isEmpty() && grid.kind() != SweepKind.TRAIN) {
            throw new IllegalArgumentException("--tensorboard belongs to sweeps of kind train; got kind solve");
        }
        SweepWork.requireSettings(invocation, grid);
        report.prepare();
        String device = SweepWork.device(grid);
        SweepWork work = new SweepWork(invocation, device, tensorboard);
        boolean isOnGpu = device.equals(Backends.Choice.CUDA.backendName());
        SweepFolder folder = SweepFolder.open(target, grid, mostProblems);
        if (isOnGpu && grid.kind() == SweepKind.TRAIN) {
            try (Backend gpu = SweepWork.open(grid)) {
                return run(grid, work.on(gpu), folder, 1);
            }
        }
        return run(grid, work, folder, isOnGpu ? 1 : Backends.workers(threads));
    }

    private Path target() throws IOException {
        if (!resume.isEmpty() && report.isFolderGiven()) {
            throw new IllegalArgumentException(
                    "--out cannot be given with --resume, which names the folder; expected --resume %s alone"
                            .formatted(resume));
        }
        if (resume.isEmpty() && !report.isFolderGiven()) {
            throw new IllegalArgumentException(
                    "--out is missing; expected --out DIR, where each problem gets a folder of its own");
        }
        return resume.isEmpty() ? report.folderPath() : Path.of(resume);
    }

    private SweepGrid grid() throws IOException {
        if (job.isEmpty() && resume.isEmpty()) {
            return SweepGrid.of(kind, given(), mostProblems);
        }
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            if (!BESIDE_A_JOB.contains(option.longestName())) {
                throw new IllegalArgumentException(
                        "%s cannot be given with %s, which says what the problems are; expected it there"
                                .formatted(option.longestName(), job.isEmpty() ? "--resume" : job));
            }
        }
        if (!job.isEmpty() && !resume.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s cannot be given with --resume, whose folder has its own job; expected one of them"
                            .formatted(job));
        }
        SweepJobText text = SweepJobText.read(job.isEmpty() ? Path.of(resume).resolve(SweepFolder.JOB) : Path.of(job));
        return SweepGrid.of(text.kind(), text.given(), mostProblems);
    }

    private Map<SweepKey, List<SweepText>> given() {
        ParseResult parsed = spec.commandLine().getParseResult();
        Map<SweepKey, List<SweepText>> given = new EnumMap<>(SweepKey.class);
        for (SweepKey key : SweepKey.values()) {
            String name = "--" + key;
            List<String> texts = parsed.matchedOptionValue(name, List.of());
            if (!texts.isEmpty()) {
                given.put(
                        key,
                        texts.stream()
                                .map(text -> new SweepText("", name, text))
                                .toList());
            }
        }
        return given;
    }

    private int run(SweepGrid grid, SweepWork work, SweepFolder folder, int workers) throws IOException {
        Map<Integer, SweepRow> rows = new TreeMap<>();
        List<Integer> left = new ArrayList<>();
        for (SweepProblem problem : grid.problems()) {
            Optional<Map<String, String>> done = folder.result(problem);
            done.ifPresentOrElse(
                    found -> rows.put(problem.index(), SweepRow.of(problem, found)), () -> left.add(problem.index()));
        }
        int before = rows.size();
        boolean isWhole = run(grid.problems(), folder, left, Math.max(1, Math.min(workers, left.size())), work, rows);
        SweepReport result = new SweepReport(grid, List.copyOf(rows.values()), before, isWhole);
        result.write(invocation, folder);
        report.print(invocation, result.text());
        report.writeJson(invocation, result.json(invocation));
        return result.isMet() ? ExitCode.SUCCESS : ExitCode.NOT_MET;
    }

    // waiver(parameters): what a run has and what it fills
    private boolean run(
            List<SweepProblem> problems,
            SweepFolder folder,
            List<Integer> left,
            int workers,
            SweepWork work,
            Map<Integer, SweepRow> rows)
            throws IOException {
        ProgressDisplay progress = report.startProgress(invocation, "sweep", left.size());
        InterruptOnExit onExit = InterruptOnExit.ofCurrentThread();
        SweepRecorder recorder = new SweepRecorder(problems, folder, rows, progress);
        try {
            if (work.isOnOneBackend()
                    && !work.stepTogether(left.stream().map(problems::get).toList(), folder)) {
                return false;
            }
            return SweepJob.run(
                    left,
                    workers,
                    index -> work.run(problems.get(index), folder.start(problems.get(index))),
                    recorder::ended);
        } finally {
            onExit.close();
            progress.close();
        }
    }
}
