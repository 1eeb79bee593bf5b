package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void versionNamesReleaseCommitAndJava() {
        CommandRun run = CommandRun.of("--version");

        assertEquals(0, run.exitCode());
        assertTrue(run.out().startsWith("seli 0."), run.out());
        assertTrue(run.out().contains("\ncommit "), run.out());
        assertTrue(run.out().contains("\njava "), run.out());
        assertEquals("", run.err());
    }

    @Test
    void withoutArgumentsTheHelpIsShown() {
        CommandRun run = CommandRun.of();

        assertEquals(0, run.exitCode());
        assertEquals(CommandRun.of("--help").out(), run.out());
    }

    @Test
    void unknownOptionIsBadInputInOneLineWithTheNearestName() {
        CommandRun run = CommandRun.of("--verison");

        assertEquals(64, run.exitCode());
        assertEquals(
                "seli: unknown option '--verison'; did you mean --version? ('seli --help' lists the options)\n",
                run.err());
        assertEquals("", run.out());
    }
}
