package seli.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.Workspace;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

class GradientDescentTest {
    private static final ClassCounts COUNTS = ClassCounts.of(3, 2);

    private final Backend backend = ReferenceBackend.open();
    private final Workspace workspace = backend.openWorkspace();

    @AfterEach
    void close() {
        workspace.close();
        assertEquals(0, backend.liveBytes());
        backend.close();
    }

    private UfmObjective objective(double lambda) {
        return UfmObjective.perSample(
                backend, workspace, new UfmProblem(COUNTS, 2, VectorScalingLoss.crossEntropy(2), Ridge.of(lambda)));
    }

    private FactorPair start() {
        return new FactorPair(
                workspace.upload(InitialFactors.gaussian(2, 2, 1, 3, 0)),
                workspace.upload(InitialFactors.gaussian(2, 5, 1, 3, 1)));
    }

    private static DescentSettings settings(LearningRate rate, double momentum, double halving, int batch) {
        return new DescentSettings(rate, momentum, halving, batch, 1);
    }

    private SolverResult run(UfmObjective objective, FactorPair x, DescentSettings settings, long steps) {
        return new GradientDescent(settings, 0, x.zerosLike(workspace))
                .solve(objective, x, SolverSettings.steps(steps), IterationListener.NONE, workspace);
    }

    @Test
    void twoStepsByHand() {
        double lambda = 0.3;
        double rate = 0.2;
        double momentum = 0.5;
        UfmObjective objective = objective(lambda);
        FactorPair x = start();
        FactorPair expected = start();
        FactorPair velocity = x.zerosLike(workspace);
        FactorPair gradient = x.zerosLike(workspace);
        for (int t = 0;
                t < 2;
                t++) { // v <- m v + g + lambda_t x, x <- x - rate_t v, rate halved and ridge at 2/3 in step two
            objective.lossAndGradient(expected, gradient);
            gradient.axpby(backend.algebra(), lambda / (1 + t / 2.0), expected, 1);
            velocity.axpby(backend.algebra(), 1, gradient, momentum);
            expected.axpby(backend.algebra(), -(t == 0 ? rate : rate / 2), velocity, 1);
        }
        LearningRate drops = new LearningRate.Steps(rate, List.of(new LearningRate.Drop(1, 0.5)));
        SolverResult result = run(objective, x, settings(drops, momentum, 2, 0), 2);
        assertEquals(SolverStatus.MAX_ITERATIONS, result.status());
        assertEquals(2, result.evaluations());
        assertTrue(expected.classifier().download().maxDifference(x.classifier().download()) < 1e-15);
        assertTrue(expected.embeddings().download().maxDifference(x.embeddings().download()) < 1e-15);
    }

    @Test
    void classifierSumIsConservedWithoutRidge() {
        FactorPair x = start();
        HostMatrix before = x.classifier().download();
        run(objective(0), x, settings(new LearningRate.Constant(0.05), 0, Double.POSITIVE_INFINITY, 0), 500);
        HostMatrix after = x.classifier().download();
        for (int i = 0; i < 2; i++) {
            assertEquals(before.get(i, 0) + before.get(i, 1), after.get(i, 0) + after.get(i, 1), 1e-13);
        }
        assertTrue(before.maxDifference(after) > 0.1, "it did move");
    }

    @Test
    void runIsTheSameInOneOrTwoParts() {
        for (int batch : new int[] {0, 2}) {
            DescentSettings settings = settings(new LearningRate.Cosine(0.1, 20), 0.9, 7, batch);
            UfmObjective objective = objective(0.01);
            FactorPair whole = start();
            run(objective, whole, settings, 20);
            FactorPair parts = start();
            FactorPair velocity = parts.zerosLike(workspace);
            new GradientDescent(settings, 0, velocity)
                    .solve(objective, parts, SolverSettings.steps(13), IterationListener.NONE, workspace);
            SolverResult rest = new GradientDescent(settings, 13, velocity)
                    .solve(objective, parts, SolverSettings.steps(20), IterationListener.NONE, workspace);
            assertEquals(7, rest.iterations());
            assertEquals(whole.classifier().download(), parts.classifier().download());
            assertEquals(whole.embeddings().download(), parts.embeddings().download());
        }
    }

    @Test
    void batchStepsAddUpToAnEpochOfUnbiasedGradients() {
        // rate so small that W does not move within the epoch: batches of 2, 2 and 1 samples, each times 5/size
        double rate = 1e-9;
        UfmObjective objective = objective(0);
        FactorPair x = start();
        FactorPair gradient = x.zerosLike(workspace);
        objective.lossAndGradient(x, gradient);
        HostMatrix before = x.embeddings().download();
        run(objective, x, settings(new LearningRate.Constant(rate), 0, Double.POSITIVE_INFINITY, 2), 3);
        HostMatrix moved = x.embeddings().download();
        HostMatrix g = gradient.embeddings().download();
        int fives = 0;
        for (int j = 0; j < 5; j++) {
            double factor = (before.get(0, j) - moved.get(0, j)) / rate / g.get(0, j);
            boolean alone = factor > 4;
            fives += alone ? 1 : 0;
            assertEquals(alone ? 5 : 2.5, factor, 1e-4);
        }
        assertEquals(1, fives, "one sample was alone in the last batch");
    }

    @Test
    void everyEpochHasEverySampleOnce() {
        BatchOrder order = new BatchOrder(10, 4, 42);
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        for (int step = 0; step < 6; step++) {
            int[] batch = order.batchAfter(step);
            assertEquals(step % 3 == 2 ? 2 : 4, batch.length);
            for (int i : batch) {
                (step < 3 ? first : second).add(i);
            }
        }
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), first.stream().sorted().toList());
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), second.stream().sorted().toList());
        assertTrue(!first.equals(second), "a new order in each epoch");
        int[] again = new BatchOrder(10, 4, 42).batchAfter(4);
        assertTrue(Arrays.equals(again, order.batchAfter(4)), "known from the step alone");
        assertTrue(!Arrays.equals(again, new BatchOrder(10, 4, 43).batchAfter(4)), "depends on the seed");
    }

    @Test
    void hugeRateEndsAsNotFinite() {
        SolverResult result = run(
                objective(0), start(), settings(new LearningRate.Constant(1e200), 0, Double.POSITIVE_INFINITY, 0), 50);
        assertEquals(SolverStatus.NON_FINITE, result.status());
        assertTrue(result.iterations() < 50);
    }

    @Test
    void ratesFollowTheirSchedules() {
        LearningRate steps =
                new LearningRate.Steps(1, List.of(new LearningRate.Drop(10, 0.1), new LearningRate.Drop(20, 0.5)));
        assertEquals(1, steps.after(9));
        assertEquals(0.1, steps.after(10));
        assertEquals(0.05, steps.after(20), 1e-17);
        LearningRate cosine = new LearningRate.Cosine(2, 8);
        assertEquals(2, cosine.after(0));
        assertEquals(1, cosine.after(4), 1e-15);
        assertEquals(0, cosine.after(8));
        assertEquals(0, cosine.after(9));
        assertEquals(3, new LearningRate.Constant(3).after(1_000_000));
        assertEquals(1, settings(steps, 0, Double.POSITIVE_INFINITY, 0).ridgeFactor(1_000_000));
        assertEquals(0.5, settings(steps, 0, 50, 0).ridgeFactor(50));
    }

    @Test
    void timeIsTheSumOfTheRates() {
        List<LearningRate> rates = List.of(
                new LearningRate.Constant(0.3),
                new LearningRate.Steps(1, List.of()),
                new LearningRate.Steps(1, List.of(new LearningRate.Drop(20, 0.5), new LearningRate.Drop(10, 0.1))),
                new LearningRate.Cosine(2, 8));
        for (LearningRate rate : rates) {
            double sum = 0;
            for (int steps = 0; steps <= 40; steps++) {
                assertEquals(sum, rate.timeAfter(steps), 1e-13, rate + " after " + steps);
                sum += rate.after(steps);
            }
        }
    }

    @Test
    void settingsAreChecked() {
        LearningRate one = new LearningRate.Constant(1);
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new LearningRate.Constant(bad));
            assertThrows(IllegalArgumentException.class, () -> new LearningRate.Steps(bad, List.of()));
            assertThrows(IllegalArgumentException.class, () -> new LearningRate.Cosine(bad, 5));
            assertThrows(IllegalArgumentException.class, () -> new LearningRate.Drop(1, bad));
        }
        assertThrows(IllegalArgumentException.class, () -> new LearningRate.Drop(0, 0.1));
        assertThrows(IllegalArgumentException.class, () -> new LearningRate.Cosine(1, 0));
        for (double bad : new double[] {-0.1, 1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> settings(one, bad, 1, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> settings(one, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> settings(one, 0, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> settings(one, 0, 1, -1));
    }
}
