package seli.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.LossValue;
import seli.backend.Workspace;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

class UfmObjectiveTest {
    private final Backend backend = ReferenceBackend.open();
    private final Workspace workspace = backend.openWorkspace();

    @AfterEach
    void close() {
        workspace.close();
        assertEquals(0, backend.liveBytes());
        backend.close();
    }

    private static HostMatrix random(int rows, int cols, long seed) {
        Random random = new Random(seed);
        return HostMatrix.generate(rows, cols, (i, j) -> random.nextGaussian());
    }

    private FactorPair randomPair(UfmObjective objective, long seed) {
        UfmProblem problem = objective.problem();
        return new FactorPair(
                workspace.upload(random(problem.featureDim(), problem.classes(), seed)),
                workspace.upload(random(problem.featureDim(), objective.columns(), seed + 1)));
    }

    private static UfmProblem general() {
        ClassCounts counts = ClassCounts.of(3, 1, 2);
        VectorScalingLoss loss = VectorScalingLoss.of(
                "test", new double[] {1, 2, 0.5}, new double[] {0.7, 1, 1.3}, new double[] {1, 0.8, 1.5}, new double[] {
                    0, 1, -1
                });
        return new UfmProblem(counts, 4, loss, new Ridge(0.3, 0.7));
    }

    @Test
    void valueOfTwoClassesByHand() {
        UfmProblem problem =
                new UfmProblem(ClassCounts.of(1, 1), 1, VectorScalingLoss.crossEntropy(2), new Ridge(2, 4));
        UfmObjective objective = UfmObjective.perSample(backend, workspace, problem);
        FactorPair x = new FactorPair(
                workspace.upload(HostMatrix.of(1, 2, 1, -1)), workspace.upload(HostMatrix.of(1, 2, 0.5, -0.25)));
        FactorPair g = x.zerosLike(workspace);
        // margins 1 and 0.5: log(1 + e^-1) + log(1 + e^-0.5) + 2/2 * 2 + 4/2 * (0.25 + 0.0625)
        double expected = Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(-0.5)) + 2 + 0.625;
        assertEquals(expected, objective.valueAndGradient(x, g), 1e-15);
        double p = 1 / (1 + Math.exp(1));
        double q = 1 / (1 + Math.exp(0.5));
        // dW = H Z' + 2 W with Z = [[-p, q], [p, -q]]
        assertEquals(-0.5 * p - 0.25 * q + 2, g.classifier().download().get(0, 0), 1e-15);
        assertEquals(-2 * p + 2, g.embeddings().download().get(0, 0), 1e-15);
        LossValue loss = objective.loss(x);
        assertEquals(expected - 2.625, loss.value(), 1e-15);
        assertEquals(Math.log(expected - 2.625), loss.log(), 1e-14);
        assertEquals(2.625, objective.penalty(x), 1e-15);
        assertEquals(1, objective.valueScale());
    }

    @Test
    void gradientIsTheDerivativeOfTheValue() {
        for (boolean collapsed : new boolean[] {false, true}) {
            UfmObjective objective = collapsed
                    ? UfmObjective.collapsed(backend, workspace, general())
                    : UfmObjective.perSample(backend, workspace, general());
            FactorPair x = randomPair(objective, 11);
            FactorPair g = x.zerosLike(workspace);
            objective.valueAndGradient(x, g);
            FactorPair direction = randomPair(objective, 21);
            direction.scale(backend.algebra(), 1 / direction.norm(backend.algebra()));
            double slope = g.dot(backend.algebra(), direction);
            double coarse = Math.abs(centralDifference(objective, x, direction, 1e-3) - slope);
            double fine = Math.abs(centralDifference(objective, x, direction, 5e-4) - slope);
            assertEquals(
                    4, coarse / fine, 0.2, "error of central differences is of second order, collapsed " + collapsed);
            assertTrue(fine < 1e-6 * Math.abs(slope));
        }
    }

    private double centralDifference(UfmObjective objective, FactorPair x, FactorPair direction, double h) {
        FactorPair g = x.zerosLike(workspace);
        FactorPair moved = x.zerosLike(workspace);
        double[] value = new double[2];
        for (int side = 0; side < 2; side++) {
            moved.axpby(backend.algebra(), 1, x, 0);
            moved.axpby(backend.algebra(), side == 0 ? -h : h, direction, 1);
            value[side] = objective.valueAndGradient(moved, g);
        }
        return (value[1] - value[0]) / (2 * h);
    }

    @Test
    void collapsedValueIsThatOfSamplesOnTheirMeans() {
        UfmProblem problem = general();
        UfmObjective samples = UfmObjective.perSample(backend, workspace, problem);
        UfmObjective collapsed = UfmObjective.collapsed(backend, workspace, problem);
        HostMatrix w = random(4, 3, 3);
        HostMatrix m = random(4, 3, 4);
        int[] labels = problem.counts().labels();
        FactorPair full = new FactorPair(
                workspace.upload(w), workspace.upload(HostMatrix.generate(4, 6, (i, j) -> m.get(i, labels[j]))));
        FactorPair means = FactorPair.zeros(workspace, 4, 3, 3);
        collapsed.assign(means, w, m);
        double value = samples.valueAndGradient(full, full.zerosLike(workspace));
        double scaled = collapsed.valueAndGradient(means, means.zerosLike(workspace));
        assertEquals(value, collapsed.valueScale() * scaled, 1e-14 * value);
        assertEquals(problem.ridge().lambda(), collapsed.valueScale());
        assertTrue(w.maxDifference(collapsed.classifier(means)) < 1e-15);
        assertTrue(m.maxDifference(collapsed.classMeans(means)) < 1e-15);
        assertTrue(m.maxDifference(samples.classMeans(full)) < 1e-15);
        assertEquals(w, samples.classifier(full));
    }

    @Test
    void batchGradientsAddUpToTheWhole() {
        UfmObjective objective = UfmObjective.perSample(backend, workspace, general());
        FactorPair x = randomPair(objective, 5);
        FactorPair whole = x.zerosLike(workspace);
        double loss = objective.lossAndGradient(x, whole);
        FactorPair part = new FactorPair(workspace.zeros(4, 3), workspace.zeros(4, 2));
        double sum = 0;
        DenseMatrix classifierSum = workspace.zeros(4, 3);
        for (int first = 0; first < 6; first += 2) {
            int[] labels = {objective.labels().label(first), objective.labels().label(first + 1)};
            FactorPair batch = new FactorPair(x.classifier(), x.embeddings().columns(first, 2));
            sum += objective.batchLossAndGradient(batch, workspace.labels(labels, 3), part);
            backend.algebra().axpby(1, part.classifier(), 1, classifierSum);
            HostMatrix expected = whole.embeddings().columns(first, 2).download();
            assertTrue(expected.maxDifference(part.embeddings().download()) < 1e-14);
        }
        assertEquals(loss, sum, 1e-14);
        assertTrue(classifierSum.download().maxDifference(whole.classifier().download()) < 1e-14);
    }

    @Test
    void logitGradientHasColumnsThatSumToZeroForCrossEntropy() {
        UfmProblem problem = UfmProblem.crossEntropy(ClassCounts.of(2, 1), 2, 1);
        UfmObjective objective = UfmObjective.perSample(backend, workspace, problem);
        HostMatrix g =
                objective.logitGradient(randomPair(objective, 1), workspace).download();
        assertEquals(2, g.rows());
        assertEquals(3, g.cols());
        for (int j = 0; j < 3; j++) {
            assertEquals(0, g.get(0, j) + g.get(1, j));
            assertTrue(g.get(objective.labels().label(j), j) < 0);
        }
    }

    @Test
    void misuseIsRefused() {
        UfmProblem free = new UfmProblem(ClassCounts.of(2, 1), 2, VectorScalingLoss.crossEntropy(2), Ridge.NONE);
        assertThrows(IllegalArgumentException.class, () -> UfmObjective.collapsed(backend, workspace, free));
        UfmObjective samples = UfmObjective.perSample(backend, workspace, free);
        FactorPair x = randomPair(samples, 1);
        assertEquals(0, samples.penalty(x));
        assertThrows(
                IllegalStateException.class, () -> samples.assign(x, HostMatrix.zeros(2, 2), HostMatrix.zeros(2, 2)));
        assertThrows(
                IllegalArgumentException.class, () -> new FactorPair(workspace.zeros(2, 2), workspace.zeros(3, 2)));
    }
}
