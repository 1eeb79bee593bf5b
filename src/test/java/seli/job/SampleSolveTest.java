package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;
import seli.solver.IterationListener;
import seli.solver.SolverSettings;
import seli.solver.SolverStatus;

class SampleSolveTest {
    private static SolveOutcome.Products products(SolveOutcome.Solution solution) {
        try (Backend reference = ReferenceBackend.open()) {
            return FactorProducts.of(reference, solution.classifier(), solution.classMeans());
        }
    }

    private static final SolverSettings LIMITS = SolverSettings.certified(1e-10, 20_000, 60);

    private static SolveOutcome solve(UfmProblem problem, SolveMethod method, SolveSettings.Start start) {
        try (Backend backend = ReferenceBackend.open()) {
            SolveSettings settings =
                    new SolveSettings(problem, LIMITS, start, method, LossReduction.SUM, SolveSettings.Variant.PLAIN);
            SolveOutcome outcome = SolveJob.run(backend, settings, IterationListener.NONE);
            assertEquals(0, backend.liveBytes());
            assertEquals(method, outcome.method());
            return outcome;
        }
    }

    private static void assertAgree(SolveOutcome collapsed, SolveOutcome samples, String what) {
        assertEquals(SolverStatus.OPTIMAL, collapsed.status(), what);
        assertEquals(SolverStatus.OPTIMAL, samples.status(), what);
        double objective = collapsed.certificate().primal();
        assertEquals(objective, samples.certificate().primal(), 1e-9 * objective, what);
        assertEquals(collapsed.solution().rank(), samples.solution().rank(), what);
        assertEquals(
                collapsed.solution().nuclearNorm(),
                samples.solution().nuclearNorm(),
                1e-6 * collapsed.solution().nuclearNorm(),
                what);
        assertNear(
                products(collapsed.solution()).classifier(),
                products(samples.solution()).classifier(),
                what);
        assertNear(
                products(collapsed.solution()).embedding(),
                products(samples.solution()).embedding(),
                what);
        assertNear(
                products(collapsed.solution()).logits(),
                products(samples.solution()).logits(),
                what);
        assertEquals(0, collapsed.solution().spread());
        assertTrue(
                samples.solution().spread() < 1e-5,
                () -> what + ", spread " + samples.solution().spread());
        assertEquals(collapsed.collapsedGroups(), samples.collapsedGroups(), what);
    }

    private static void assertNear(HostMatrix expected, HostMatrix actual, String what) {
        assertTrue(expected.maxDifference(actual) <= 1e-6 * expected.norm(), what);
    }

    @Test
    void allSamplesReachTheOptimumOfTheClassMeans() {
        for (long seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            int k = 2 + random.nextInt(6);
            long[] counts = new long[k];
            Arrays.setAll(counts, c -> 1 + (long) Math.exp(random.nextDouble() * Math.log(40)));
            double lambda = Math.pow(10, -3 * random.nextDouble());
            UfmProblem problem = UfmProblem.crossEntropy(ClassCounts.of(counts), k, lambda);
            String what = "seed " + seed + ", " + Arrays.toString(counts) + ", lambda " + lambda;
            SolveOutcome collapsed = solve(problem, SolveMethod.COLLAPSED, new SolveSettings.SeliStart());
            assertAgree(collapsed, solve(problem, SolveMethod.LBFGS, new SolveSettings.SeliStart()), what);
            assertAgree(collapsed, solve(problem, SolveMethod.LBFGS, new SolveSettings.RandomStart(seed)), what);
        }
    }

    @Test
    void unequalRidgesAndOtherLossesAgreeToo() {
        ClassCounts counts = ClassCounts.of(12, 5, 5, 1);
        for (VectorScalingLoss loss : new VectorScalingLoss[] {
            VectorScalingLoss.cdt(counts, 0.3), VectorScalingLoss.logitAdjustment(counts, 1)
        }) {
            UfmProblem problem = new UfmProblem(counts, 4, loss, new Ridge(2, 0.005));
            assertAgree(
                    solve(problem, SolveMethod.COLLAPSED, new SolveSettings.SeliStart()),
                    solve(problem, SolveMethod.LBFGS, new SolveSettings.RandomStart(1)),
                    loss.name());
        }
    }

    @Test
    void warmStartAtASaddleIsEscaped() {
        ClassCounts counts = ClassCounts.of(10, 10, 1, 1);
        SolveOutcome high =
                solve(UfmProblem.crossEntropy(counts, 4, 1), SolveMethod.LBFGS, new SolveSettings.SeliStart());
        assertEquals(2, high.solution().rank());
        assertEquals(java.util.List.of(1), high.collapsedGroups());
        SolveSettings.Start warm = new SolveSettings.WarmStart(
                high.solution().classifier(), high.solution().classMeans());
        SolveOutcome low = solve(UfmProblem.crossEntropy(counts, 4, 0.1), SolveMethod.LBFGS, warm);
        assertEquals(SolverStatus.OPTIMAL, low.status());
        assertEquals(3, low.solution().rank());
        assertEquals(3.573428442144, low.certificate().primal(), 1e-11);
    }

    @Test
    void zeroIsFoundWithoutAStep() {
        SolveOutcome zero = solve(
                UfmProblem.crossEntropy(ClassCounts.of(10, 10, 1, 1), 4, 3.2),
                SolveMethod.LBFGS,
                new SolveSettings.SeliStart());
        assertEquals(SolverStatus.OPTIMAL, zero.status());
        assertEquals(0, zero.effort().iterations());
        assertEquals(0, zero.solution().rank());
    }

    @Test
    void samplesThatDoNotFitAreRefusedWithTheOtherMethodNamed() {
        UfmProblem huge = UfmProblem.crossEntropy(ClassCounts.of(1L << 40, 1L << 39, 5), 3, 0.1);
        IllegalArgumentException size = assertThrows(
                IllegalArgumentException.class, () -> solve(huge, SolveMethod.LBFGS, new SolveSettings.SeliStart()));
        assertTrue(String.valueOf(size.getMessage()).contains("use --method collapsed"), size.getMessage());
    }
}
