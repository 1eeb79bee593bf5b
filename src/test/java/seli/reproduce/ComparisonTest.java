package seli.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void aNumberWithoutABandIsShown() {
        assertEquals(
                Comparison.Verdict.SHOWN, Comparison.of("x", 1).besideTheory(2).verdict());
    }

    @Test
    void theEndsOfABandAgree() {
        assertEquals(
                Comparison.Verdict.AGREES,
                Comparison.of("x", 1.25).nearTheory(1, 0.25, "").verdict());
        assertEquals(
                Comparison.Verdict.DEVIATES,
                Comparison.of("x", Math.nextUp(1.25)).nearTheory(1, 0.25, "").verdict());
        assertEquals(
                Comparison.Verdict.AGREES, Comparison.of("x", 2).atLeast(2, "").verdict());
        assertEquals(
                Comparison.Verdict.DEVIATES,
                Comparison.of("x", 2).atMost(1.5, "").verdict());
    }

    @Test
    void twoBandsMustBothHold() {
        Comparison both = Comparison.of("x", 1).nearTheory(1.4, 0.5, "steps").nearReference(0.7, 0.5, "page 3");
        assertEquals(0.9, both.low(), 1e-15);
        assertEquals(1.2, both.high(), 1e-15);
        assertEquals(1.4, both.theory());
        assertEquals(0.7, both.reference());
        assertEquals("within 0.5 of theory: steps; within 0.5 of the reference: page 3", both.rule());
        assertEquals(Comparison.Verdict.AGREES, both.verdict());
        assertEquals(
                Comparison.Verdict.DEVIATES,
                Comparison.of("x", 1.3)
                        .nearTheory(1.4, 0.5, "")
                        .nearReference(0.7, 0.5, "")
                        .verdict());
    }

    @Test
    void tablesShowRulesWithoutTheirReasons() {
        Comparison all = Comparison.of("x", 1)
                .nearTheory(1, 0.5, "few steps")
                .nearReference(1, 0.2, "another run")
                .besidePublished(1.1, "[Behnia23, Fig. 1], read off");
        assertEquals("within 0.5 of theory; within 0.2 of the reference", Comparison.withoutReasons(all.rule()));
        assertEquals(
                List.of("theory: few steps", "reference: another run", "published in [Behnia23, Fig. 1], read off"),
                Comparison.reasons(all.rule()));
        Comparison least = Comparison.of("x", 1).atLeast(0.5, "it grows").besideReference(2, "another run");
        assertEquals("at least 0.5", Comparison.withoutReasons(least.rule()));
        assertEquals(List.of("it grows", "reference: another run"), Comparison.reasons(least.rule()));
    }

    @Test
    void whatIsNotANumberDeviates() {
        assertEquals(
                Comparison.Verdict.DEVIATES,
                Comparison.of("x", Double.NaN).nearTheory(1, 5, "").verdict());
    }

    @Test
    void bandsAreWrittenShortly() {
        assertEquals(
                "within 1e-12 of theory: rounding",
                Comparison.of("x", 1).nearTheory(1, 1e-12, "rounding").rule());
        assertEquals(
                "within 6e-7 of theory",
                Comparison.of("x", 1).nearTheory(1, 6e-7, "").rule());
        assertEquals(
                "within 0.05 of theory",
                Comparison.of("x", 1).nearTheory(1, 0.05, "").rule());
        assertEquals("at least 2: why", Comparison.of("x", 1).atLeast(2, "why").rule());
    }
}
