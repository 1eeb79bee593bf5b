package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> COMMANDS = List.of("geometry", "solve", "train", "analyze", "selftest", "info");

    @Test
    void oneSlipIsFound() {
        assertEquals(Optional.of("geometry"), Nearest.to("geomtry", COMMANDS));
        assertEquals(Optional.of("solve"), Nearest.to("sovle", COMMANDS));
        assertEquals(Optional.of("train"), Nearest.to("trian", COMMANDS));
        assertEquals(Optional.of("analyze"), Nearest.to("analyse", COMMANDS));
    }

    @Test
    void beginningOfAWordIsFound() {
        assertEquals(Optional.of("selftest"), Nearest.to("self", COMMANDS));
    }

    @Test
    void letterCaseDoesNotMatter() {
        assertEquals(Optional.of("info"), Nearest.to("INFO", COMMANDS));
    }

    @Test
    void wordUnlikeAllOthersHasNoNearest() {
        assertEquals(Optional.empty(), Nearest.to("reproduce", COMMANDS));
        assertEquals(Optional.empty(), Nearest.to("", COMMANDS));
        assertEquals("", Nearest.hint("qqq", COMMANDS));
    }
}
