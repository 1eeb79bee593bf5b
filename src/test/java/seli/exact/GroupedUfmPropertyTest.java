package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.problem.Bias;
import seli.problem.Ridge;
import seli.problem.VectorScalingLoss;

class GroupedUfmPropertyTest {
    @SuppressWarnings("unused") // read by FieldSource
    private static final List<String> ALL = Losses.ALL;

    /** Up to six groups of up to 3,000 classes each, counts up to 10^6. */
    private static ClassCounts counts(Random random) {
        double most = Math.log(1e6) * random.nextDouble();
        TreeMap<Long, Integer> sizes = new TreeMap<>(Comparator.reverseOrder());
        int m = 1 + random.nextInt(6);
        for (int a = 0; a < m; a++) {
            long count = Math.max(1, Math.round(Math.exp(random.nextDouble() * most)));
            int classes = (int) Math.max(1, Math.round(Math.exp(8 * random.nextDouble() * random.nextDouble())));
            sizes.merge(count, classes + (a == 0 ? 1 : 0), Integer::sum);
        }
        List<CountGroup> groups = new ArrayList<>();
        sizes.forEach((count, classes) -> groups.add(new CountGroup(count, classes)));
        return ClassCounts.ofRuns(groups);
    }

    private static double lambda(Random random, ClassCounts counts) {
        return random.nextInt(3) == 0
                ? Math.pow(10, -250 * random.nextDouble())
                : 2 * Math.sqrt(counts.maximum()) * Math.exp(-14 * random.nextDouble());
    }

    @Test
    void crossEntropyIsAlwaysCertified() {
        long seed = 2718;
        Random random = new Random(seed);
        for (int trial = 0; trial < 2_000; trial++) {
            ClassCounts counts = counts(random);
            double lambda = lambda(random, counts);
            GroupedSolution solution = GroupedUfmTest.solve(Losses.crossEntropy(counts, lambda));
            String what = "seed " + seed + ", trial " + trial + ", " + counts + ", lambda " + lambda;
            assertTrue(solution.certificate().relativeGap() <= 1e-12, () -> what + ": " + solution.certificate());
            for (int g = 0; g < counts.groups().size(); g++) {
                boolean several = counts.groups().get(g).classes() > 1;
                boolean isAbove = lambda >= Math.sqrt(counts.groups().get(g).count());
                assertEquals(several && !isAbove, solution.spread(g) > 0, what);
            }
        }
    }

    /** Every end is certified or says that it is not: a gap that is not a number, or a point that is not, never. */
    @ParameterizedTest
    @FieldSource("ALL")
    void everyLossEndsWithAFiniteCertificate(String name) {
        long seed = 1414;
        Random random = new Random(seed);
        int loose = 0;
        for (int trial = 0; trial < 200; trial++) {
            ClassCounts counts = counts(random);
            double lambda = lambda(random, counts);
            boolean isSmoothed = name.startsWith("smooth");
            GroupedProblem problem = Losses.problem(name, counts, isSmoothed ? Math.max(lambda, 1e-3) : lambda);
            GroupedSolution solution = GroupedUfmTest.solve(problem);
            String what = "seed " + seed + ", trial " + trial + ", " + name + ", " + counts + ", lambda " + lambda;
            assertTrue(Double.isFinite(solution.certificate().primal()), what);
            assertTrue(solution.certificate().gap() >= 0, what);
            loose += solution.certificate().relativeGap() > 1e-12 ? 1 : 0;
        }
        assertTrue(loose <= 2, name + ": " + loose + " of 200 above 1e-12");
    }

    /** Temperatures so extreme that the start's margins leave the range. */
    @ParameterizedTest
    @CsvSource({"-0.4, 2.8e-162", "-0.3, 2.8e-162", "0.5, 1e-250"})
    void extremeTemperaturesStayFinite(double gamma, double lambda) {
        ClassCounts counts = ClassCounts.ofRuns(List.of(
                new CountGroup(395_070, 2_035),
                new CountGroup(348_590, 6),
                new CountGroup(2_545, 1),
                new CountGroup(7, 1),
                new CountGroup(2, 1)));
        GroupedProblem problem = GroupedProblem.of(counts, VectorScalingLoss.cdt(counts, gamma), Ridge.of(lambda));
        GroupedCertificate certificate = GroupedUfmTest.solve(problem).certificate();
        assertTrue(certificate.gap() >= 0 && certificate.relativeGap() < 1, certificate.toString());
    }

    /** With the ridge on the bias fixed, the bias vanishes with lambda; with a stiff one, the bias does at once. */
    @Test
    void aStiffRidgeOnTheBiasLeavesTheProblemWithoutBias() {
        ClassCounts counts = ClassCounts.of(90, 90, 10, 10, 2);
        GroupedProblem plain = Losses.crossEntropy(counts, 0.3);
        double expected = GroupedUfmTest.solve(plain).certificate().primal();
        GroupedSolution stiff = GroupedUfmTest.solve(plain.withBias(Bias.ridge(1e14)));
        assertEquals(expected, stiff.certificate().primal(), 1e-11 * expected);
        GroupedSolution free = GroupedUfmTest.solve(plain.withBias(Bias.FREE));
        assertTrue(free.certificate().primal() < expected);
        GroupedSolution tiny = GroupedUfmTest.solve(plain.withLambda(1e-200).withBias(Bias.ridge(1)));
        assertTrue(Math.abs(tiny.bias(0)) < 1e-190);
    }

    /** At the limit lambda to 0, b / log(1/lambda) tends to n_c/n - 1/k (derived in docs). */
    @Test
    void aFreeBiasGrowsWithTheLogarithm() {
        ClassCounts counts = ClassCounts.of(90, 90, 10, 10);
        GroupedSolution solution =
                GroupedUfmTest.solve(Losses.crossEntropy(counts, 1e-240).withBias(Bias.FREE));
        double log = 240 * Math.log(10);
        double difference = (solution.bias(0) - solution.bias(1)) / log;
        assertEquals(90 / 200.0 - 10 / 200.0, difference, 0.01);
        assertTrue(solution.certificate().relativeGap() <= 1e-12);
    }
}
