package seli.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/** Steps that run natively, packed or by tiles, against the plain operations of the reference. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CpuDescentTest {
    private static final long SEED = 23;
    private static final int STEPS = 12;

    /** Sizes (k, n, d): packed with every remainder of a vector; then a W too large for that, rows and columns. */
    private static final int[][] SIZES = {
        {2, 3, 1}, {3, 5, 2}, {7, 17, 8}, {10, 100, 10}, {13, 64, 15}, {33, 70, 33}, {96, 203, 171}, {300, 310, 64},
    };

    private final Map<String, Truth> truths = new HashMap<>();

    /** Problem and state; the counts fall from class to class. */
    private record Run(DenseMatrix w, DenseMatrix h, DenseMatrix vw, DenseMatrix vh, UfmKernels.DescentPoint point) {
        static Run on(Workspace workspace, int[] size, String loss, int tile) {
            int k = size[0];
            int n = size[1];
            int d = size[2];
            Random random = new Random(SEED);
            double scale = 0.7 / Math.sqrt(d);
            HostMatrix w0 = HostMatrix.generate(d, k, (i, j) -> scale * random.nextGaussian());
            HostMatrix h0 = HostMatrix.generate(d, n, (i, j) -> scale * random.nextGaussian());
            int[] labels = new int[n];
            long[] counts = new long[k];
            for (int i = 0; i < n; i++) {
                labels[i] = i < k ? i : Math.min(random.nextInt(k), random.nextInt(k));
                counts[labels[i]]++;
            }
            VectorScalingLoss chosen = switch (loss) {
                case "ce" -> VectorScalingLoss.crossEntropy(k);
                case "cdt" -> VectorScalingLoss.cdt(ClassCounts.of(counts), 0.3);
                default -> VectorScalingLoss.vectorScaling(ClassCounts.of(counts), 0.2, 0.5);
            };
            DenseMatrix w = workspace.upload(w0);
            DenseMatrix h = workspace.upload(h0);
            DenseMatrix vw = workspace.zeros(d, k);
            DenseMatrix vh = workspace.zeros(d, n);
            return new Run(
                    w,
                    h,
                    vw,
                    vh,
                    new UfmKernels.DescentPoint(
                            w,
                            h,
                            vw,
                            vh,
                            workspace.zeros(d, k),
                            workspace.zeros(d, n),
                            workspace.zeros(k, tile),
                            workspace.labels(labels, k),
                            chosen));
        }

        double plainStep(Backend backend, UfmKernels.StepRule rule) {
            backend.algebra().gemm(true, false, 1, w, h, 0, point.logits());
            double value = backend.kernels().lossAndGradient(point.logits(), point.labels(), point.loss());
            backend.algebra().gemm(false, true, 1, h, point.logits(), 0, point.gradientW());
            backend.algebra().gemm(false, false, 1, w, point.logits(), 0, point.gradientH());
            backend.kernels().momentumStep(w, point.gradientW(), vw, rule.rate(), rule.momentum(), rule.ridgeW());
            backend.kernels().momentumStep(h, point.gradientH(), vh, rule.rate(), rule.momentum(), rule.ridgeH());
            return value;
        }

        List<HostMatrix> state() {
            return List.of(w.download(), h.download(), vw.download(), vh.download());
        }
    }

    private static UfmKernels.StepRule rule(int step) {
        return new UfmKernels.StepRule(step < 6 ? 0.3 : 0.1, step < 9 ? 0.9 : 0, 1e-3, 2e-3);
    }

    static Stream<Arguments> builds() {
        List<Arguments> cases = new ArrayList<>();
        for (NativeLibrary.Build build : NativeLibrary.Build.values()) {
            for (Precision precision : List.of(Precision.FLOAT64, Precision.FLOAT32)) {
                for (int threads = 1; threads <= 3 && build != NativeLibrary.Build.JAVA; threads++) {
                    cases.add(Arguments.of(build, precision, threads));
                }
            }
        }
        return cases.stream();
    }

    /** The reference's state and last loss after all steps. */
    private record Truth(List<HostMatrix> state, double loss) {
        static Truth of(int[] size, String loss) {
            try (Backend backend = ReferenceBackend.open();
                    Workspace workspace = backend.openWorkspace()) {
                Run run = Run.on(workspace, size, loss, size[1]);
                double last = Double.NaN;
                for (int step = 0; step < STEPS; step++) {
                    last = run.plainStep(backend, rule(step));
                }
                return new Truth(run.state(), last);
            }
        }
    }

    private Truth truth(int[] size, String loss) {
        return truths.computeIfAbsent(Arrays.toString(size) + loss, key -> Truth.of(size, loss));
    }

    @ParameterizedTest
    @MethodSource("builds")
    void stepsAreThoseOfThePlainOperations(NativeLibrary.Build build, Precision precision, int threads) {
        Padding padding = threads == 2 ? Padding.GUARDED : Padding.NONE;
        for (int[] size : SIZES) {
            for (String loss : List.of("ce", "cdt", "vs")) {
                try (Backend backend = CpuBackends.open(precision, padding, threads, build);
                        Workspace workspace = backend.openWorkspace()) {
                    agree(backend, workspace, size, loss, 48);
                    // so little room that classes come in tiles, or a thread has less than a tile; not with more
                    // threads than cores, which would wait for one another at each tile (native/check does that)
                    if (size[0] > 90 && threads < 3) {
                        agree(backend, workspace, size, loss, 1);
                        agree(backend, workspace, size, loss, 7);
                    }
                }
            }
        }
    }

    private void agree(Backend backend, Workspace workspace, int[] size, String loss, int tile) {
        double tolerance = backend.info().precision() == Precision.FLOAT64 ? 1e-12 : 3e-4;
        String name = loss + Arrays.toString(size) + " " + tile;
        Run run = Run.on(workspace, size, loss, Math.min(size[1], tile));
        UfmKernels.Descent descent =
                backend.kernels().descent(run.point(), workspace).orElseThrow();
        for (int step = 0; step < STEPS; step++) {
            UfmKernels.StepRule rule = rule(step);
            descent.step(rule.rate(), rule.momentum(), rule.ridgeW(), rule.ridgeH());
            if (step == 4) {
                assertEquals(5, descent.progress().taken(), name);
            }
        }
        Truth truth = truth(size, loss);
        assertEquals(STEPS, descent.progress().taken(), name);
        assertEquals(truth.loss(), descent.progress().loss(), tolerance * truth.loss(), name);
        List<HostMatrix> found = run.state();
        for (int i = 0; i < 4; i++) {
            HostMatrix expected = truth.state().get(i);
            double difference = expected.maxDifference(found.get(i));
            assertTrue(difference <= tolerance * (1 + expected.norm()), () -> name + ": " + difference);
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void askingInBetweenChangesNoBit(NativeLibrary.Build build, Precision precision, int threads) {
        for (int[] size : SIZES) {
            try (Backend device = CpuBackends.open(precision, Padding.NONE, threads, build);
                    Workspace workspace = device.openWorkspace()) {
                List<HostMatrix> once = run(device, workspace, size, 100);
                assertEquals(once, run(device, workspace, size, 3));
                assertEquals(once, run(device, workspace, size, 1));
            }
        }
    }

    private static List<HostMatrix> run(Backend device, Workspace workspace, int[] size, int every) {
        Run run = Run.on(workspace, size, "ce", Math.min(size[1], 48));
        UfmKernels.Descent descent =
                device.kernels().descent(run.point(), workspace).orElseThrow();
        for (int step = 0; step < 13; step++) {
            descent.step(0.2, 0.9, 1e-3, 1e-3);
            if (step % every == every - 1) {
                descent.progress();
            }
        }
        assertEquals(13, descent.progress().taken());
        return run.state();
    }

    @ParameterizedTest
    @MethodSource("builds")
    void stepWhoseLossIsNotFiniteIsNotTaken(NativeLibrary.Build build, Precision precision, int threads) {
        double rate = precision == Precision.FLOAT64 ? 1e80 : 1e12;
        for (int[] size : SIZES) {
            try (Backend device = CpuBackends.open(precision, Padding.NONE, threads, build);
                    Workspace workspace = device.openWorkspace()) {
                Run run = Run.on(workspace, size, "ce", Math.min(size[1], 48));
                UfmKernels.Descent descent =
                        device.kernels().descent(run.point(), workspace).orElseThrow();
                for (int step = 0; step < 30; step++) {
                    descent.step(rate, 0.9, 0.5, 0.5);
                }
                assertFalse(Double.isFinite(descent.progress().loss()));
                long taken = descent.progress().taken();
                assertTrue(taken >= 1 && taken < 10, () -> taken + " steps taken");
                HostMatrix w = run.w().download();
                descent.step(rate, 0.9, 0.5, 0.5);
                assertEquals(taken, descent.progress().taken());
                assertEquals(w, run.w().download());
            }
        }
    }

    private static final int[] SMALL = {5, 23, 6};

    private static UfmKernels.StepRule ruleOf(int p) {
        return new UfmKernels.StepRule(p == 3 ? 1e80 : 0.1 * (p + 1), 0.2 * p, 1e-3, p == 3 ? 0.5 : 0);
    }

    /** The problems of {@code alone} side by side. */
    private static UfmKernels.BatchPoint together(Workspace workspace, List<Run> alone) {
        int k = SMALL[0];
        int n = SMALL[1];
        DenseMatrix w = workspace.zeros(SMALL[2], k * alone.size());
        DenseMatrix h = workspace.zeros(SMALL[2], n * alone.size());
        int[] labels = new int[n * alone.size()];
        for (int p = 0; p < alone.size(); p++) {
            Run run = alone.get(p);
            w.columns(k * p, k).upload(run.w().download());
            h.columns(n * p, n).upload(run.h().download());
            for (int i = 0; i < n; i++) {
                labels[n * p + i] = run.point().labels().label(i);
            }
        }
        return new UfmKernels.BatchPoint(
                w,
                h,
                workspace.zeros(w.rows(), w.cols()),
                workspace.zeros(h.rows(), h.cols()),
                workspace.labels(labels, k),
                alone.stream().map(run -> run.point().loss()).toList());
    }

    @ParameterizedTest
    @MethodSource("builds")
    void problemSideBySideHasTheBitsOfTheProblemAlone(NativeLibrary.Build build, Precision precision, int threads) {
        try (Backend device = CpuBackends.open(precision, Padding.GUARDED, threads, build);
                Workspace workspace = device.openWorkspace()) {
            List<Run> alone = Stream.of("ce", "vs", "ce", "vs")
                    .map(loss -> Run.on(workspace, SMALL, loss, SMALL[1]))
                    .toList();
            UfmKernels.BatchPoint point = together(workspace, alone);
            UfmKernels.BatchDescent batch =
                    device.kernels().descents(point, workspace).orElseThrow();
            List<UfmKernels.StepRule> rules =
                    Stream.of(0, 1, 2, 3).map(CpuDescentTest::ruleOf).toList();
            batch.steps(11, rules);
            batch.steps(8, rules);
            List<UfmKernels.Progress> progress = batch.progress();
            for (int p = 0; p < alone.size(); p++) {
                Run run = alone.get(p);
                assertEquals(nineteenSteps(device, workspace, run, rules.get(p)), progress.get(p));
                assertEquals(
                        run.w().download(),
                        point.w().columns(SMALL[0] * p, SMALL[0]).download());
                assertEquals(
                        run.vh().download(),
                        point.velocityH().columns(SMALL[1] * p, SMALL[1]).download());
            }
            assertTrue(progress.get(3).taken() < 10);
            assertEquals(19, progress.get(0).taken());
        }
    }

    private static UfmKernels.Progress nineteenSteps(
            Backend device, Workspace workspace, Run run, UfmKernels.StepRule rule) {
        UfmKernels.Descent descent =
                device.kernels().descent(run.point(), workspace).orElseThrow();
        for (int step = 0; step < 19; step++) {
            descent.step(rule.rate(), rule.momentum(), rule.ridgeW(), rule.ridgeH());
        }
        return descent.progress();
    }
}
