package seli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/** Tells whether standard error is a terminal, which Java itself only tells of input and output together. */
final class TerminalCheck {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private TerminalCheck() {}

    /** Whether somebody may be looking at standard error now; false where that cannot be found out. */
    static boolean standardErrorIsTerminal() {
        if (!Files.isSymbolicLink(STANDARD_ERROR)) {
            return Ansi.AUTO.enabled();
        }
        try {
            String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
