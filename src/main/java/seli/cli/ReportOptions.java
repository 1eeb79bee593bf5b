package seli.cli;

import picocli.CommandLine.Option;
import seli.report.ProgressDisplay;

/** {@code --json}, {@code --out} and {@code --quiet}: where results go. */
final class ReportOptions {
    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = FileName.class,
            description = "Write the result as JSON to this file; - is standard output, which then carries nothing else.")
    private String json = ""; // not given

    @Option(
            names = "--out",
            paramLabel = "DIR",
            converter = FileName.class,
            description = "Write result.json into this folder, which is made if need be.")
    private String out = ""; // not given

    @Option(names = "--quiet", description = "Show neither tables nor progress.")
    private boolean quiet;

    /** Whether tables go to standard output. */
    boolean showsText() {
        return !quiet && !json.equals(STANDARD_OUTPUT);
    }

    /** Prints text to standard output, unless --quiet or --json - forbids it. */
    void print(Invocation invocation, String text) {
        if (showsText()) {
            invocation.out().print(text);
        }
    }

    /**
     * Begins a display of progress on standard error: a bar on a terminal, one line a minute otherwise, nothing with --quiet.
     *
     * @param task what is being done, in one or two words
     * @param total number of steps, or 0 if it is not known
     */
    ProgressDisplay startProgress(Invocation invocation, String task, long total) {
        if (quiet) {
            return ProgressDisplay.silent();
        }
        return invocation.onTerminal()
                ? ProgressDisplay.bar(invocation.err(), task, total)
                : ProgressDisplay.lines(invocation.err(), task, total);
    }
}
