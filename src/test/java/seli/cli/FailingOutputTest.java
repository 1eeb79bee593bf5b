package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailingOutputTest {
    private static final Path FULL = Path.of("/dev/full");

    @Test
    void fullDiskIsExitCode70WithTheCause() {
        assumeTrue(Files.exists(FULL), "needs the device /dev/full, on which every write fails");

        CommandRun run = CommandRun.of("geometry", "--counts", "2,1", "--quiet", "--json", FULL.toString());

        assertEquals(70, run.exitCode());
        assertEquals("seli: cannot write /dev/full: No space left on device\n", run.err());
    }

    @Test
    void brokenStandardOutputIsExitCode70() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();

        int code = Main.run(
                new PrintStream(closed, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "geometry",
                "--counts",
                "2,1");

        assertEquals(70, code);
        assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("seli: standard output could not be written"));
    }
}
