package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import seli.label.ClassCounts;
import seli.problem.VectorScalingLoss;

class LossOptionsTest {
    private static final ClassCounts COUNTS = ClassCounts.of(10, 10, 1, 1);

    @Command
    private static final class Probe {
        @Mixin
        private final LossOptions options = new LossOptions();
    }

    private static VectorScalingLoss loss(String... args) {
        Probe probe = new Probe();
        new CommandLine(probe).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
        return probe.options.loss(COUNTS);
    }

    @Test
    void everyLossOfTheFamilyCanBeNamed() {
        assertEquals(VectorScalingLoss.crossEntropy(4), loss());
        assertEquals(VectorScalingLoss.crossEntropy(4), loss("--loss", "ce"));
        assertEquals(VectorScalingLoss.weighted(COUNTS), loss("--loss", "weighted"));
        assertEquals(VectorScalingLoss.logitAdjustment(COUNTS, 1), loss("--loss", "la"));
        assertEquals(VectorScalingLoss.logitAdjustment(COUNTS, -2), loss("--loss", "la", "--tau", "-2"));
        assertEquals(VectorScalingLoss.cdt(COUNTS, 0.5), loss("--loss", "cdt", "--gamma", "0.5"));
        assertEquals(VectorScalingLoss.ldt(COUNTS, -0.5), loss("--loss", "ldt", "--gamma", "-.5"));
        assertEquals(
                VectorScalingLoss.vectorScaling(COUNTS, 0.5, 2), loss("--loss", "vs", "--gamma", "0.5", "--tau", "2"));
    }

    @ParameterizedTest
    @CsvSource({
        "ce, --gamma, 1, --gamma is not a parameter",
        "weighted, --gamma, 1, --gamma is not a parameter",
        "la, --gamma, 1, --gamma is not a parameter",
        "cdt, --tau, 1, --tau is not a parameter",
        "vs, --tau, 1, needs --gamma",
        "cdt, --gamma, 1e300, --gamma 1.0E300",
        "la, --tau, 1e308, --tau 1.0E308"
    })
    void parametersThatDoNotFitTheLossAreNamed(String name, String option, String value, String phrase) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> loss("--loss", name, option, value));

        assertTrue(refusal.getMessage().contains(phrase), refusal.getMessage());
    }
}
