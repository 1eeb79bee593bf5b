package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.reference.ReferenceBackend;
import seli.exact.AsymptoticSlope;
import seli.label.ClassCounts;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;
import seli.solver.DescentSettings;
import seli.solver.LearningRate;

/** Training at losses that no double holds. */
class LongHorizonTest {
    private final Backend backend = ReferenceBackend.open();

    @AfterEach
    void close() {
        assertEquals(0, backend.liveBytes());
        backend.close();
    }

    /**
     * What rests is of order 1 / log(1/loss), and what the first steps, long against the factors, leave in W W' - H H'.
     */
    @Test
    void distancesToSeliFallAsTheoryTellsFarBelowTheSmallestDouble() throws IOException {
        ClassCounts counts = ClassCounts.of(6, 6, 2, 2);
        AsymptoticSlope slope =
                AsymptoticSlope.of(counts, VectorScalingLoss.crossEntropy(4)).orElseThrow();
        TrainSettings settings = TrainJobTest.normalized(counts, 6000, "3000,6000");
        List<TrainRecord> records = new ArrayList<>();
        TrainJob.run(backend, settings, settings.randomState(1e-3), new TrainObserver() {
            @Override
            public void measured(TrainRecord record) {
                records.add(record);
            }
        });
        TrainRecord last = records.get(2);
        assertEquals(0, last.loss());
        assertEquals(0, last.gradientNorm());
        assertTrue(last.logLoss() < -2302.6, "log of the loss " + last.logLoss());
        assertEquals(last.logLoss(), last.logGradientNorm(), 10);
        assertEquals(-last.logLoss(), last.logTime(), 10); // the loss of gradient flow falls as 1 / time
        for (TrainRecord record : records.subList(1, 3)) {
            double log = -record.logLoss();
            assertEquals(slope.classifier(), log * record.distances().classifierSeli(), 0.02 * slope.classifier());
            assertEquals(slope.embedding(), log * record.distances().embeddingSeli(), 0.02 * slope.embedding());
            assertEquals(slope.logits(), log * record.distances().logitsSeli(), 0.02 * slope.logits());
        }
    }

    @Test
    void methodNgdTakesNoRidgeMomentumOrBatch() {
        TrainSettings good = TrainJobTest.normalized(ClassCounts.of(3, 2), 5, "5");
        LearningRate rate = new LearningRate.Constant(1);
        for (DescentSettings bad : List.of(
                new DescentSettings(rate, 0.9, Double.POSITIVE_INFINITY, 0, 5),
                new DescentSettings(rate, 0, Double.POSITIVE_INFINITY, 2, 5))) {
            IllegalArgumentException refused = assertThrows(
                    IllegalArgumentException.class,
                    () -> new TrainSettings(
                            good.problem(), good.reduction(), TrainMethod.NGD, bad, 5, good.log(), 1, 1));
            assertTrue(refused.getMessage().startsWith("method ngd takes no "), refused.getMessage());
        }
        UfmProblem ridge = new UfmProblem(ClassCounts.of(3, 2), 2, VectorScalingLoss.crossEntropy(2), Ridge.of(0.1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrainSettings(
                        ridge, LossReduction.SUM, TrainMethod.NGD, good.descent(), 5, good.log(), 1, 1));
    }
}
