package seli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import seli.io.OutputFolder;
import seli.report.JsonReport;

/** {@code --json}, {@code --out} and {@code --quiet}: where results go. */
final class ReportOptions {
    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = FileName.class,
            description =
                    "Write the result as JSON to this file; - is standard output, which then carries nothing else.")
    private String json = ""; // not given

    @Option(
            names = "--out",
            paramLabel = "DIR",
            converter = FileName.class,
            description = "Write result.json into this folder, which is made if need be.")
    private String out = ""; // not given

    @Option(names = "--quiet", description = "Show neither tables nor progress.")
    private boolean quiet;

    /** Whether --out is there. */
    boolean isFolderGiven() {
        return !out.isEmpty();
    }

    /** The path of --out; not made yet. */
    Path folderPath() {
        return Path.of(out);
    }

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

    /** Whether there is to be a folder for the results. */
    boolean hasFolder() {
        return !out.isEmpty();
    }

    /** The folder that {@link #folder} makes, as --out has it. */
    Path place() {
        return Path.of(out);
    }

    /** Tells the user something on standard error, unless --quiet. */
    void remark(Invocation invocation, String text) {
        if (!quiet) {
            invocation.err().println("seli: " + text);
        }
    }

    /**
     * Begins a display of progress on standard error: a bar on a terminal, one line a minute otherwise, nothing with
     * --quiet.
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

    /**
     * Checks, before long work, that results can be written where they are to go. Makes nothing.
     *
     * @throws IllegalArgumentException if the file of --json cannot be written where it is to be
     * @throws IOException if the folder of --out cannot be made or written to
     */
    void prepare() throws IOException {
        if (writesJsonFile()) {
            Path file = Path.of(json);
            Path parent = file.toAbsolutePath().getParent();
            if (Files.isDirectory(file)) {
                throw new IllegalArgumentException("--json " + json + " is a folder; expected the name of a file");
            }
            if (parent != null && !Files.isDirectory(parent)) {
                throw new IllegalArgumentException(
                        "--json " + json + ": there is no folder " + parent + "; create it first");
            }
        }
        if (!out.isEmpty()) {
            OutputFolder.prepare(existing(Path.of(out).toAbsolutePath()));
        }
    }

    /** The folder itself, or the nearest above it that exists, under whatever name. */
    private static Path existing(Path folder) {
        Path above = folder.getParent();
        return above == null || Files.exists(folder, LinkOption.NOFOLLOW_LINKS) ? folder : existing(above);
    }

    private boolean writesJsonFile() {
        return !json.isEmpty() && !json.equals(STANDARD_OUTPUT);
    }

    /**
     * The folder of --out, if it is given; made now, so that a command that fails before has left nothing.
     *
     * @throws IOException if it cannot be made or written to
     */
    Optional<Path> folder() throws IOException {
        return out.isEmpty() ? Optional.empty() : Optional.of(OutputFolder.prepare(Path.of(out)));
    }

    /**
     * Writes the report to every place that was asked for: result.json in the folder of --out, and the file or standard
     * output of --json.
     *
     * @throws IOException if writing fails; files are whole or not there
     */
    void write(Invocation invocation, JsonReport report) throws IOException {
        Optional<Path> folder = folder();
        if (folder.isPresent()) {
            report.writeTo(folder.get().resolve("result.json"));
        }
        writeJson(invocation, report);
    }

    /**
     * Writes the report to the file or standard output of --json, if it is given.
     *
     * @throws IOException if writing fails; the file is whole or not there
     */
    void writeJson(Invocation invocation, JsonReport report) throws IOException {
        if (writesJsonFile()) {
            report.writeTo(Path.of(json));
        }
        if (json.equals(STANDARD_OUTPUT)) {
            report.writeTo(invocation.out());
        }
    }
}
