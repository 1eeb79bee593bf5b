package seli.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import seli.linalg.HostMatrix;

class VerdictTest {
    private final Verdict verdict = new Verdict();

    @Test
    void ratioOfErrorToBoundIsKeptAtItsWorst() {
        verdict.number("a", 1.25, 1, 0.5);
        verdict.number("b", 3, 3, 0);
        assertEquals(0.5, verdict.worst());
        assertTrue(verdict.passed());
        assertTrue(verdict.message().startsWith("a is"), verdict.message());

        verdict.number("c", 4, 3, 0.5);
        assertEquals(2, verdict.worst());
        assertFalse(verdict.passed());
        assertTrue(verdict.message().startsWith("c is"), verdict.message());
    }

    @Test
    void nanFailsEvenWhereItIsExpected() {
        verdict.number("nan", Double.NaN, Double.NaN, 1);
        assertFalse(verdict.passed());
    }

    @Test
    void infinityMustMatchInSign() {
        verdict.number("same", Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
        assertTrue(verdict.passed());
        verdict.number("other", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
        assertFalse(verdict.passed());
    }

    @Test
    void anyErrorBreaksABoundOfZero() {
        verdict.number("exact", Double.MIN_VALUE, 0, 0);
        assertFalse(verdict.passed());
    }

    @Test
    void oneNaNInAMatrixFails() {
        verdict.matrix("m", HostMatrix.of(1, 3, 1, Double.NaN, 3), HostMatrix.of(1, 3, 1, 2, 3), (i, j) -> 1);
        assertFalse(verdict.passed());
        assertTrue(verdict.message().contains("m (0, 1)"), verdict.message());
    }

    @Test
    void bitsTellZerosApart() {
        verdict.bits("m", HostMatrix.of(1, 1, -0.0), HostMatrix.of(1, 1, 0.0));
        assertFalse(verdict.passed());
    }

    @Test
    void theFirstBrokenRuleIsReported() {
        verdict.require(true, "fine");
        assertTrue(verdict.passed());
        verdict.require(false, "rule %d", 1);
        verdict.require(false, "rule %d", 2);
        assertEquals("rule 1", verdict.message());
    }
}
