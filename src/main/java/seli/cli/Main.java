package seli.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Entry point: parses the arguments, runs one command and turns its outcome into an exit code. */
@Command(
        name = "seli",
        mixinStandardHelpOptions = true,
        versionProvider = Main.BuildVersion.class,
        description = "Certified optima and geometry of the unconstrained-features model under class imbalance.")
public final class Main implements Runnable {
    /** Exit code for bad input: unknown options, impossible values, unreadable files. */
    static final int BAD_INPUT = 64;

    /** Exit code for an internal error. */
    static final int INTERNAL_ERROR = 70;

    @Spec
    private CommandSpec spec;

    Main(CommandSpec spec) {
        this.spec = spec;
    }

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main(CommandSpec.create()));
        line.getCommandSpec()
                .exitCodeOnInvalidInput(BAD_INPUT)
                .exitCodeOnExecutionException(INTERNAL_ERROR)
                .exitCodeOnUsageHelp(0)
                .exitCodeOnVersionHelp(0);
        line.setParameterExceptionHandler((ex, args) -> {
            PrintWriter err = ex.getCommandLine().getErr();
            err.println("seli: " + ex.getMessage() + "; `seli --help` lists the commands and options");
            return BAD_INPUT;
        });
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Version, commit and Java as the build recorded them. */
    static final class BuildVersion implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Properties build = new Properties();
            try (InputStream in = Main.class.getResourceAsStream("/seli/build.properties")) {
                if (in != null) {
                    build.load(in);
                }
            }
            String dirty = Boolean.parseBoolean(build.getProperty("dirty")) ? ", changed since" : "";
            return new String[] {
                "seli " + build.getProperty("version", "unknown"),
                "commit " + build.getProperty("commit", "unknown") + dirty,
                "java " + System.getProperty("java.version")
            };
        }
    }
}
