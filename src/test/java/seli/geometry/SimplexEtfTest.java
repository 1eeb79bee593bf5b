package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class SimplexEtfTest {
    @Test
    void fourVectorsByHand() {
        SimplexEtf etf = new SimplexEtf(4);
        assertEquals(0.75, etf.entry(2, 2));
        assertEquals(-0.25, etf.entry(0, 3));
        assertEquals(0.75 / Math.sqrt(3), etf.unitEntry(1, 1));
        assertEquals(-0.25 / Math.sqrt(3), etf.unitEntry(1, 0));
        assertEquals(-1.0 / 3, etf.cosine());
        assertEquals(Math.sqrt(3), etf.gram().norm(), 1e-15);
        assertEquals(HostMatrix.of(2, 2, 0.5, -0.5, -0.5, 0.5), new SimplexEtf(2).gram());
    }

    @Test
    void gramByGroupsHasEqualNormsAndAngles() {
        GramGeometry gram = new SimplexEtf(3).gramGeometry(ClassCounts.of(5, 2, 2));
        assertEquals(2.0 / 3, gram.squaredNorm(0));
        assertEquals(2.0 / 3, gram.squaredNorm(1));
        assertEquals(OptionalDouble.of(-1.0 / 3), gram.inner(0, 1));
        assertEquals(OptionalDouble.empty(), gram.inner(0, 0));
        assertEquals(-0.5, gram.cosine(1, 1).orElseThrow(), 1e-15);
        assertEquals(-0.5, gram.cosine(0, 1).orElseThrow(), 1e-15);
    }

    @Test
    void classesMustFit() {
        assertEquals(
                "simplex of 1 vectors; expected at least 2",
                assertThrows(IllegalArgumentException.class, () -> new SimplexEtf(1))
                        .getMessage());
        ClassCounts counts = ClassCounts.of(1, 1, 1);
        assertEquals(
                "counts have 3 classes but the simplex has 4; expected the same number",
                assertThrows(IllegalArgumentException.class, () -> new SimplexEtf(4).gramGeometry(counts))
                        .getMessage());
    }
}
