package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import seli.backend.Backend;
import seli.backend.BackendUnavailableException;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.backend.reference.ReferenceBackend;
import seli.certificate.OptimalityCertificate;
import seli.geometry.GramDistance;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;
import seli.solver.IterationListener;
import seli.solver.SolverSettings;
import seli.solver.SolverStatus;

class SolveJobTest {
    private static final SolverSettings LIMITS = SolverSettings.certified(1e-8, 20_000, 60);

    /** One line of golden/ridge.csv. */
    private record Golden(ClassCounts counts, double lambda, double[] values) {
        static List<Golden> all() throws IOException {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(SolveJobTest.class.getResourceAsStream("/seli/golden/ridge.csv")),
                    StandardCharsets.UTF_8))) {
                return reader.lines().skip(1).map(Golden::of).toList();
            }
        }

        private static Golden of(String line) {
            String[] cells = line.split(";");
            long[] counts =
                    Stream.of(cells[0].split(",")).mapToLong(Long::parseLong).toArray();
            double[] values =
                    Stream.of(cells).skip(2).mapToDouble(Double::parseDouble).toArray();
            return new Golden(ClassCounts.of(counts), Double.parseDouble(cells[1]), values);
        }
    }

    /** Backends that this machine has; the reference always. */
    enum Device {
        REFERENCE,
        CPU;

        Backend open() {
            try {
                return this == REFERENCE
                        ? ReferenceBackend.open()
                        : Backends.open(Backends.Choice.CPU, Precision.FLOAT64, 1);
            } catch (BackendUnavailableException e) {
                return Assumptions.abort(e.getMessage());
            }
        }
    }

    private static SolveOutcome solve(Backend backend, UfmProblem problem, SolveSettings.Start start) {
        SolveOutcome outcome = SolveJob.run(backend, new SolveSettings(problem, LIMITS, start), IterationListener.NONE);
        assertEquals(0, backend.liveBytes());
        verify(outcome);
        return outcome;
    }

    /** From problem and factors alone, on the reference: what was reported is what is so. */
    private static void verify(SolveOutcome outcome) {
        try (Backend reference = ReferenceBackend.open()) {
            OptimalityCertificate again = OptimalityCertificate.at(
                    reference,
                    outcome.problem(),
                    outcome.solution().classifier(),
                    outcome.solution().classMeans());
            OptimalityCertificate reported = outcome.certificate();
            assertEquals(again.primal(), reported.primal(), 1e-12 * again.primal());
            assertEquals(again.dual(), reported.dual(), 1e-10 * again.primal());
            assertEquals(again.spectralNormRatio(), reported.spectralNormRatio(), 1e-10);
            assertEquals(outcome.status() == SolverStatus.OPTIMAL, again.relativeGap() <= 1e-8 * (1 + 1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void goldenOptimaAreReachedAndProved(Device device) throws IOException {
        try (Backend backend = device.open()) {
            for (Golden golden : Golden.all()) {
                UfmProblem problem = UfmProblem.crossEntropy(golden.counts, golden.counts.classes(), golden.lambda);
                SolveOutcome outcome = solve(backend, problem, new SolveSettings.SeliStart());
                String what = golden.counts + ", lambda " + golden.lambda;
                assertEquals(SolverStatus.OPTIMAL, outcome.status(), what);
                assertTrue(outcome.certificate().relativeGap() <= 1e-8, what);
                compare(golden, outcome, what);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void goldenOptimaAreProvedToTenDigitsByCollapsed(Device device) throws IOException {
        SolverSettings tight = SolverSettings.certified(1e-10, 20_000, 60);
        try (Backend backend = device.open()) {
            for (Golden golden : Golden.all()) {
                UfmProblem problem = UfmProblem.crossEntropy(golden.counts, golden.counts.classes(), golden.lambda);
                SolveSettings settings = new SolveSettings(
                        problem,
                        tight,
                        new SolveSettings.SeliStart(),
                        SolveMethod.COLLAPSED,
                        LossReduction.SUM,
                        SolveSettings.Variant.PLAIN);
                SolveOutcome outcome = SolveJob.run(backend, settings, IterationListener.NONE);
                String what = golden.counts + ", lambda " + golden.lambda + ", " + outcome.certificate();
                assertEquals(SolverStatus.OPTIMAL, outcome.status(), what);
                assertTrue(outcome.certificate().relativeGap() <= 1e-10, what);
                compare(golden, outcome, what);
            }
        }
    }

    private static void compare(Golden golden, SolveOutcome outcome, String what) {
        double[] v = golden.values;
        HostMatrix w = outcome.solution().classifier();
        HostMatrix m = outcome.solution().classMeans();
        HostMatrix ofW = w.transpose().times(w);
        HostMatrix ofM = m.transpose().times(m);
        HostMatrix z = w.transpose().times(m);
        int last = golden.counts.classes() - 1;
        assertEquals(v[0], outcome.certificate().primal(), 1e-9 * v[0], what);
        assertEquals(v[1], outcome.solution().rank(), what);
        double[] measured = {
            outcome.solution().nuclearNorm(),
            ofW.get(0, 0),
            ofW.get(last, last),
            ofM.get(0, 0),
            ofM.get(last, last),
            z.get(0, 0),
            z.get(last, last)
        };
        assertNear(Arrays.copyOfRange(v, 2, 9), measured, 1e-6, what);
        SeliGeometry seli = SeliGeometry.of(golden.counts);
        double[]
                distances = { // of the means as they are and of the logits weighted by sqrt(n_c), as the golden numbers
            // have it
            GramDistance.toClassifierSeli(ofW, seli).orElseThrow(),
            GramDistance.toEmbeddingSeli(ofM, seli).orElseThrow(),
            GramDistance.between(weighted(z, golden.counts), weighted(centering(last + 1), golden.counts))
                    .orElseThrow(),
            GramDistance.toEtf(ofW).orElseThrow(),
            GramDistance.toEtf(ofM).orElseThrow()
        };
        for (int i = 0; i < distances.length; i++) {
            assertEquals(v[9 + i], distances[i], 1e-6, what + ", distance " + i);
        }
    }

    private static HostMatrix centering(int k) {
        return HostMatrix.generate(k, k, (i, j) -> (i == j ? 1 : 0) - 1.0 / k);
    }

    private static HostMatrix weighted(HostMatrix z, ClassCounts counts) {
        return HostMatrix.generate(z.rows(), z.cols(), (i, c) -> z.get(i, c) * Math.sqrt(counts.count(c)));
    }

    private static void assertNear(double[] expected, double[] actual, double relative, String what) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], relative * Math.abs(expected[i]), what + ", value " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void randomStartsReachTheSameOptimumForEveryLoss(Device device) {
        ClassCounts counts = ClassCounts.of(30, 9, 9, 4, 1);
        List<VectorScalingLoss> losses = List.of(
                VectorScalingLoss.crossEntropy(5),
                VectorScalingLoss.weighted(counts),
                VectorScalingLoss.logitAdjustment(counts, 1),
                VectorScalingLoss.cdt(counts, 0.3),
                VectorScalingLoss.ldt(counts, 0.3),
                VectorScalingLoss.vectorScaling(counts, 0.2, 0.5));
        try (Backend backend = device.open()) {
            for (VectorScalingLoss loss : losses) {
                UfmProblem problem = new UfmProblem(counts, 6, loss, new Ridge(0.2, 0.05));
                SolveOutcome seli = solve(backend, problem, new SolveSettings.SeliStart());
                SolveOutcome random = solve(backend, problem, new SolveSettings.RandomStart(4));
                assertEquals(SolverStatus.OPTIMAL, seli.status(), loss.name());
                assertEquals(SolverStatus.OPTIMAL, random.status(), loss.name());
                assertEquals(
                        seli.certificate().primal(),
                        random.certificate().primal(),
                        2e-8 * seli.certificate().primal());
                HostMatrix w = seli.solution().classifier();
                HostMatrix v = random.solution().classifier();
                double scale = w.dot(w);
                assertTrue(w.transpose().times(w).maxDifference(v.transpose().times(v)) < 1e-4 * scale, loss.name());
            }
        }
    }

    @Test
    void ridgeAboveTheThresholdGivesZero() {
        ClassCounts counts = ClassCounts.of(10, 10, 1, 1);
        try (Backend backend = ReferenceBackend.open()) {
            SolveOutcome zero = solve(
                    backend,
                    UfmProblem.crossEntropy(counts, 4, Math.sqrt(10) * (1 + 1e-9)),
                    new SolveSettings.SeliStart());
            assertEquals(SolverStatus.OPTIMAL, zero.status());
            assertEquals(HostMatrix.zeros(4, 4), zero.solution().classifier());
            assertEquals(HostMatrix.zeros(4, 4), zero.solution().classMeans());
            assertEquals(0, zero.solution().rank());
            assertEquals(0, zero.solution().nuclearNorm());
            assertEquals(List.of(0, 1), zero.collapsedGroups());
            SolveOutcome below = solve(backend, UfmProblem.crossEntropy(counts, 4, 3), new SolveSettings.SeliStart());
            assertEquals(1, below.solution().rank(), "only the difference of the majorities is active");
            assertEquals(List.of(1), below.collapsedGroups());
        }
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void collapsedWarmStartIsEscaped(Device device) {
        ClassCounts counts = ClassCounts.of(10, 10, 1, 1);
        try (Backend backend = device.open()) {
            SolveOutcome collapsed =
                    solve(backend, UfmProblem.crossEntropy(counts, 4, 1), new SolveSettings.SeliStart());
            assertEquals(List.of(1), collapsed.collapsedGroups());
            HostMatrix w = collapsed.solution().classifier();
            HostMatrix m = collapsed.solution().classMeans();
            UfmProblem problem = UfmProblem.crossEntropy(counts, 4, 0.1);
            OptimalityCertificate before = OptimalityCertificate.at(backend, problem, w, m);
            assertTrue(before.spectralNormRatio() > 2, () -> "a saddle: " + before);
            SolveOutcome outcome = solve(backend, problem, new SolveSettings.WarmStart(w, m));
            assertEquals(SolverStatus.OPTIMAL, outcome.status());
            assertEquals(3, outcome.solution().rank());
            assertEquals(3.573428442144, outcome.certificate().primal(), 1e-11);
        }
    }

    @Test
    void optimumHasBalancedFactorsAndTheGroupLaw() {
        Random random = new Random(12);
        try (Backend backend = ReferenceBackend.open()) {
            for (int trial = 0; trial < 5; trial++) {
                long big = 2 + random.nextInt(60);
                ClassCounts counts = ClassCounts.of(big, 1, big, 1, 1);
                double lambda = 0.02 + random.nextDouble() * 0.9;
                Ridge ridge = new Ridge(lambda * 3, lambda / 3);
                UfmProblem problem = new UfmProblem(counts, 5, VectorScalingLoss.crossEntropy(5), ridge);
                SolveOutcome outcome = SolveJob.run(
                        backend,
                        new SolveSettings(
                                problem, SolverSettings.certified(1e-12, 20_000, 60), new SolveSettings.SeliStart()),
                        IterationListener.NONE);
                HostMatrix w = outcome.solution().classifier();
                HostMatrix m = outcome.solution().classMeans();
                HostMatrix weighted = weighted(m, counts);
                HostMatrix left = w.times(w.transpose()).times(ridge.lambdaW());
                HostMatrix right = weighted.times(weighted.transpose()).times(ridge.lambdaH());
                String what = "n = " + big + ", lambda = " + lambda;
                assertTrue(left.maxDifference(right) < 1e-12 * left.norm(), what);
                groupLaw(w, m, counts, lambda, what);
            }
        }
    }

    /** p_same - p_other = max(0, 1 - lambda / sqrt(n_g)) within a group of equal counts. */
    private static void groupLaw(HostMatrix w, HostMatrix m, ClassCounts counts, double lambda, String what) {
        HostMatrix z = w.transpose().times(m);
        for (int[] pair : new int[][] {{0, 2}, {1, 3}}) {
            double sum = 0;
            for (int c = 0; c < counts.classes(); c++) {
                sum += Math.exp(z.get(c, pair[0]));
            }
            double same = Math.exp(z.get(pair[0], pair[0])) / sum;
            double other = Math.exp(z.get(pair[1], pair[0])) / sum;
            double law = Math.max(0, 1 - lambda / Math.sqrt(counts.count(pair[0])));
            assertEquals(law, same - other, 1e-7, what);
        }
    }

    @Test
    void limitsAreReportedNotHidden() {
        try (Backend backend = ReferenceBackend.open()) {
            UfmProblem problem = UfmProblem.crossEntropy(ClassCounts.of(50, 7, 3), 3, 0.01);
            SolverSettings one = new SolverSettings(1e-8, 1, 60, 25);
            SolveOutcome outcome = SolveJob.run(
                    backend, new SolveSettings(problem, one, new SolveSettings.RandomStart(1)), IterationListener.NONE);
            assertEquals(SolverStatus.MAX_ITERATIONS, outcome.status());
            assertEquals(1, outcome.effort().iterations());
            assertTrue(outcome.certificate().relativeGap() > 1e-3);
            verify(outcome);
        }
    }

    @Test
    void problemsThatCannotBeSolvedAreRefused() {
        UfmProblem free = new UfmProblem(ClassCounts.of(2, 1), 2, VectorScalingLoss.crossEntropy(2), Ridge.NONE);
        assertThrows(
                IllegalArgumentException.class, () -> new SolveSettings(free, LIMITS, new SolveSettings.SeliStart()));
        try (Backend backend = ReferenceBackend.open()) {
            UfmProblem problem = UfmProblem.crossEntropy(ClassCounts.of(2, 1), 2, 0.1);
            SolveSettings wrong = new SolveSettings(
                    problem, LIMITS, new SolveSettings.WarmStart(HostMatrix.zeros(3, 2), HostMatrix.zeros(2, 2)));
            IllegalArgumentException shape = assertThrows(
                    IllegalArgumentException.class, () -> SolveJob.run(backend, wrong, IterationListener.NONE));
            assertEquals("start's classifier is 3 x 2; expected 2 x 2 (d x k)", shape.getMessage());
            assertEquals(0, backend.liveBytes());
            ClassCounts many = ClassCounts.ofRuns(List.of(new seli.label.CountGroup(2, 1_000_000)));
            UfmProblem huge = UfmProblem.crossEntropy(many, 1_000_000, 0.1);
            IllegalArgumentException size = assertThrows(
                    IllegalArgumentException.class,
                    () -> SolveJob.run(
                            backend,
                            new SolveSettings(
                                    huge,
                                    LIMITS,
                                    new SolveSettings.SeliStart(),
                                    SolveMethod.COLLAPSED,
                                    LossReduction.SUM,
                                    SolveSettings.Variant.PLAIN),
                            IterationListener.NONE));
            assertTrue(size.getMessage().contains("1000000 classes"), size.getMessage());
        }
    }
}
