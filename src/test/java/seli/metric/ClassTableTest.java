package seli.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;

class ClassTableTest {
    private static final ClassTable.Column NORM = ClassTable.Column.CLASSIFIER_NORM;

    /** The first column is given, the others are NaN. */
    private static ClassTable table(ClassCounts counts, double... norms) {
        double[][] values = new double[ClassTable.Column.values().length][counts.classes()];
        for (double[] column : values) {
            Arrays.fill(column, Double.NaN);
        }
        values[NORM.ordinal()] = norms;
        return new ClassTable(counts, values);
    }

    private static List<String> parts(long... counts) {
        ClassCounts all = ClassCounts.of(counts);
        return table(all, new double[counts.length]).parts().stream()
                .map(part -> part.name() + " " + part.first() + ".." + part.end())
                .toList();
    }

    @Test
    void balancedClassesAreAllMajority() {
        assertEquals(List.of("majority 0..1"), parts(3, 3, 3));
    }

    @Test
    void twoGroupsHaveNoMiddleHoweverUnequal() {
        assertEquals(List.of("majority 0..1", "minority 1..2"), parts(9, 1));
        assertEquals(List.of("majority 0..1", "minority 1..2"), parts(9, 1, 1, 1, 1, 1, 1));
        assertEquals(List.of("majority 0..1", "minority 1..2"), parts(9, 9, 9, 9, 9, 9, 1));
    }

    @Test
    void distinctCountsFallInThirds() {
        assertEquals(List.of("majority 0..2", "middle 2..4", "minority 4..6"), parts(6, 5, 4, 3, 2, 1));
        assertEquals(List.of("majority 0..1", "middle 1..2", "minority 2..3"), parts(9, 5, 5, 5, 5, 5, 5, 1));
    }

    @Test
    void quantilesInterpolateBetweenNeighboursInOrder() {
        // Counts 5, 1, 5, 1, 1: the minority's norms 8, 1, 2 in order 1, 2, 8.
        ClassTable table = table(ClassCounts.of(5, 1, 5, 1, 1), 3, 8, 4, 1, 2);
        assertArrayEquals(
                new double[] {1, 1.5, 2, 5, 8},
                table.quantiles(NORM, table.parts().get(1)));
        assertArrayEquals(
                new double[] {3, 3.25, 3.5, 3.75, 4},
                table.quantiles(NORM, table.parts().get(0)));
        assertEquals(3, table.classes(table.parts().get(1)));
        assertArrayEquals(new double[] {3.5, 11.0 / 3}, table.groupMeans(NORM), 1e-15);
    }

    @Test
    void numbersThatDoNotExistHaveNoQuantiles() {
        ClassTable table = table(ClassCounts.of(5, 5, 1), 3, Double.NaN, 4);
        assertTrue(Double.isNaN(table.quantiles(NORM, table.parts().get(0))[2]));
        assertEquals(4, table.quantiles(NORM, table.parts().get(1))[2]);
        assertTrue(Double.isNaN(table.groupMeans(ClassTable.Column.ACCURACY)[0]));
    }
}
