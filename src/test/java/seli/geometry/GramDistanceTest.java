package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class GramDistanceTest {
    private static final ClassCounts COUNTS = ClassCounts.of(10, 1, 10, 1);
    private static final SeliGeometry SELI = SeliGeometry.of(COUNTS);

    private static void assertDistance(double expected, OptionalDouble actual) {
        Close.absolute(expected, actual, 1e-15, "distance");
    }

    @Test
    void directionsByHand() {
        HostMatrix a = HostMatrix.of(1, 2, 3, 4);
        assertDistance(0, GramDistance.between(a, a.times(7)));
        assertDistance(2, GramDistance.between(a, a.times(-1)));
        assertDistance(Math.sqrt(2), GramDistance.between(a, HostMatrix.of(1, 2, -8, 6)));
        assertDistance(Math.sqrt(0.4 * 0.4 + 0.8 * 0.8), GramDistance.between(a, HostMatrix.of(1, 2, 9, 0)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 1e-12})
    void smallDistancesDoNotCancel(double small) {
        HostMatrix a = HostMatrix.of(2, 1, 1, 0);
        HostMatrix b = HostMatrix.of(2, 1, 1, small);
        Close.relative(small, GramDistance.between(a, b).orElseThrow(), 1e-12, "distance");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e300, 1e-300, Double.MIN_NORMAL})
    void scaleDoesNotMatterEvenWhereSquaresOverflow(double scale) {
        HostMatrix gram = HostMatrix.of(2, 2, 3, 1, 0, 2).times(scale);
        assertDistance(
                GramDistance.between(HostMatrix.of(2, 2, 3, 1, 0, 2), HostMatrix.identity(2))
                        .orElseThrow(),
                GramDistance.between(gram, HostMatrix.identity(2).times(1 / scale)));
    }

    @Test
    void zeroAndNotFiniteMatricesHaveNoDirection() {
        HostMatrix good = HostMatrix.identity(4);
        for (HostMatrix bad : new HostMatrix[] {
            HostMatrix.zeros(4, 4),
            HostMatrix.builder(4, 4).set(1, 1, Double.NaN).set(3, 3, 1).build(),
            HostMatrix.builder(4, 4).set(0, 0, Double.NEGATIVE_INFINITY).build()
        }) {
            assertTrue(GramDistance.between(bad, good).isEmpty());
            assertTrue(GramDistance.between(good, bad).isEmpty());
            assertTrue(GramDistance.toClassifierSeli(bad, SELI).isEmpty());
            assertTrue(GramDistance.toEmbeddingSeli(bad, SELI).isEmpty());
            assertTrue(GramDistance.toSampleEmbeddingSeli(bad, SELI).isEmpty());
            assertTrue(GramDistance.toEtf(bad).isEmpty());
            assertTrue(GramDistance.toSeliLogits(bad).isEmpty());
            assertTrue(GramDistance.toSampleSeliLogits(bad, COUNTS).isEmpty());
        }
        assertTrue(GramDistance.between(HostMatrix.zeros(0, 3), HostMatrix.zeros(0, 3))
                .isEmpty());
    }

    @Test
    void theoryHasDistanceZeroToItself() {
        HostMatrix p = new SimplexEtf(4).gram();
        assertDistance(0, GramDistance.toClassifierSeli(SELI.classifierGram().times(3), SELI));
        assertDistance(0, GramDistance.toEmbeddingSeli(SELI.embeddingGram().times(0.2), SELI));
        assertDistance(
                0, GramDistance.toSampleEmbeddingSeli(SELI.embeddingGram().times(5), SELI));
        assertDistance(0, GramDistance.toSeliLogits(p.times(2)));
        assertDistance(0, GramDistance.toSampleSeliLogits(p.times(2), COUNTS));
        assertDistance(0, GramDistance.toEtf(p.times(9)));
    }

    @Test
    void streamedTheoryIsTheWholeMatrix() {
        HostMatrix gram = HostMatrix.generate(4, 4, (c, d) -> 1.0 / (1 + c + d));
        assertEquals(
                GramDistance.between(gram, SELI.classifierGram()).orElseThrow(),
                GramDistance.toClassifierSeli(gram, SELI).orElseThrow(),
                1e-15);
        assertEquals(
                GramDistance.between(gram, SELI.embeddingGram()).orElseThrow(),
                GramDistance.toEmbeddingSeli(gram, SELI).orElseThrow(),
                1e-15);
        HostMatrix p = new SimplexEtf(4).gram();
        assertEquals(
                GramDistance.between(gram, p).orElseThrow(),
                GramDistance.toEtf(gram).orElseThrow(),
                1e-15);
        assertEquals(
                GramDistance.between(gram, p).orElseThrow(),
                GramDistance.toSeliLogits(gram).orElseThrow(),
                1e-15);
    }

    @Test
    void samplesCountAsOftenAsTheyOccur() {
        // Column i of the n-sample matrices is that of the class of sample i.
        int[] labels = COUNTS.labels();
        int n = labels.length;
        HostMatrix cross = HostMatrix.generate(4, 4, (c, d) -> c == d ? 1 : -0.1 * c);
        HostMatrix logits = HostMatrix.generate(4, n, (c, i) -> cross.get(c, labels[i]));
        HostMatrix sel = HostMatrix.generate(4, n, (c, i) -> new SimplexEtf(4).entry(c, labels[i]));
        assertDistance(GramDistance.between(logits, sel).orElseThrow(), GramDistance.toSampleSeliLogits(cross, COUNTS));
        HostMatrix gram = HostMatrix.generate(4, 4, (c, d) -> 1.0 / (1 + c + d));
        HostMatrix embeddings = HostMatrix.generate(n, n, (i, j) -> gram.get(labels[i], labels[j]));
        HostMatrix theory = HostMatrix.generate(n, n, (i, j) -> SELI.embeddingEntry(labels[i], labels[j]));
        assertDistance(
                GramDistance.between(embeddings, theory).orElseThrow(), GramDistance.toSampleEmbeddingSeli(gram, SELI));
    }

    @Test
    void shapesMustFit() {
        HostMatrix wide = HostMatrix.zeros(4, 5);
        HostMatrix small = HostMatrix.zeros(3, 3);
        assertMessage("distance of 4 x 5 to 3 x 3; expected the same shape", () -> GramDistance.between(wide, small));
        assertMessage(
                "distance of 4 x 5 to 4 x 4; expected the same shape",
                () -> GramDistance.between(wide, HostMatrix.zeros(4, 4)));
        assertMessage(
                "Gram matrix is 3 x 3; expected 4 x 4, one row and column for each class",
                () -> GramDistance.toClassifierSeli(small, SELI));
        assertMessage(
                "Gram matrix is 4 x 5; expected 4 x 4, one row and column for each class",
                () -> GramDistance.toEmbeddingSeli(wide, SELI));
        assertMessage(
                "Gram matrix is 3 x 3; expected 4 x 4, one row and column for each class",
                () -> GramDistance.toSampleEmbeddingSeli(small, SELI));
        assertMessage(
                "Gram matrix is 4 x 5; expected 4 x 4, one row and column for each class",
                () -> GramDistance.toEtf(wide));
        assertMessage(
                "matrix of class logits is 4 x 5; expected 4 x 4, one row and column for each class",
                () -> GramDistance.toSeliLogits(wide));
        assertMessage(
                "matrix of class logits is 3 x 3; expected 4 x 4, one row and column for each class",
                () -> GramDistance.toSampleSeliLogits(small, COUNTS));
        assertMessage("simplex of 1 vectors; expected at least 2", () -> GramDistance.toEtf(HostMatrix.identity(1)));
    }

    private static void assertMessage(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
