package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the command line prints, and only to the streams that it was given. */
@Isolated
class SilenceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "geometry --counts 10,10,1,1",
                "geometry --counts 10,0",
                "info",
                "--help",
                "--version",
                "nonsense",
                "info --debug"
            })
    void nothingGoesToTheStreamsOfTheProcess(String command) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream trap = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(trap);
        System.setErr(trap);
        CommandRun run;
        try {
            run = CommandRun.of(command.split(" "));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }

        assertEquals("", printed.toString(StandardCharsets.UTF_8));
        assertTrue(run.out().length() + run.err().length() > 0, "the command itself says something");
    }
}
