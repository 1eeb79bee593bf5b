package seli.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import seli.label.ClassCounts;

class VectorScalingLossTest {
    private static final ClassCounts COUNTS = ClassCounts.of(8, 4, 1);

    /** The definition: omega_y (log sum_c exp(u_c) - u_y), u_c = tau_y delta_c z_c + iota_c. */
    private static double value(VectorScalingLoss loss, double[] z, int y) {
        double sum = 0;
        for (int c = 0; c < z.length; c++) {
            double gap = loss.tau(y) * (loss.delta(c) * z[c] - loss.delta(y) * z[y]) + loss.iota(c) - loss.iota(y);
            sum += Math.exp(gap);
        }
        return loss.omega(y) * Math.log(sum);
    }

    /** Expected are omega, delta, tau and iota of class c. */
    private static void assertParameters(VectorScalingLoss loss, int c, double... expected) {
        double[] found = {loss.omega(c), loss.delta(c), loss.tau(c), loss.iota(c)};
        assertArrayEquals(expected, found, 1e-15);
    }

    private static String messageOf(Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Test
    void crossEntropyIsPlain() {
        VectorScalingLoss ce = VectorScalingLoss.crossEntropy(3);
        assertParameters(ce, 2, 1, 1, 1, 0);
        assertEquals(3, ce.classes());
        assertEquals("ce", ce.name());
        assertEquals("ce", ce.toString());
        assertTrue(ce.hasPlainLogits());
    }

    @Test
    void weightedGivesEveryClassTheSameTotal() {
        VectorScalingLoss loss = VectorScalingLoss.weighted(COUNTS);
        for (int c = 0; c < 3; c++) {
            assertParameters(loss, c, 13.0 / 3 / COUNTS.count(c), 1, 1, 0);
        }
        assertEquals("weighted", loss.name());
        assertTrue(loss.hasPlainLogits());
    }

    @Test
    void logitAdjustmentShiftsByTheLogPrior() {
        VectorScalingLoss loss = VectorScalingLoss.logitAdjustment(COUNTS, 2);
        assertParameters(loss, 0, 1, 1, 1, 2 * Math.log(8.0 / 13));
        assertParameters(loss, 2, 1, 1, 1, 2 * Math.log(1.0 / 13));
        assertEquals("la", loss.name());
        assertFalse(loss.hasPlainLogits());
    }

    @Test
    void temperaturesAreRelativeToTheSmallestClass() {
        assertParameters(VectorScalingLoss.cdt(COUNTS, 0.5), 1, 1, 2, 1, 0);
        assertParameters(VectorScalingLoss.cdt(COUNTS, 0.5), 2, 1, 1, 1, 0);
        assertEquals("cdt", VectorScalingLoss.cdt(COUNTS, 0.5).name());
        assertFalse(VectorScalingLoss.cdt(COUNTS, 0.5).hasPlainLogits());
        assertParameters(VectorScalingLoss.ldt(COUNTS, 0.5), 1, 1, 1, 2, 0);
        assertEquals("ldt", VectorScalingLoss.ldt(COUNTS, 0.5).name());
        assertFalse(VectorScalingLoss.ldt(COUNTS, 0.5).hasPlainLogits());
        assertParameters(VectorScalingLoss.vectorScaling(COUNTS, 0.5, 1), 1, 1, 2, 1, Math.log(4.0 / 13));
        assertEquals("vs", VectorScalingLoss.vectorScaling(COUNTS, 0.5, 1).name());
    }

    @Test
    void timesScalesTheWeightsAlone() {
        VectorScalingLoss loss = VectorScalingLoss.vectorScaling(COUNTS, 0.5, 1).times(0.25);
        assertParameters(loss, 1, 0.25, 2, 1, Math.log(4.0 / 13));
        assertEquals("vs", loss.name());
        assertEquals(
                "omega of class 0 is -1.0; expected a positive finite number",
                messageOf(() -> VectorScalingLoss.crossEntropy(2).times(-1)));
    }

    @Test
    void collapsedLossOfWeightedMeansIsTheLossOfAllSamples() {
        long seed = 7;
        Random random = new Random(seed);
        VectorScalingLoss loss = VectorScalingLoss.of(
                "any", new double[] {1, 2, 0.5}, new double[] {2, 1, 3}, new double[] {1, 0.5, 2}, new double[] {
                    0, -1, 1
                });
        VectorScalingLoss collapsed = loss.collapsed(COUNTS);
        for (int y = 0; y < 3; y++) {
            double[] z = random.doubles(3, -2, 2).toArray();
            double[] weighted = z.clone();
            for (int c = 0; c < 3; c++) {
                weighted[c] *= Math.sqrt(COUNTS.count(y));
            }
            assertEquals(COUNTS.count(y) * value(loss, z, y), value(collapsed, weighted, y), 1e-13, "seed " + seed);
        }
        assertParameters(collapsed, 0, 8, 2, 1 / Math.sqrt(8), 0);
        assertEquals("any", collapsed.name());
        assertEquals(
                "counts have 2 classes but the loss has 3; expected the same number",
                messageOf(() -> loss.collapsed(ClassCounts.of(1, 1))));
    }

    @Test
    void argumentsAreCopied() {
        double[] one = {1, 1};
        double[] zero = {0, 0};
        VectorScalingLoss loss = VectorScalingLoss.of("x", one, one, one, zero);
        one[0] = 5;
        zero[0] = 5;
        assertParameters(loss, 0, 1, 1, 1, 0);
    }

    @Test
    void badParametersAreNamed() {
        double[] one = {1, 1};
        double[] three = {1, 1, 1};
        double[] zero = {0, 0};
        assertEquals(
                "delta has 3 entries; expected 2, one for each class",
                messageOf(() -> VectorScalingLoss.of("x", one, three, one, zero)));
        assertTrue(messageOf(() -> VectorScalingLoss.of("x", one, one, three, zero))
                .startsWith("tau has 3 entries"));
        assertTrue(
                messageOf(() -> VectorScalingLoss.of("x", one, one, one, three)).startsWith("iota has 3 entries"));
        assertEquals(
                "omega of class 1 is 0.0; expected a positive finite number",
                messageOf(() -> VectorScalingLoss.of("x", new double[] {1, 0}, one, one, zero)));
        assertTrue(messageOf(() -> VectorScalingLoss.of("x", one, new double[] {Double.NaN, 1}, one, zero))
                .startsWith("delta of class 0 is NaN"));
        assertTrue(messageOf(
                        () -> VectorScalingLoss.of("x", one, one, new double[] {1, Double.POSITIVE_INFINITY}, zero))
                .startsWith("tau of class 1 is Infinity"));
        assertEquals(
                "iota of class 1 is NaN; expected a finite number",
                messageOf(() -> VectorScalingLoss.of("x", one, one, one, new double[] {0, Double.NaN})));
        assertTrue(messageOf(() -> VectorScalingLoss.cdt(COUNTS, 1e5)).startsWith("delta of class 0 is Infinity"));
        assertEquals(
                "loss with weights of 1 classes; expected at least 2 classes",
                messageOf(() -> VectorScalingLoss.crossEntropy(1)));
        assertTrue(messageOf(() -> VectorScalingLoss.crossEntropy(-3)).startsWith("loss with weights of 0 classes"));
    }

    @Test
    void equalityIsOfNameAndParameters() {
        VectorScalingLoss loss = VectorScalingLoss.vectorScaling(COUNTS, 0.5, 1);
        assertEquals(loss, VectorScalingLoss.vectorScaling(COUNTS, 0.5, 1));
        assertEquals(
                loss.hashCode(), VectorScalingLoss.vectorScaling(COUNTS, 0.5, 1).hashCode());
        assertNotEquals(loss, VectorScalingLoss.cdt(COUNTS, 0.5));
        assertNotEquals(loss, loss.times(2));
        assertNotEquals(loss, VectorScalingLoss.vectorScaling(COUNTS, 0.25, 1));
        assertNotEquals(loss, VectorScalingLoss.vectorScaling(COUNTS, 0.5, 2));
        assertNotEquals(VectorScalingLoss.ldt(COUNTS, 1), VectorScalingLoss.ldt(COUNTS, 2));
        assertFalse(loss.equals((Object) "vs"));
        double[] one = {1, 1};
        assertNotEquals(VectorScalingLoss.of("a", one, one, one, one), VectorScalingLoss.of("b", one, one, one, one));
    }
}
