package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.BackendUnavailableException;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.UfmProblem;
import seli.solver.IterationListener;
import seli.solver.SolverSettings;
import seli.solver.SolverStatus;

/** Three methods that share neither unknowns nor algorithm must find the same optimum. */
class SolveMethodsAgreeTest {
    private static final SolverSettings LIMITS = SolverSettings.certified(1e-13, 20_000, 120);

    private static SolveOutcome solve(Backend backend, UfmProblem problem, SolveMethod method) {
        SolveSettings settings = new SolveSettings(
                problem, LIMITS, new SolveSettings.SeliStart(), method, LossReduction.SUM, SolveSettings.Variant.PLAIN);
        return SolveJob.run(backend, settings, IterationListener.NONE);
    }

    /** k classes in m groups; large k with small counts, so that k x n stays small. */
    private static ClassCounts counts(Random random, int trial) {
        int k = trial % 10 == 9 ? 60 + random.nextInt(141) : 2 + random.nextInt(19);
        int m = 1 + random.nextInt(k);
        long most = Math.max(3, 800 / k);
        long[] distinct = new long[m];
        for (int a = 0; a < m; a++) {
            distinct[a] = 1 + (long) Math.floor(most * Math.pow(random.nextDouble(), 2));
        }
        long[] counts = new long[k];
        for (int c = 0; c < k; c++) {
            counts[c] = distinct[c < m ? c : random.nextInt(m)];
        }
        return ClassCounts.of(counts);
    }

    @Test
    void thirtyRandomDistributionsHaveOneOptimumByThreeMethods() {
        long seed = 314;
        Random random = new Random(seed);
        try (Backend backend = Backends.open(Backends.Choice.CPU, Precision.FLOAT64, 0)) {
            for (int trial = 0; trial < 30; trial++) {
                ClassCounts counts = counts(random, trial);
                double top = Math.sqrt(counts.maximum());
                double lambda = top * Math.exp(-6 * random.nextDouble());
                UfmProblem problem = UfmProblem.crossEntropy(counts, counts.classes(), lambda);
                String what = "seed " + seed + ", trial " + trial + ", " + counts + ", lambda " + lambda;
                SolveOutcome grouped = solve(backend, problem, SolveMethod.GROUPED);
                assertTrue(grouped.certificate().relativeGap() <= 1e-12, what);
                assertAgree(grouped, solve(backend, problem, SolveMethod.COLLAPSED), what + ", collapsed");
                assertAgree(grouped, solve(backend, problem, SolveMethod.LBFGS), what + ", lbfgs");
            }
        } catch (BackendUnavailableException e) {
            Assumptions.abort(e.getMessage());
        }
    }

    private static void assertAgree(SolveOutcome grouped, SolveOutcome other, String what) {
        assertEquals(SolverStatus.OPTIMAL, other.status(), what);
        assertTrue(other.certificate().relativeGap() <= 1e-10, what);
        double objective = grouped.certificate().primal();
        assertEquals(objective, other.certificate().primal(), 1e-9 * objective, what);
        assertClose(gram(grouped.solution().classifier()), gram(other.solution().classifier()), what + ", classifier");
        assertClose(gram(grouped.solution().classMeans()), gram(other.solution().classMeans()), what + ", embedding");
    }

    private static HostMatrix gram(HostMatrix factor) {
        return factor.transpose().times(factor);
    }

    private static void assertClose(HostMatrix expected, HostMatrix found, String what) {
        assertEquals(0, expected.maxDifference(found), 1e-6 * Math.max(1, expected.norm()), what);
    }
}
