package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.backend.Backend;
import seli.backend.BackendProvider;
import seli.backend.BackendUnavailableException;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.label.ClassCounts;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;
import seli.solver.DescentSettings;
import seli.solver.LearningRate;
import seli.solver.SolverStatus;

/** Runs that go together end where each would alone. The CPU backend takes small problems together as a GPU does. */
class SweepBatchTest {
    private static final int STEPS = 60;

    @TempDir
    private Path dir;

    private static Backend cpu() {
        try {
            return Backends.open(Backends.Choice.CPU, Precision.FLOAT64, 1);
        } catch (BackendUnavailableException e) {
            Assumptions.abort("no CPU backend: " + e.getMessage());
            throw e;
        }
    }

    private static TrainSettings settings(int run, ClassCounts counts, LearningRate rate, int batch) {
        VectorScalingLoss loss =
                run % 2 == 0 ? VectorScalingLoss.crossEntropy(counts.classes()) : VectorScalingLoss.cdt(counts, 0.3);
        UfmProblem problem = new UfmProblem(counts, 4, loss, Ridge.of(0.01 * run));
        DescentSettings descent = new DescentSettings(rate, 0.1 * run, Double.POSITIVE_INFINITY, batch, run);
        return new TrainSettings(
                problem,
                LossReduction.MEAN,
                TrainMethod.GD,
                descent,
                STEPS,
                LogSchedule.parse("every:20", STEPS),
                1000,
                1);
    }

    /** Four that can go together, one of another shape, one that goes to infinity, and one with mini-batches. */
    private static List<TrainSettings> all() {
        ClassCounts first = ClassCounts.of(4, 2, 1);
        ClassCounts second = ClassCounts.of(3, 3, 1);
        LearningRate drops = new LearningRate.Steps(0.2, List.of(new LearningRate.Drop(30, 0.1)));
        return List.of(
                settings(0, first, new LearningRate.Constant(0.1), 0),
                settings(1, first, drops, 0),
                settings(2, second, new LearningRate.Constant(0.3), 0),
                settings(3, second, drops, 0),
                settings(4, ClassCounts.of(5, 2, 1), new LearningRate.Constant(0.1), 0),
                settings(5, first, new LearningRate.Constant(1e200), 0),
                settings(6, first, new LearningRate.Constant(0.1), 3));
    }

    private List<TrainFolder> folders(String name) throws IOException {
        List<TrainFolder> folders = new ArrayList<>();
        for (TrainSettings settings : all()) {
            TrainJobFile job = new TrainJobFile(settings, "cpu", BackendProvider.Request.of(Precision.FLOAT64, 1));
            folders.add(TrainFolder.create(dir.resolve(name + folders.size()), job, settings.randomState(0.5), false));
        }
        return folders;
    }

    @Test
    void everyRunEndsWhereItWouldAlone() throws IOException {
        try (Backend backend = cpu()) {
            List<TrainFolder> together = folders("together");
            List<TrainFolder> alone = folders("alone");

            assertTrue(SweepBatch.run(backend, together));

            for (int p = 0; p < together.size(); p++) {
                TrainFolder resumed = TrainFolder.resume(dir.resolve("together" + p));
                boolean isTaken = p < 4;
                assertEquals(isTaken ? STEPS : 0, resumed.state().step(), "run " + p);
                TrainOutcome rest = TrainJob.run(backend, resumed.job().settings(), resumed.state(), resumed);
                TrainOutcome truth = TrainJob.run(
                        backend, alone.get(p).job().settings(), alone.get(p).state(), alone.get(p));
                assertEquals(truth.status(), rest.status());
                assertEquals(isTaken ? 0 : truth.stepsThisRun(), rest.stepsThisRun());
                requireEqual(alone.get(p).records(), resumed.records());
                if (truth.status() == SolverStatus.MAX_ITERATIONS) {
                    requireEqual(truth.state(), rest.state());
                }
            }
        }
    }

    private static void requireEqual(TrainState truth, TrainState found) {
        assertEquals(0, truth.classifier().maxDifference(found.classifier()), 1e-14);
        assertEquals(0, truth.embeddings().maxDifference(found.embeddings()), 1e-14);
        assertEquals(0, truth.embeddingsVelocity().maxDifference(found.embeddingsVelocity()), 1e-14);
    }

    /** Measured on another backend: equal but for rounding. */
    private static void requireEqual(List<TrainRecord> truth, List<TrainRecord> found) {
        assertEquals(
                truth.stream().map(TrainRecord::step).toList(),
                found.stream().map(TrainRecord::step).toList());
        for (int i = 0; i < truth.size(); i++) {
            TrainRecord a = truth.get(i);
            TrainRecord b = found.get(i);
            assertEquals(a.loss(), b.loss(), 1e-12 * Math.abs(a.loss()));
            assertEquals(a.gradientNorm(), b.gradientNorm(), 1e-11 * (1 + a.gradientNorm()));
            assertEquals(a.distances().classifierSeli(), b.distances().classifierSeli(), 1e-12);
            assertEquals(a.logTime(), b.logTime(), 1e-12);
        }
    }

    @Test
    void interruptionLeavesRunsThatCanBeGoneOnWith() throws IOException {
        try (Backend backend = cpu()) {
            List<TrainFolder> runs = folders("run");
            Thread.currentThread().interrupt();

            assertFalse(SweepBatch.run(backend, runs));

            assertTrue(Thread.interrupted());
            assertEquals(0, TrainFolder.resume(dir.resolve("run0")).state().step());
        }
    }
}
