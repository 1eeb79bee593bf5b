package seli.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.Workspace;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.UfmProblem;

class ClassScalingTest {
    private static final int K = 64;

    private Backend backend;
    private Workspace workspace;

    @BeforeEach
    void open() {
        backend = ReferenceBackend.open();
        workspace = backend.openWorkspace();
    }

    @AfterEach
    void close() {
        workspace.close();
        assertEquals(0, backend.liveBytes());
        backend.close();
    }

    private UfmObjective objective(int k, int d, double lambda) {
        long[] counts = LongStream.range(0, k).map(c -> 1000 + 90 * c).toArray();
        return UfmObjective.collapsed(backend, workspace, UfmProblem.crossEntropy(ClassCounts.of(counts), d, lambda));
    }

    private FactorPair seli(UfmObjective objective) {
        int k = objective.problem().classes();
        FactorPair x = FactorPair.zeros(workspace, objective.problem().featureDim(), k, k);
        InitialFactors.assignSeli(objective, x, workspace);
        return x;
    }

    private FactorPair gaussian(int d, int k, long seed) {
        FactorPair x = FactorPair.zeros(workspace, d, k, k);
        x.classifier().upload(InitialFactors.gaussian(d, k, 1, seed, 0));
        x.embeddings().upload(InitialFactors.gaussian(d, k, 1, seed, 1));
        return x;
    }

    @Test
    void isSymmetricAndPositiveDefinite() {
        UfmObjective objective = objective(K, K + 2, 0.5);
        Scaling scaling = ClassScaling.at(objective, seli(objective));
        for (long seed = 1; seed <= 5; seed++) {
            FactorPair a = gaussian(K + 2, K, seed);
            FactorPair b = gaussian(K + 2, K, seed + 100);
            FactorPair scaledA = a.zerosLike(workspace);
            scaledA.axpby(backend.algebra(), 1, a, 0);
            FactorPair scaledB = b.zerosLike(workspace);
            scaledB.axpby(backend.algebra(), 1, b, 0);
            assertTrue(scaling.apply(scaledA));
            assertTrue(scaling.apply(scaledB));
            double ab = a.dot(backend.algebra(), scaledB);
            double ba = b.dot(backend.algebra(), scaledA);
            double size = a.norm(backend.algebra()) * scaledB.norm(backend.algebra());
            assertEquals(ab, ba, 1e-12 * size, "seed " + seed);
            assertTrue(a.dot(backend.algebra(), scaledA) > 0, "seed " + seed);
        }
    }

    @Test
    void undoesTheHessianOnADiagonalPair() {
        // along dW_jj = dH_jj the form is 2 h_jj s_j^2 per unit of both, along dW_jj = -dH_jj it is 2
        UfmObjective objective = objective(K, K, 0.5);
        FactorPair x = seli(objective);
        Scaling scaling = ClassScaling.at(objective, x);
        FactorPair y = FactorPair.zeros(workspace, K, K, K);
        y.classifier().upload(HostMatrix.generate(K, K, (i, j) -> i == 3 && j == 3 ? 2 : 0));
        y.embeddings().upload(HostMatrix.generate(K, K, (i, j) -> i == 3 && j == 3 ? -2 : 0));
        assertTrue(scaling.apply(y));
        assertEquals(1, y.classifier().download().get(3, 3), 1e-15);
        assertEquals(-1, y.embeddings().download().get(3, 3), 1e-15);
    }

    @Test
    void isNotUsedWhereItsPremisesFail() {
        UfmObjective few = objective(K - 1, K - 1, 0.5);
        assertSame(Scaling.NONE, ClassScaling.at(few, seli(few)));
        UfmObjective thin = objective(K, K - 1, 0.5);
        assertSame(Scaling.NONE, ClassScaling.at(thin, seli(thin)));
        UfmObjective strong = objective(K, K, 20); // lambda near the root of the least count, 31.6: low rank
        assertSame(Scaling.NONE, ClassScaling.at(strong, seli(strong)));
        UfmObjective random = objective(K, K, 0.5);
        assertSame(Scaling.NONE, ClassScaling.at(random, gaussian(K, K, 1)));
        assertFalse(Scaling.NONE.apply(gaussian(K, K, 1)));
    }

    @Test
    void runFromSeliTakesFarFewerSteps() {
        UfmObjective objective = objective(K, K, 0.5);
        SolverSettings tight = new SolverSettings(1e-11, 1000, 600, 1);
        long scaled = Lbfgs.fromSeli(6)
                .solve(objective, seli(objective), tight, IterationListener.NONE, workspace)
                .iterations();
        long plain = new Lbfgs(6)
                .solve(objective, seli(objective), tight, IterationListener.NONE, workspace)
                .iterations();
        assertTrue(3 * scaled <= 2 * plain, () -> scaled + " steps, " + plain + " without");
    }
}
