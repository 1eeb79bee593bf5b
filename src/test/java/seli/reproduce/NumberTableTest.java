package seli.reproduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class NumberTableTest {
    @Test
    void rowsAreReadByNameAndCopied() {
        double[] row = {1, 2};
        NumberTable table =
                NumberTable.builder("a", "b").add(row).add(3, Double.NaN).build();
        row[0] = 7;
        assertEquals(1, table.at(0, "a"));
        assertEquals(3, table.last("a"));
        assertArrayEquals(new double[] {2, Double.NaN}, table.column("b"));
    }

    @Test
    void wrongRowsAndColumnsAreRefused() {
        NumberTable.Builder builder = NumberTable.builder("a", "b");
        assertThrows(IllegalArgumentException.class, () -> builder.add(1));
        assertThrows(
                IllegalArgumentException.class, () -> builder.add(1, 2).build().at(0, "c"));
    }
}
