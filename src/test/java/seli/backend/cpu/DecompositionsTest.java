package seli.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DecompositionsTest {
    private static String arithmetic(int info) {
        return assertThrows(ArithmeticException.class, () -> Decompositions.requireSuccess(info, "gesdd", 3, 4))
                .getMessage();
    }

    @Test
    void verdictsOfLapackBecomeOneLine() {
        Decompositions.requireSuccess(0, "gesdd", 3, 4);
        assertTrue(arithmetic(2).equals("gesdd of a 3 x 4 matrix: no convergence (info 2)"), arithmetic(2));
        assertTrue(arithmetic(-1010).contains("no memory"), arithmetic(-1010));
        assertTrue(arithmetic(-1011).contains("no memory"), arithmetic(-1011));
        String bug = assertThrows(IllegalStateException.class, () -> Decompositions.requireSuccess(-5, "syevd", 2, 2))
                .getMessage();
        assertTrue(bug.startsWith("bug: syevd"), bug);
    }

    @Test
    void sizesThatOverflowLapacksCountsAreRefused() {
        Decompositions.requireCountable("eigenvalues", 100, 100);
        String message = assertThrows(
                        IllegalArgumentException.class, () -> Decompositions.requireCountable("eigenvalues", 101, 100))
                .getMessage();
        assertTrue(message.startsWith("101 eigenvalues; expected at most 100"), message);
    }
}
