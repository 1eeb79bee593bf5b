package seli.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import seli.report.Provenance;

/** What one run of the program in this process gave. */
public record CommandRun(int exitCode, String out, String err) {
    /** Runs the program in this process. */
    public static CommandRun of(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The program's parser, to look at its commands. */
    public static CommandLine commandLine() {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return Main.commandLine(new Invocation(nowhere, nowhere, false, Provenance.startNow(List.of())));
    }

    /** Lines on standard error. */
    long errorLines() {
        return err.lines().count();
    }
}
