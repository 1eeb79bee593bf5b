package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class GramGeometryTest {
    /** Group 0: class 1; group 1: classes 0 and 2. */
    private static final ClassCounts COUNTS = ClassCounts.of(2, 5, 2);

    @Test
    void theoryKeepsWhatItIsGivenAndFormsCosines() {
        double[] norms = {9, 4};
        GramGeometry gram = GramGeometry.of(COUNTS, norms, HostMatrix.of(2, 2, 77, -3, -3, 1));
        norms[0] = 1;
        assertEquals(9, gram.squaredNorm(0));
        assertEquals(4, gram.squaredNorm(1));
        assertEquals(OptionalDouble.of(-3), gram.inner(0, 1));
        assertEquals(OptionalDouble.of(-0.5), gram.cosine(0, 1));
        assertEquals(OptionalDouble.of(-0.5), gram.cosine(1, 0));
        assertEquals(OptionalDouble.of(1), gram.inner(1, 1));
        assertEquals(OptionalDouble.of(0.25), gram.cosine(1, 1));
        assertEquals(COUNTS, gram.counts());
    }

    @Test
    void oneClassHasNoPair() {
        GramGeometry gram = GramGeometry.of(COUNTS, new double[] {9, 4}, HostMatrix.of(2, 2, 77, -3, -3, 1));
        assertTrue(gram.inner(0, 0).isEmpty());
        assertTrue(gram.cosine(0, 0).isEmpty());
    }

    @Test
    void zeroVectorsHaveInnerProductsButNoCosine() {
        GramGeometry gram = GramGeometry.of(COUNTS, new double[] {9, 0}, HostMatrix.zeros(2, 2));
        assertEquals(OptionalDouble.of(0), gram.inner(0, 1));
        assertTrue(gram.cosine(0, 1).isEmpty());
        assertTrue(gram.cosine(1, 0).isEmpty());
        assertTrue(gram.cosine(1, 1).isEmpty());
    }

    @Test
    void cosinesStayWithinOne() {
        GramGeometry gram = GramGeometry.of(COUNTS, new double[] {1, 1}, HostMatrix.of(2, 2, 0, -1.5, 1.5, 0));
        assertEquals(OptionalDouble.of(1), gram.cosine(0, 1));
        assertEquals(OptionalDouble.of(-1), gram.cosine(1, 0));
    }

    @Test
    void sizesMustFitTheGroups() {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> GramGeometry.of(COUNTS, new double[] {1, 1, 1}, HostMatrix.zeros(2, 2)))
                .getMessage();
        assertEquals("3 squared norms and 2 x 2 inner products; expected 2 and 2 x 2, one for each group", message);
        assertThrows(
                IllegalArgumentException.class, () -> GramGeometry.of(COUNTS, new double[2], HostMatrix.zeros(3, 2)));
        assertThrows(
                IllegalArgumentException.class, () -> GramGeometry.of(COUNTS, new double[2], HostMatrix.zeros(2, 3)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void squaredNormsAreFiniteAndNotNegative(double norm) {
        String message = assertThrows(
                        IllegalArgumentException.class,
                        () -> GramGeometry.of(COUNTS, new double[] {1, norm}, HostMatrix.zeros(2, 2)))
                .getMessage();
        assertEquals("squared norm of group 1 is " + norm + "; expected a finite number of at least 0", message);
    }

    @Test
    void measuredAveragesOverClassesAndPairs() {
        // Classes 0 and 2 (group 1) have squared norms 1 and 4, class 1 (group 0) has 9.
        HostMatrix gram = HostMatrix.of(3, 3, 1, 3, 0.5, 3, 9, -3, 0.5, -3, 4);
        GramGeometry measured = GramGeometry.measured(COUNTS, gram);
        assertEquals(9, measured.squaredNorm(0));
        assertEquals(2.5, measured.squaredNorm(1));
        assertEquals(OptionalDouble.of(0), measured.inner(0, 1));
        assertEquals(OptionalDouble.of(0.5), measured.inner(1, 1));
        // Cosines: class 1 with class 0: 3/3, with class 2: -3/6; their average is not 0 / (3 sqrt 2.5).
        assertEquals(OptionalDouble.of(0.25), measured.cosine(0, 1));
        assertEquals(OptionalDouble.of(0.25), measured.cosine(1, 0));
        assertEquals(OptionalDouble.of(0.25), measured.cosine(1, 1));
        assertTrue(measured.inner(0, 0).isEmpty() && measured.cosine(0, 0).isEmpty());
        assertEquals(COUNTS, measured.counts());
    }

    @Test
    void averageWithAZeroVectorHasNoCosine() {
        HostMatrix gram = HostMatrix.of(3, 3, 1, 1, 0, 1, 9, 0, 0, 0, 0);
        GramGeometry measured = GramGeometry.measured(COUNTS, gram);
        assertEquals(OptionalDouble.of(0.5), measured.inner(0, 1));
        assertTrue(measured.cosine(0, 1).isEmpty());
        assertTrue(measured.cosine(1, 1).isEmpty());
    }

    @Test
    void negativeDiagonalByRoundingIsAZeroVector() {
        HostMatrix gram = HostMatrix.of(3, 3, -1e-30, 0, 0, 0, 9, 3, 0, 3, 1);
        GramGeometry measured = GramGeometry.measured(COUNTS, gram);
        assertTrue(measured.cosine(1, 1).isEmpty());
        assertEquals(OptionalDouble.of(1.5), measured.inner(0, 1));
    }

    @Test
    void measuringTheoryGivesTheTheory() {
        SeliGeometry seli = SeliGeometry.of(ClassCounts.of(10, 1, 10, 4, 1, 1));
        GramGeometry measured = GramGeometry.measured(seli.counts(), seli.classifierGram());
        for (int g = 0; g < 3; g++) {
            Close.relative(seli.classifier().squaredNorm(g), measured.squaredNorm(g), 4e-16, "norm");
            for (int h = 0; h < 3; h++) {
                if (g != 1 || h != 1) {
                    Close.absolute(
                            seli.classifier().inner(g, h).orElseThrow(), measured.inner(g, h), 4e-16, g + " " + h);
                    Close.absolute(
                            seli.classifier().cosine(g, h).orElseThrow(), measured.cosine(g, h), 4e-16, g + " " + h);
                }
            }
        }
    }

    @Test
    void measuredMatrixMustFitAndBeFinite() {
        String shape = assertThrows(
                        IllegalArgumentException.class, () -> GramGeometry.measured(COUNTS, HostMatrix.zeros(3, 2)))
                .getMessage();
        assertEquals("Gram matrix is 3 x 2; expected 3 x 3, one row and column for each class", shape);
        assertThrows(IllegalArgumentException.class, () -> GramGeometry.measured(COUNTS, HostMatrix.zeros(2, 3)));
        HostMatrix nan = HostMatrix.builder(3, 3).set(0, 1, Double.NaN).build();
        String message = assertThrows(IllegalArgumentException.class, () -> GramGeometry.measured(COUNTS, nan))
                .getMessage();
        assertEquals("Gram matrix has an entry that is NaN or infinite; expected finite numbers", message);
    }
}
