package seli.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.job.SweepBatch;
import seli.job.TrainFolder;
import seli.label.ClassCounts;
import seli.report.Provenance;

/**
 * Does one problem of a sweep the way the command line would: by the command of its kind, from its own arguments, so
 * that the result is that of {@code seli solve} or {@code seli train} and says with which arguments it can be made
 * alone.
 */
final class SweepWork {
    private static final String PROBE_COUNTS = "10,10,1,1";

    /** Where grouped problems stop being solved on the host alone. */
    private static final int MANY_GROUPS = 256;

    private final Invocation invocation;
    private final String device;
    private final String tensorboard;
    private final List<Backend> open; // none or one

    /**
     * Work of one run of the program.
     *
     * @param device name of the backend that {@link #device} found, so that it is not looked for again; or nothing
     * @param tensorboard where each training run gets a folder of event files; empty for nowhere
     */
    SweepWork(Invocation invocation, String device, String tensorboard) {
        this(invocation, device, tensorboard, List.of());
    }

    private SweepWork(Invocation invocation, String device, String tensorboard, List<Backend> open) {
        this.invocation = invocation;
        this.device = device;
        this.tensorboard = tensorboard;
        this.open = List.copyOf(open);
    }

    /** The same with all training on this backend and on the thread that it belongs to. */
    SweepWork on(Backend backend) {
        return new SweepWork(invocation, device, tensorboard, List.of(backend));
    }

    /**
     * Does a problem, with its result in {@code folder}.
     *
     * @return false if it was interrupted
     * @throws IOException if a file cannot be read or written
     */
    boolean run(SweepProblem problem, Path folder) throws IOException {
        if (problem.kind() == SweepKind.SOLVE) {
            SolveCommand command = new SolveCommand(own(problem, problem.options()));
            parse(command, problem.options());
            return command.solveInto(folder.resolve("result.json"));
        }
        TrainCommand command = training(problem);
        return open.isEmpty() ? command.trainInto(folder) : command.trainInto(folder, open.get(0));
    }

    /** The problem's own place in the program: its command line, and a clock that starts now. */
    private Invocation own(SweepProblem problem, List<String> options) {
        List<String> line = new ArrayList<>(List.of(problem.kind().toString()));
        line.addAll(options);
        return new Invocation(invocation.out(), invocation.err(), false, Provenance.startNow(line));
    }

    private TrainCommand training(SweepProblem problem) {
        List<String> options = new ArrayList<>(problem.options());
        if (problem.value(SweepKey.BACKEND).isEmpty()) {
            options.addAll(List.of("--backend", device));
        }
        if (!tensorboard.isEmpty()) {
            options.addAll(List.of(
                    "--tensorboard",
                    Path.of(tensorboard).resolve(problem.name()).toString()));
        }
        TrainCommand command = new TrainCommand(own(problem, options));
        parse(command, options);
        return command;
    }

    /**
     * Takes the steps of training runs of one shape together, where the backend does that; what is left to do for them
     * is their reports. A run that cannot begin is left to {@link #run}, which says why.
     *
     * @return false if it was interrupted
     * @throws IOException if a folder cannot be written
     */
    boolean stepTogether(List<SweepProblem> problems, SweepFolder folder) throws IOException {
        if (!tensorboard.isEmpty()) {
            return true; // event files are written as a run goes, one after the other
        }
        List<TrainFolder> runs = new ArrayList<>();
        for (SweepProblem problem : problems) {
            begun(problem, folder).ifPresent(runs::add);
        }
        return SweepBatch.run(open.get(0), runs);
    }

    private Optional<TrainFolder> begun(SweepProblem problem, SweepFolder folder) throws IOException {
        try {
            return Optional.of(training(problem).folderIn(folder.start(problem), open.get(0)));
        } catch (IllegalArgumentException | ParameterException refused) {
            return Optional.empty();
        }
    }

    private static void parse(Object command, List<String> options) {
        CommandLine line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false);
        line.parseArgs(options.toArray(String[]::new));
    }

    /**
     * Checks the settings that all problems share, on a problem that is sound: what it refuses is the fault of all.
     *
     * @throws IllegalArgumentException if a setting cannot be read
     * @throws IOException never for this problem
     */
    static void requireSettings(Invocation invocation, SweepGrid grid) throws IOException {
        EnumMap<SweepKey, String> values = new EnumMap<>(SweepKey.class);
        grid.values().forEach((key, texts) -> {
            if (!key.isAxis() && key != SweepKey.BATCH && key != SweepKey.START) {
                values.put(key, texts.get(0));
            }
        });
        values.put(SweepKey.COUNTS, PROBE_COUNTS);
        values.put(SweepKey.LAMBDA, "1");
        SweepProblem probe = new SweepProblem(0, grid.kind(), ClassCounts.of(10, 10, 1, 1), values);
        if (grid.kind() == SweepKind.TRAIN) {
            TrainCommand command = new TrainCommand(invocation);
            parse(command, probe.options());
            command.settings();
        } else {
            SolveCommand command = new SolveCommand(invocation);
            parse(command, probe.options());
            command.settings();
        }
    }

    /**
     * The name of the backend that the problems are done on, opened once to see that it can be; empty where none is
     * needed.
     *
     * @throws seli.backend.BackendUnavailableException if the backend that is named cannot be opened
     */
    static String device(SweepGrid grid) {
        Backends.Choice choice = Backends.Choice.of(setting(grid, SweepKey.BACKEND, "auto"));
        if (choice == Backends.Choice.AUTO && !needsBackend(grid)) {
            return "";
        }
        try (Backend found = open(grid)) {
            return found.info().name();
        }
    }

    /** The backend of the grid, with one thread. */
    static Backend open(SweepGrid grid) {
        Backends.Choice choice = Backends.Choice.of(setting(grid, SweepKey.BACKEND, "auto"));
        String precision = setting(grid, SweepKey.PRECISION, "float64");
        return Backends.open(choice, Precision.valueOf(precision.toUpperCase(Locale.ROOT)), 1);
    }

    /** Whether all training is on one backend. */
    boolean isOnOneBackend() {
        return !open.isEmpty();
    }

    private static String setting(SweepGrid grid, SweepKey key, String preset) {
        return grid.values().getOrDefault(key, List.of(preset)).get(0);
    }

    private static boolean needsBackend(SweepGrid grid) {
        boolean isGrouped =
                List.of("auto", "grouped").containsAll(grid.values().getOrDefault(SweepKey.METHOD, List.of()));
        boolean isPlain = grid.kind() == SweepKind.SOLVE
                && isGrouped
                && !grid.values().getOrDefault(SweepKey.START, List.of()).contains("random")
                && !grid.values().containsKey(SweepKey.PRECISION);
        return !isPlain
                || grid.counts().values().stream()
                        .anyMatch(counts -> counts.groups().size() > MANY_GROUPS);
    }

    /** The one line that says why a problem failed. */
    static String reason(Throwable failure) {
        return failure instanceof ParameterException wrong
                ? UsageError.of(wrong).text()
                : ErrorLine.of(failure).text();
    }
}
