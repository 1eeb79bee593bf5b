package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.label.ImbalanceProfile;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;

class GroupedUfmTest {
    static GroupedSolution solve(GroupedProblem problem) {
        return GroupedUfm.solve(problem, GroupedUfm.Limits.of(1e-12), Optional.empty(), step -> {});
    }

    private static ClassCounts counts(String text) {
        return ImbalanceProfile.parse(text).counts();
    }

    @Test
    void goldenOptimaAreReachedToElevenDigits() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GroupedUfmTest.class.getResourceAsStream("/seli/golden/ridge.csv")),
                StandardCharsets.UTF_8))) {
            reader.lines().skip(1).forEach(GroupedUfmTest::assertGolden);
        }
    }

    /** counts;lambda;F;rank;nuclear norm;WW00;WWll;MM00;MMll;Z00;Zll;... */
    private static void assertGolden(String line) {
        String[] cells = line.split(";");
        double[] v = Stream.of(cells).skip(1).mapToDouble(Double::parseDouble).toArray();
        ClassCounts counts = counts(cells[0]);
        GroupedSolution solution = solve(Losses.crossEntropy(counts, v[0]));
        int last = counts.groups().size() - 1;
        assertEquals(v[1], solution.certificate().primal(), 1e-11 * v[1], line);
        assertTrue(solution.certificate().relativeGap() <= 1e-12, line);
        assertEquals(Math.round(v[2]), solution.rank(), line);
        assertEquals(v[3], solution.nuclearNorm(), 1e-10 * v[3], line);
        BlockMatrix w = solution.classifierGram(counts, Ridge.of(v[0]));
        BlockMatrix m = solution.embeddingGram(counts, Ridge.of(v[0]));
        BlockMatrix z = solution.logits(counts);
        double[] found = {
            w.diagonal(0), w.diagonal(last), m.diagonal(0), m.diagonal(last), z.diagonal(0), z.diagonal(last)
        };
        for (int i = 0; i < found.length; i++) {
            assertEquals(v[4 + i], found[i], 1e-6 * v[4 + i], line);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "step:k=1000000,R=100,rho=0.5,nmin=10",
                "step:k=1000000,R=100000000,rho=0.5,nmin=10",
                "step:k=10,R=1000000,rho=0.1,nmin=1",
                "longtail:k=12,R=1000000,nmax=1000000",
                "zipf:k=40,s=1.1,nmax=10000"
            })
    void everyLambdaIsCertifiedFromTheZeroThresholdDownToTheEndOfRange(String profile) {
        ClassCounts counts = counts(profile);
        for (double lambda : new double[] {1e5, 1e4, 31, 5, 1, 0.1, 1e-3, 1e-30, 1e-100, 1e-250}) {
            GroupedSolution solution = solve(Losses.crossEntropy(counts, lambda));
            assertTrue(solution.certificate().relativeGap() <= 1e-12, profile + " at lambda " + lambda);
            assertTrue(solution.certificate().primal() > 0, profile + " at lambda " + lambda);
        }
    }

    @Test
    void probabilitiesOfAGroupDifferByOneMinusLambdaOverItsRoot() {
        long seed = 4;
        Random random = new Random(seed);
        for (int trial = 0; trial < 40; trial++) {
            ClassCounts counts = Losses.randomCounts(random, 4 + random.nextInt(40), 1 + random.nextInt(4), 1000);
            double lambda = Math.exp(random.nextDouble() * 8 - 4);
            GroupedSolution solution = solve(Losses.crossEntropy(counts, lambda));
            for (int g = 0; g < counts.groups().size(); g++) {
                double root = Math.sqrt(counts.groups().get(g).count());
                double law = Math.max(0, 1 - lambda / root);
                double found = solution.probabilityDifference(g).orElse(law);
                assertEquals(law, found, 1e-12, "seed " + seed + ", " + counts + ", lambda " + lambda);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {2.9, 1, 1e-3, 1e-12, 1e-200})
    void balancedOptimumHasItsClosedForm(double lambda) {
        ClassCounts counts = counts("balanced:k=7,n=9");
        GroupedSolution solution = solve(Losses.crossEntropy(counts, lambda));
        double margin = Math.log(7 * 3 / lambda - 6);
        BlockMatrix projection = BlockMatrix.projection(counts);
        assertEquals(margin, solution.leastMargin(0), 1e-12 * margin);
        assertEquals(
                3 * margin * projection.diagonal(0),
                solution.classifierGram(counts, Ridge.of(lambda)).diagonal(0),
                1e-12 * 3 * margin);
        assertEquals(
                -margin / 7 / 3,
                solution.embeddingGram(counts, Ridge.of(lambda)).entry(0, 0),
                1e-12 * margin);
        double loss = 63 * Math.log1p(6 * Math.exp(-margin));
        assertEquals(
                loss + lambda * 18 * margin, solution.certificate().primal(), 1e-12 * (loss + lambda * 18 * margin));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5,5,5", "9,1", "1000,3"})
    void balancedOrTwoClassesGiveSeliAtEveryLambda(String text) {
        ClassCounts counts = counts(text);
        for (double lambda : new double[] {1, 0.1, 1e-6, 1e-100}) {
            assertEquals(0, distanceToSeli(counts, lambda), 1e-13, text + " at " + lambda);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8,8,2", "8,2,2", "9,4,1", "10,10,1,1"})
    void imbalanceOfThreeClassesNeverGivesSeli(String text) {
        ClassCounts counts = counts(text);
        for (double lambda : new double[] {1, 0.1, 1e-6, 1e-100, 1e-250}) {
            assertTrue(distanceToSeli(counts, lambda) > 1e-4, text + " at " + lambda);
        }
        assertTrue(distanceToSeli(counts, 0.1) > 0.05, text);
    }

    private static double distanceToSeli(ClassCounts counts, double lambda) {
        BlockMatrix found = solve(Losses.crossEntropy(counts, lambda)).classifierGram(counts, Ridge.of(lambda));
        return found.distance(BlockMatrix.of(SeliGeometry.of(counts).classifier()))
                .orElseThrow();
    }

    @Test
    void zeroAboveTheLargestSingularValueAndNotBelow() {
        for (String text : new String[] {"10,10,1,1", "50,3,3", "9,4,1", "100,100"}) {
            ClassCounts counts = counts(text);
            double threshold = SeliGeometry.of(counts).singularValues().get(0).value();
            GroupedSolution above = solve(Losses.crossEntropy(counts, threshold * (1 + 1e-9)));
            assertEquals(0, above.rank(), text);
            assertEquals(0, above.nuclearNorm(), text);
            assertTrue(
                    solve(Losses.crossEntropy(counts, threshold * (1 - 1e-6))).rank() > 0, text);
        }
    }

    @Test
    void aGroupAtOrAboveItsThresholdIsExactlyZero() {
        ClassCounts counts = counts("100,100,9,9,9");
        GroupedSolution collapsed = solve(Losses.crossEntropy(counts, 3));
        assertEquals(0, collapsed.spread(1)); // exact: not small but zero
        BlockMatrix w = collapsed.classifierGram(counts, Ridge.of(3));
        assertEquals(w.diagonal(1), w.entry(1, 1), 1e-15 * w.diagonal(1));
        assertTrue(solve(Losses.crossEntropy(counts, 2.999)).spread(1) > 0);
    }

    @Test
    void minoritiesAreExactlyZeroAboveTheMiddleThreshold() {
        GroupedSolution solution = solve(Losses.crossEntropy(counts("10,10,1,1"), 2.12));
        assertEquals(0, solution.rankBetween());
        assertEquals(1, solution.rank());
        assertEquals(1, solve(Losses.crossEntropy(counts("10,10,1,1"), 2.10)).rankBetween());
    }

    @Test
    void onlyTheRatioOfCountsToSquaredLambdaMatters() {
        BlockMatrix first = solve(Losses.crossEntropy(counts("50,7,7"), 0.3)).logits(counts("50,7,7"));
        BlockMatrix second =
                solve(Losses.crossEntropy(counts("200,28,28"), 0.6)).logits(counts("200,28,28"));
        assertEquals(0, first.between().maxDifference(second.between()), 1e-12 * first.norm());
    }

    @Test
    void differentRidgesScaleTheGramsAndBalanceTheFactors() {
        ClassCounts counts = counts("20,6,6,1");
        Ridge ridge = new Ridge(0.4, 0.025);
        GroupedSolution solution = solve(Losses.crossEntropy(counts, ridge.lambda()));
        HostMatrix w = solution.classifier(counts, ridge, 5);
        HostMatrix m = solution.classMeans(counts, ridge, 5);
        assertEquals(0, w.transpose().times(m).maxDifference(DenseUfm.logits(solution, counts)), 1e-12);
        assertEquals(
                0,
                w.transpose().times(w).maxDifference(DenseUfm.dense(solution.classifierGram(counts, ridge), counts)),
                1e-12);
        double ofW = ridge.lambdaW() * w.norm() * w.norm();
        assertEquals(ridge.lambda() * solution.nuclearNorm(), ofW, 1e-12 * ofW);
        GramGeometry gram = solution.embeddingGram(counts, ridge).gram(counts);
        assertEquals(gram.squaredNorm(0), m.transpose().times(m).get(0, 0), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ce",
                "weighted",
                "la",
                "cdt",
                "ldt",
                "vs",
                "smooth",
                "free-bias",
                "ridge-bias",
                "smooth-cdt-bias"
            })
    void everyLossIsSolvedAndItsOptimumBeatsNeighboursOfTheDenseProblem(String name) {
        long seed = 11;
        Random random = new Random(seed);
        for (int trial = 0; trial < 6; trial++) {
            ClassCounts counts = Losses.randomCounts(random, 2 + random.nextInt(8), 1 + random.nextInt(3), 200);
            double lambda = Math.exp(random.nextDouble() * 6 - 4);
            GroupedProblem problem = Losses.problem(name, counts, lambda);
            GroupedSolution solution = solve(problem);
            String what = "seed " + seed + ", " + name + ", " + counts + ", lambda " + lambda;
            assertTrue(solution.certificate().relativeGap() <= 1e-10, () -> what + ": " + solution.certificate());
            DenseUfm dense = new DenseUfm(problem, counts);
            HostMatrix z = DenseUfm.logits(solution, counts);
            double optimum = dense.primal(z, dense.bias(solution));
            assertEquals(optimum, solution.certificate().primal(), 1e-11 * optimum, what);
            HostMatrix other =
                    HostMatrix.generate(z.rows(), z.cols(), (c, y) -> z.get(c, y) + 1e-3 * random.nextGaussian());
            assertTrue(dense.primal(other, dense.bias(solution)) > optimum, what);
        }
    }

    @Test
    void aWarmStartEndsAtTheSameOptimum() {
        ClassCounts counts = counts("100,100,30,5,5,1");
        GroupedProblem problem = Losses.crossEntropy(counts, 2);
        GroupedSolution near = solve(problem);
        GroupedProblem next = problem.withLambda(0.7);
        GroupedSolution warm = GroupedUfm.solve(next, GroupedUfm.Limits.of(1e-12), Optional.of(near), step -> {});
        GroupedSolution cold = solve(next);
        assertEquals(
                cold.certificate().primal(),
                warm.certificate().primal(),
                1e-12 * cold.certificate().primal());
        assertEquals(
                0,
                cold.logits(counts).between().maxDifference(warm.logits(counts).between()),
                1e-9);
        assertEquals(cold.rank(), warm.rank());
    }
}
