package seli.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;

class UfmProblemTest {
    private static final ClassCounts COUNTS = ClassCounts.of(10, 10, 1, 1);

    @Test
    void crossEntropyHasOneRidgeForBothFactors() {
        UfmProblem problem = UfmProblem.crossEntropy(COUNTS, 3, 0.1);
        assertEquals(4, problem.classes());
        assertEquals(new Ridge(0.1, 0.1), problem.ridge());
        assertEquals(VectorScalingLoss.crossEntropy(4), problem.loss());
        assertEquals(3, problem.featureDim());
    }

    @Test
    void dimensionIsAtLeastClassesLessOne() {
        String message = assertThrows(IllegalArgumentException.class, () -> UfmProblem.crossEntropy(COUNTS, 2, 1))
                .getMessage();
        assertEquals(
                "feature dimension 2 is too small for 4 classes; expected at least k - 1 = 3, below which the optimum"
                        + " cannot be certified",
                message);
        assertThrows(IllegalArgumentException.class, () -> UfmProblem.crossEntropy(COUNTS, -1, 1));
    }

    @Test
    void lossAndCountsHaveTheSameClasses() {
        VectorScalingLoss loss = VectorScalingLoss.crossEntropy(3);
        String message = assertThrows(IllegalArgumentException.class, () -> new UfmProblem(COUNTS, 5, loss, Ridge.NONE))
                .getMessage();
        assertEquals("loss has 3 classes but counts have 4; expected the same number", message);
    }
}
