package seli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
    @Test
    void firstColumnIsFlushLeftTheOthersFlushRight() {
        TextTable table = TextTable.of("group", "count", "ratio")
                .row("major", "10", "2.5")
                .row("m", "1", "-10.25");

        assertEquals(
                List.of(
                        "group  count   ratio", //
                        "major     10     2.5",
                        "m          1  -10.25"),
                table.lines());
    }

    @Test
    void linesEndWithoutSpaces() {
        assertEquals("a  b\nc\n", TextTable.of("a", "b").row("c", "").toString());
    }

    @Test
    void rowOfAnotherLengthIsRefused() {
        TextTable table = TextTable.of("a", "b");

        assertThrows(IllegalArgumentException.class, () -> table.row("1"));
    }
}
