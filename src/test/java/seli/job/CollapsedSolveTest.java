package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.problem.UfmProblem;
import seli.solver.IterationListener;
import seli.solver.SolverSettings;
import seli.solver.SolverStatus;

class CollapsedSolveTest {
    private static SolveOutcome.Products products(SolveOutcome.Solution solution) {
        try (Backend reference = ReferenceBackend.open()) {
            return FactorProducts.of(reference, solution.classifier(), solution.classMeans());
        }
    }

    private static final SolverSettings TIGHT = SolverSettings.certified(1e-10, 20_000, 60);

    private static SolveOutcome solve(UfmProblem problem, LossReduction reduction) {
        try (Backend backend = ReferenceBackend.open()) {
            return SolveJob.run(
                    backend,
                    new SolveSettings(
                            problem,
                            TIGHT,
                            new SolveSettings.SeliStart(),
                            SolveMethod.COLLAPSED,
                            reduction,
                            SolveSettings.Variant.PLAIN),
                    IterationListener.NONE);
        }
    }

    /** {@code k} distinct counts with ratio up to 1e4. */
    private static long[] distinct(int k, Random random) {
        double least = Math.pow(10, 3 * random.nextDouble());
        double ratio = Math.pow(10, 4 * random.nextDouble());
        Set<Long> counts = new LinkedHashSet<>();
        while (counts.size() < k) {
            long count = Math.round(least * Math.pow(ratio, random.nextDouble()));
            least *= counts.add(count) ? 1 : 1.01;
        }
        return counts.stream().mapToLong(Long::longValue).toArray();
    }

    @Test
    void distinctCountsAreSolvedToTenDigitsAtEveryRidge() {
        for (long seed = 1; seed <= 24; seed++) {
            Random random = new Random(seed);
            int k = 2 + random.nextInt(14);
            long[] counts = distinct(k, random);
            double top = Math.sqrt(Arrays.stream(counts).max().orElseThrow());
            double lambda = seed % 3 == 0
                    ? 1.02 * top * random.nextDouble() // ranks drop between the roots of the counts
                    : 1e-6 * Math.pow(1e6 * top, random.nextDouble());
            UfmProblem problem = UfmProblem.crossEntropy(ClassCounts.of(counts), k, lambda);
            SolveOutcome outcome = solve(problem, LossReduction.SUM);
            String what = "seed " + seed + ", " + Arrays.toString(counts) + ", lambda " + lambda + ": "
                    + outcome.certificate();
            assertEquals(SolverStatus.OPTIMAL, outcome.status(), what);
            assertTrue(outcome.certificate().relativeGap() <= 1e-10, what);
            assertTrue(outcome.certificate().spectralNormRatio() <= 1 + 1e-5, what);
        }
    }

    @Test
    void meanOfTheLossesIsTheSumWithTheRidgeTimesTheSamples() {
        ClassCounts counts = ClassCounts.of(30, 9, 4, 4, 1);
        double n = counts.samples();
        SolveOutcome sum = solve(UfmProblem.crossEntropy(counts, 5, 0.24), LossReduction.SUM);
        SolveOutcome mean = solve(UfmProblem.crossEntropy(counts, 5, 0.24 / n), LossReduction.MEAN);
        double objective = sum.certificate().primal() / n;
        assertEquals(objective, mean.certificate().primal(), 1e-12 * objective);
        assertEquals(sum.certificate().dual() / n, mean.certificate().dual(), 2e-10 * objective);
        assertEquals(0.24 / n, mean.certificate().lambda(), 1e-16);
        double scale = products(sum.solution()).classifier().norm();
        assertTrue(products(sum.solution())
                        .classifier()
                        .maxDifference(products(mean.solution()).classifier())
                < 1e-6 * scale);
    }

    @Test
    void productsAreThoseOfTheFactors() {
        SolveOutcome outcome = solve(UfmProblem.crossEntropy(ClassCounts.of(9, 4, 1), 4, 0.1), LossReduction.SUM);
        SolveOutcome.Solution s = outcome.solution();
        var w = s.classifier();
        var m = s.classMeans();
        assertTrue(w.transpose().times(w).maxDifference(products(s).classifier()) < 1e-14 * 100);
        assertTrue(m.transpose().times(m).maxDifference(products(s).embedding()) < 1e-14 * 10);
        assertTrue(w.transpose().times(m).maxDifference(products(s).logits()) < 1e-14 * 100);
        var centred = products(s).centredEmbedding();
        for (int c = 0; c < 3; c++) {
            double row = centred.get(c, 0) + centred.get(c, 1) + centred.get(c, 2);
            assertEquals(0, row, 1e-14, "centred means sum to 0");
        }
    }
}
