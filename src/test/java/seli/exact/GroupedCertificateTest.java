package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class GroupedCertificateTest {
    @SuppressWarnings("unused") // read by FieldSource
    private static final java.util.List<String> ALL = Losses.ALL;

    private static double[] randomPoint(GroupedObjective objective, Random random, double scale) {
        double[] x = new double[objective.length()];
        for (int i = 0; i < x.length; i++) {
            x[i] = scale * random.nextGaussian();
        }
        int m = objective.problem().size();
        double[] spread = new double[m];
        double[] bias = new double[m];
        for (int a = 0; a < m; a++) {
            spread[a] = scale * Math.abs(random.nextGaussian());
            bias[a] = objective.problem().bias().isPresent() ? scale * random.nextGaussian() : 0;
        }
        objective.assign(spread, bias, x);
        return x;
    }

    /** For every pair of random points: the lower bound from one is below the objective at the other. */
    @ParameterizedTest
    @FieldSource("ALL")
    void weakDualityHoldsBetweenRandomPoints(String name) {
        long seed = 21;
        Random random = new Random(seed);
        for (int trial = 0; trial < 30; trial++) {
            ClassCounts counts = Losses.randomCounts(random, 2 + random.nextInt(7), 1 + random.nextInt(3), 50);
            double lambda = Math.exp(random.nextDouble() * 5 - 3);
            GroupedProblem problem = Losses.problem(name, counts, lambda);
            GroupedObjective objective = new GroupedObjective(problem, problem.size() + 1);
            double optimum = GroupedUfmTest.solve(problem).certificate().dual();
            for (int i = 0; i < 5; i++) {
                double[] x = randomPoint(objective, random, Math.exp(2 * random.nextGaussian()));
                GroupedCertificate certificate = GroupedCertificate.at(objective, x);
                String what = "seed " + seed + ", " + name + ", " + counts + ", lambda " + lambda;
                assertTrue(certificate.primal() >= optimum - 1e-10 * optimum, what);
                if (!problem.bias().isPresent() || problem.bias().ridge() > 0) {
                    assertTrue(
                            certificate.dual() <= optimum + 1e-10 * optimum,
                            () -> what + " " + certificate + " optimum " + optimum);
                }
            }
        }
    }

    /** The dual value from the definition, at the optimum's probabilities made feasible, is the reported bound. */
    @ParameterizedTest
    @FieldSource("ALL")
    void dualBoundIsTheDualValueOfTheDenseProblem(String name) {
        long seed = 22;
        Random random = new Random(seed);
        for (int trial = 0; trial < 8; trial++) {
            ClassCounts counts = Losses.randomCounts(random, 2 + random.nextInt(7), 1 + random.nextInt(3), 50);
            GroupedProblem problem = Losses.problem(name, counts, Math.exp(random.nextDouble() * 4 - 3));
            GroupedSolution solution = GroupedUfmTest.solve(problem);
            DenseUfm dense = new DenseUfm(problem, counts);
            HostMatrix q = DenseUfm.probabilities(solution, counts);
            double dual = dense.dual(q);
            assertEquals(
                    solution.certificate().dual(),
                    dual,
                    1e-8 * Math.abs(dual),
                    "seed " + seed + ", " + name + ", " + counts + ", lambda " + problem.lambda());
        }
    }

    /** Away from the optimum too, where the probabilities are shrunk towards the targets to be feasible. */
    @ParameterizedTest
    @FieldSource("ALL")
    void gapIsPrimalMinusDualOfTheDenseProblem(String name) {
        long seed = 23;
        Random random = new Random(seed);
        ClassCounts counts = ClassCounts.of(12, 12, 12, 3, 3, 1);
        GroupedProblem problem = Losses.problem(name, counts, 0.8);
        if (problem.bias().isPresent() && problem.bias().ridge() == 0) { // exact: a random bias is not dual feasible
            return;
        }
        GroupedObjective objective = new GroupedObjective(problem, problem.size());
        DenseUfm dense = new DenseUfm(problem, counts);
        int[] groupOf = counts.groupIndices();
        double smooth = problem.smoothing();
        for (int trial = 0; trial < 20; trial++) {
            double[] x = randomPoint(objective, random, 1.5);
            GroupedCertificate certificate = GroupedCertificate.at(objective, x);
            double theta = Math.min(1, 1 / certificate.spectralNormRatio());
            objective.value(x);
            GroupedLoss loss = objective.loss();
            HostMatrix q = HostMatrix.generate(6, 6, (c, y) -> {
                double p = c == y ? Math.exp(loss.logTarget(groupOf[y])) : loss.probability(groupOf[c], groupOf[y]);
                double target = (c == y ? 1 - smooth : 0) + smooth / 6;
                return target + theta * (p - target);
            });
            double dual = dense.dual(q);
            assertEquals(dual, certificate.dual(), 1e-9 * certificate.primal(), name + ", seed " + seed);
        }
    }

    @Test
    void relativeEntropyIsSmoothAcrossItsSeries() {
        for (double x : new double[] {-1, -0.5, -0.0101, -0.0099, -1e-9, 0, 1e-9, 0.0099, 0.0101, 3}) {
            double exact = x == -1 ? 1 : (1 + x) * Math.log1p(x) - x; // exact: the limit
            assertEquals(exact, GroupedCertificate.relativeEntropy(x), 2e-16 + 1e-13 * exact, "x = " + x);
        }
        assertEquals(0.5e-20, GroupedCertificate.relativeEntropy(1e-10), 1e-30);
    }
}
