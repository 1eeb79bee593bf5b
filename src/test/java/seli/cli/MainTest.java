package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
    @Test
    void unknownOptionIsBadInputInOneLine() {
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setErr(new PrintWriter(err));

        assertEquals(64, line.execute("--no-such-option"));

        assertTrue(err.toString().contains("--no-such-option"), err.toString());
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void versionNamesTheReleaseAndTheCommit() {
        StringWriter out = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out));

        assertEquals(0, line.execute("--version"));

        assertTrue(out.toString().startsWith("seli 0."), out.toString());
        assertTrue(out.toString().contains("commit "), out.toString());
    }
}
