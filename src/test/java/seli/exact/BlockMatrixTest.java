package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import seli.geometry.GramDistance;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class BlockMatrixTest {
    private static final ClassCounts COUNTS = ClassCounts.of(20, 5, 5, 5, 2, 2, 1);

    private static BlockMatrix random(Random random) {
        return BlockMatrix.of(
                COUNTS, HostMatrix.generate(4, 4, (a, b) -> random.nextGaussian()), a -> random.nextGaussian());
    }

    private static HostMatrix dense(BlockMatrix matrix) {
        return DenseUfm.dense(matrix, COUNTS);
    }

    @Test
    void normsAndInnerProductsAreThoseOfTheDenseMatrix() {
        Random random = new Random(1);
        BlockMatrix x = random(random);
        BlockMatrix y = random(random);
        assertEquals(dense(x).norm(), x.norm(), 1e-14 * x.norm());
        assertEquals(dense(x).dot(dense(y)), x.inner(y), 1e-13);
        HostMatrix difference =
                HostMatrix.generate(7, 7, (c, d) -> dense(x).get(c, d) / x.norm() - dense(y).get(c, d) / y.norm());
        assertEquals(difference.norm(), x.distance(y).orElseThrow(), 1e-14);
    }

    @Test
    void centringProjectsBothSides() {
        BlockMatrix x = random(new Random(2));
        HostMatrix p = dense(BlockMatrix.projection(COUNTS));
        assertEquals(6.0 / 7, p.get(3, 3), 1e-15);
        assertEquals(-1.0 / 7, p.get(3, 2), 1e-15);
        assertEquals(0, p.times(dense(x)).times(p).maxDifference(dense(x.centred())), 1e-14);
    }

    @Test
    void entriesOfAGramGeometryComeBack() {
        SeliGeometry seli = SeliGeometry.of(COUNTS);
        BlockMatrix gram = BlockMatrix.of(seli.classifier());
        assertEquals(0, seli.classifierGram().maxDifference(dense(gram)), 1e-14);
        assertEquals(seli.classifierNorm(), gram.norm(), 1e-14 * gram.norm());
        assertEquals(seli.classifier().squaredNorm(2), gram.gram(COUNTS).squaredNorm(2), 1e-15);
        assertTrue(gram.gram(COUNTS).inner(0, 0).isEmpty());
        double toEtf = GramDistance.toEtf(seli.classifierGram()).orElseThrow();
        assertEquals(toEtf, gram.distance(BlockMatrix.projection(COUNTS)).orElseThrow(), 1e-14);
    }

    @Test
    void zeroHasNoDistanceAndShapesAreChecked() {
        BlockMatrix zero = BlockMatrix.of(COUNTS, HostMatrix.zeros(4, 4), a -> 0);
        assertTrue(zero.distance(BlockMatrix.projection(COUNTS)).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> BlockMatrix.of(COUNTS, HostMatrix.zeros(3, 4), a -> 0));
    }
}
