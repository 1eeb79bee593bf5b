package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class AlignmentTest {
    /** Group 0: class 1; group 1: classes 0 and 2. */
    private static final ClassCounts COUNTS = ClassCounts.of(2, 5, 2);

    private static HostMatrix diagonal(double... squaredNorms) {
        return HostMatrix.generate(3, 3, (c, d) -> c == d ? squaredNorms[c] : 0);
    }

    @Test
    void theoryIsTheSimplexOverTheNorms() {
        SeliGeometry seli = SeliGeometry.of(ClassCounts.of(4, 1, 1));
        Alignment alignment = seli.alignment();
        // |w|^2: 2/sqrt 3 and sqrt 3/6 + 1/2; |m|^2: 2/(3 sqrt 3) and 1/(6 sqrt 3) + 1/2; w'm: 2/3 or -1/3.
        double w0 = 2 / Math.sqrt(3);
        double w1 = Math.sqrt(3) / 6 + 0.5;
        double m0 = 2 / (3 * Math.sqrt(3));
        double m1 = 1 / (6 * Math.sqrt(3)) + 0.5;
        Close.absolute(
                2.0 / 3 / Math.sqrt(w0 * m0), alignment.matched(0), 1e-15, "matched 0"); // = 1: one majority class
        Close.absolute(2.0 / 3 / Math.sqrt(w1 * m1), alignment.matched(1), 1e-15, "matched 1");
        Close.absolute(-1.0 / 3 / Math.sqrt(w0 * m1), alignment.unmatched(0, 1), 1e-15, "0 1");
        Close.absolute(-1.0 / 3 / Math.sqrt(w1 * m0), alignment.unmatched(1, 0), 1e-15, "1 0");
        Close.absolute(-1.0 / 3 / Math.sqrt(w1 * m1), alignment.unmatched(1, 1), 1e-15, "1 1");
        assertTrue(alignment.unmatched(0, 0).isEmpty());
    }

    @Test
    void balancedClassesAreAligned() {
        Alignment alignment = SeliGeometry.of(ClassCounts.of(3, 3, 3)).alignment();
        Close.absolute(1, alignment.matched(0), 4e-16, "matched");
        Close.absolute(-0.5, alignment.unmatched(0, 0), 4e-16, "unmatched");
    }

    @Test
    void measuredAveragesCosines() {
        // Row c, column d: w_c'm_d.
        HostMatrix cross = HostMatrix.of(3, 3, 2, 1, -1, -3, 6, 0, 0.5, 2, 4);
        Alignment alignment = Alignment.measured(COUNTS, diagonal(1, 4, 16), diagonal(16, 9, 1), cross);
        assertEquals(OptionalDouble.of(1), alignment.matched(0)); // class 1: 6 / (2 * 3)
        assertEquals(OptionalDouble.of(0.75), alignment.matched(1)); // classes 0, 2: 2 / (1 * 4), 4 / (4 * 1)
        // w_1 with m_0 and m_2: 1 / (2 * 4) and 2 / (2 * 1), the latter being exactly 1.
        assertEquals(OptionalDouble.of(0.5625), alignment.unmatched(0, 1));
        // w_0 and w_2 with m_1: -3 / (1 * 3) and 0.
        assertEquals(OptionalDouble.of(-0.5), alignment.unmatched(1, 0));
        // w_0 with m_2: 0.5 / (1 * 1); w_2 with m_0: -1 / (4 * 4).
        assertEquals(OptionalDouble.of((0.5 - 1.0 / 16) / 2), alignment.unmatched(1, 1));
        assertTrue(alignment.unmatched(0, 0).isEmpty());
    }

    @Test
    void zeroVectorsHaveNoCosine() {
        HostMatrix cross = HostMatrix.identity(3);
        Alignment alignment = Alignment.measured(COUNTS, diagonal(0, 4, 16), diagonal(16, 9, 1), cross);
        assertTrue(alignment.matched(1).isEmpty());
        assertTrue(alignment.unmatched(1, 0).isEmpty());
        assertEquals(OptionalDouble.of(0), alignment.unmatched(0, 1));
        assertTrue(Alignment.measured(COUNTS, diagonal(1, 4, 16), diagonal(16, 0, 1), cross)
                .matched(0)
                .isEmpty());
    }

    @Test
    void measuringTheoryGivesTheTheory() {
        SeliGeometry seli = SeliGeometry.of(ClassCounts.of(10, 10, 4, 1, 1));
        Alignment measured = Alignment.measured(
                seli.counts(), seli.classifierGram(), seli.embeddingGram(), new SimplexEtf(5).gram());
        for (int g = 0; g < 3; g++) {
            Close.absolute(seli.alignment().matched(g).orElseThrow(), measured.matched(g), 4e-16, "matched " + g);
            for (int h = 0; h < 3; h++) {
                if (g != 1 || h != 1) {
                    double expected = seli.alignment().unmatched(g, h).orElseThrow();
                    Close.absolute(expected, measured.unmatched(g, h), 4e-16, g + " " + h);
                }
            }
        }
    }

    @Test
    void everyMatrixIsChecked() {
        HostMatrix good = HostMatrix.identity(3);
        HostMatrix wide = HostMatrix.zeros(3, 4);
        assertMessage("classifier Gram matrix is 3 x 4", wide, good, good);
        assertMessage("embedding Gram matrix is 3 x 4", good, wide, good);
        assertMessage("matrix of class logits is 3 x 4", good, good, wide);
        assertMessage("matrix of class logits has an entry that is NaN", good, good, good.times(Double.NaN));
    }

    private static void assertMessage(String start, HostMatrix w, HostMatrix m, HostMatrix cross) {
        String message = assertThrows(IllegalArgumentException.class, () -> Alignment.measured(COUNTS, w, m, cross))
                .getMessage();
        assertTrue(message.startsWith(start), message);
    }
}
