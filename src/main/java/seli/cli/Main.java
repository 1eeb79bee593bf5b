package seli.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import seli.report.BuildInfo;
import seli.report.Provenance;

/** Entry point: parses the arguments, runs one command and turns its outcome into an exit code and at most one line. */
@Command(
        name = "seli",
        sortOptions = false,
        versionProvider = Main.BuildVersion.class,
        description = "Certified optima and geometry of the unconstrained-features model under class imbalance.",
        footer = {
            "",
            "Exit codes: 0 success (solve: certified optimal); 2 finished without meeting the tolerance,",
            "results written; 64 bad input; 69 backend unavailable; 70 internal error.",
            "'seli COMMAND --help' tells the options of a command."
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and end.")
    @SuppressWarnings("unused") // the parser acts on it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show version, commit and Java and end.")
    @SuppressWarnings("unused") // the parser acts on it
    private boolean version;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Log to standard error, and show where an error came from.")
    @SuppressWarnings("unused") // run looks for it before anything is parsed
    private boolean debug;

    private Main(CommandSpec spec) {
        this.spec = spec;
    }

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // pictures are drawn without a screen
        int code = run(System.out, System.err, TerminalCheck.standardErrorIsTerminal(), args);
        if (!isEnding()) {
            System.exit(code);
        }
    }

    /**
     * Whether the process is ending already, by a signal: then this thread, which {@link InterruptOnExit} waits for,
     * must end, and an exit would wait for the end of the process in turn.
     */
    private static boolean isEnding() {
        Thread probe = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException ending) {
            return true;
        }
    }

    /** Runs one command with its results going to {@code out} and errors to {@code err}; returns the exit code. */
    static int run(PrintStream out, PrintStream err, String... args) {
        return run(out, err, false, args);
    }

    private static int run(PrintStream out, PrintStream err, boolean onTerminal, String... args) {
        List<String> arguments = List.of(args);
        boolean debug = arguments.contains("--debug");
        LogOutput log = LogOutput.start(err, debug);
        try {
            Invocation invocation = new Invocation(out, err, onTerminal, Provenance.startNow(arguments));
            int code = execute(invocation, debug, args);
            if (out.checkError()) {
                err.println("seli: standard output could not be written; expected an open pipe or room on the disk");
                return ExitCode.INTERNAL_ERROR;
            }
            return code;
        } finally {
            log.remove();
        }
    }

    private static int execute(Invocation invocation, boolean debug, String... args) {
        CommandLine line = commandLine(invocation);
        line.setParameterExceptionHandler((failure, ignored) -> show(invocation, UsageError.of(failure)));
        line.setExecutionExceptionHandler((failure, command, parsed) -> fail(invocation, debug, failure));
        try {
            return line.execute(args);
        } catch (Error | RuntimeException failure) { // the parser hands errors such as a full heap through
            return fail(invocation, debug, failure);
        }
    }

    private static int fail(Invocation invocation, boolean debug, Throwable failure) {
        int code = show(invocation, ErrorLine.of(failure));
        if (debug) {
            failure.printStackTrace(invocation.err());
        }
        return code;
    }

    private static int show(Invocation invocation, ErrorLine line) {
        invocation.err().println("seli: " + line.text());
        return line.exitCode();
    }

    /** The program's commands; one fresh object of each for every run. */
    static CommandLine commandLine(Invocation invocation) {
        CommandLine line = new CommandLine(new Main(CommandSpec.create()));
        line.addSubcommand(new GeometryCommand(invocation));
        line.addSubcommand(new SvmCommand(invocation));
        line.addSubcommand(new SolveCommand(invocation));
        line.addSubcommand(new PathCommand(invocation));
        line.addSubcommand(new TrainCommand(invocation));
        line.addSubcommand(new AnalyzeCommand(invocation));
        line.addSubcommand(new CommandLine(new SweepCommand(invocation))); // which adds its own options
        line.addSubcommand(new ReproduceCommand(invocation));
        line.addSubcommand(new BenchCommand(invocation));
        line.addSubcommand(new SelftestCommand(invocation));
        line.addSubcommand(new InfoCommand(invocation));
        line.addSubcommand(new PagesCommand(invocation));
        line.setOut(new PrintWriter(invocation.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(invocation.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setUsageHelpWidth(100);
        line.setExpandAtFiles(false); // @FILE is a value of --counts
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Version, commit and Java as the build recorded them. */
    static final class BuildVersion implements IVersionProvider {
        @Override
        public String[] getVersion() {
            BuildInfo build = BuildInfo.read();
            return new String[] {
                "seli " + build.version(),
                "commit " + build.commit() + (build.isDirty() ? ", changed since" : ""),
                "java " + System.getProperty("java.version")
            };
        }
    }
}
