package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class GroupedObjectiveTest {
    @SuppressWarnings("unused") // read by FieldSource
    private static final java.util.List<String> ALL = Losses.ALL;

    private static final ClassCounts COUNTS = ClassCounts.of(40, 40, 9, 9, 9, 2);

    private static double[] random(GroupedObjective objective, Random random) {
        double[] x = new double[objective.length()];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextGaussian();
        }
        int m = objective.problem().size();
        double[] spread = new double[m];
        double[] bias = new double[m];
        for (int a = 0; a < m; a++) {
            spread[a] = 0.1 + random.nextDouble();
            bias[a] = objective.problem().bias().isPresent() ? random.nextGaussian() : 0;
        }
        objective.assign(spread, bias, x);
        return x;
    }

    /** Central differences err by the third derivative times the squared step and by rounding over the step. */
    @ParameterizedTest
    @FieldSource("ALL")
    void gradientAndHessianAreThoseOfTheValue(String name) {
        GroupedObjective objective = new GroupedObjective(Losses.problem(name, COUNTS, 0.6), 3);
        Random random = new Random(5);
        double[] x = random(objective, random);
        double[] gradient = new double[x.length];
        double value = objective.value(x);
        objective.gradient(x, gradient);
        double[] v = new double[x.length];
        for (int i = 0; i < v.length; i++) {
            v[i] = isUsed(objective, i) ? random.nextGaussian() : 0;
        }
        double[] product = new double[x.length];
        objective.hessianTimes(x, v, product);
        double step = 1e-5;
        double[] ahead = moved(x, v, step);
        double[] behind = moved(x, v, -step);
        double slope = (objective.value(ahead) - objective.value(behind)) / (2 * step);
        assertEquals(slope, Products.dot(gradient, v), 1e-7 * Math.max(1, Math.abs(value)), name);
        double[] up = new double[x.length];
        double[] down = new double[x.length];
        objective.value(ahead);
        objective.gradient(ahead, up);
        objective.value(behind);
        objective.gradient(behind, down);
        double scale = Math.sqrt(Products.dot(product, product));
        assertTrue(scale > 0);
        for (int i = 0; i < x.length; i++) {
            assertEquals((up[i] - down[i]) / (2 * step), product[i], 1e-6 * scale, name + ", entry " + i);
        }
    }

    /** Not the place of a group that does not spread, nor of an absent bias. */
    private static boolean isUsed(GroupedObjective objective, int i) {
        int m = objective.problem().size();
        int spread = i - 2 * m * objective.rank();
        if (spread < 0) {
            return true;
        }
        return spread < m
                ? objective.problem().isSpread(spread)
                : objective.problem().bias().isPresent();
    }

    private static double[] moved(double[] x, double[] v, double step) {
        double[] y = x.clone();
        Products.add(step, v, y);
        return y;
    }

    /** The value is that of the dense problem, but for factors that are not balanced. */
    @ParameterizedTest
    @FieldSource("ALL")
    void valueIsThatOfTheDenseProblem(String name) {
        GroupedProblem problem = Losses.problem(name, COUNTS, 0.6);
        GroupedObjective objective = new GroupedObjective(problem, 3);
        double[] x = random(objective, new Random(6));
        double[] balanced = new BalancedFactors(objective, x).assign(0);
        GroupedCertificate certificate = GroupedCertificate.at(objective, balanced);
        GroupedSolution at = new GroupedSolution(objective, balanced, certificate, 0, true);
        DenseUfm dense = new DenseUfm(problem, COUNTS);
        double primal = dense.primal(DenseUfm.logits(at, COUNTS), dense.bias(at));
        assertEquals(primal, certificate.primal(), 1e-12 * primal, name);
        HostMatrix q = DenseUfm.probabilities(at, COUNTS);
        for (int y = 0; y < 6; y++) {
            double sum = 0;
            for (int c = 0; c < 6; c++) {
                sum += q.get(c, y);
            }
            assertEquals(1, sum, 1e-14);
        }
    }

    @Test
    void aMoveKeepsLogitsThatTheFactorsCannotHold() {
        GroupedObjective objective = new GroupedObjective(Losses.problem("ce", COUNTS, 1e-200), 3);
        double[] x = GroupedStart.of(objective);
        objective.value(x);
        double before = objective.point().coordinates[1];
        double[] step = new double[x.length];
        step[0] = 1e-14 * x[0];
        step[10] = -1e-14;
        double[] next = moved(x, step, 1);
        double change = 0;
        for (int l = 0; l < 3; l++) { // K_10 = sum_l L_1l R_0l
            change += step[l * 3 + 1] * x[9 + l * 3] + next[l * 3 + 1] * step[9 + l * 3];
        }
        objective.moveBy(x, step, next);
        objective.value(next);
        assertEquals(before + change, objective.point().coordinates[1], Math.ulp(before));
    }
}
