package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    private static List<String> sorted(String... names) {
        return Stream.of(names).sorted(new NaturalOrder()).toList();
    }

    @Test
    void numbersAreOrderedByValue() {
        assertEquals(List.of("e1", "e9", "e10", "e100"), sorted("e10", "e100", "e9", "e1"));
        assertEquals(List.of("e2b10", "e10b2", "e10b11"), sorted("e10b11", "e10b2", "e2b10"));
        String huge = "e123456789012345678901234567890";
        assertEquals(List.of("e9", huge, huge + "0"), sorted(huge + "0", huge, "e9"));
    }

    @Test
    void leadingZerosOnlyBreakTies() {
        assertEquals(List.of("e007", "e07", "e7", "e08"), sorted("e08", "e7", "e07", "e007"));
    }

    @Test
    void otherTextIsOrderedByCharactersAndBeginningsComeFirst() {
        assertEquals(List.of("a", "a1", "ab", "b"), sorted("b", "ab", "a1", "a"));
        assertEquals(List.of("", "1", "x"), sorted("x", "1", ""));
    }

    @Test
    void lastNumberOfAName() {
        assertEquals(OptionalLong.of(350), NaturalOrder.lastNumber("cdt05_epoch350"));
        assertEquals(OptionalLong.of(7), NaturalOrder.lastNumber("007"));
        assertEquals(OptionalLong.empty(), NaturalOrder.lastNumber("final"));
        assertEquals(OptionalLong.empty(), NaturalOrder.lastNumber("1234567890123456789"));
    }
}
