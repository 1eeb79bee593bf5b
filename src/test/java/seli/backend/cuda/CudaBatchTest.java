package seli.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/** Many small problems at once: each as if it were alone, and as the plain operations have it. */
@Tag("cuda")
@ExtendWith(StandInExtension.class)
class CudaBatchTest {
    private static final long SEED = 17;
    private static final int D = 4;
    private static final int K = 3;
    private static final int N = 7;
    private static final int PROBLEMS = 5;
    private static final ClassCounts COUNTS = ClassCounts.of(4, 2, 1);

    /** Matrices of {@code problems} problems beginning with number {@code first}. */
    private record Problems(
            int first,
            int count,
            DenseMatrix w,
            DenseMatrix h,
            DenseMatrix vw,
            DenseMatrix vh,
            LabelVector labels,
            List<VectorScalingLoss> losses,
            List<UfmKernels.StepRule> rules) {
        static Problems on(Workspace workspace, int first, int count) {
            int[] labels = new int[count * N];
            List<VectorScalingLoss> losses = new ArrayList<>();
            List<UfmKernels.StepRule> rules = new ArrayList<>();
            for (int p = first; p < first + count; p++) {
                Random random = new Random(SEED + p);
                for (int i = 0; i < N; i++) {
                    labels[(p - first) * N + i] = i < K ? i : random.nextInt(K);
                }
                losses.add(p % 2 == 0 ? VectorScalingLoss.crossEntropy(K) : VectorScalingLoss.cdt(COUNTS, 0.2 * p));
                rules.add(new UfmKernels.StepRule(0.02 * (p + 1), 0.1 * p, 1e-3 * p, 2e-3));
            }
            return new Problems(
                    first,
                    count,
                    workspace.upload(numbers(first, K * count, K, 1)),
                    workspace.upload(numbers(first, N * count, N, 2)),
                    workspace.zeros(D, K * count),
                    workspace.zeros(D, N * count),
                    workspace.labels(labels, K),
                    losses,
                    rules);
        }

        private static HostMatrix numbers(int first, int cols, int width, int stream) {
            return HostMatrix.generate(D, cols, (i, j) -> {
                long place = (first + j / width) * 1000L + (long) (j % width) * D + i;
                return new Random(SEED * stream + place).nextGaussian();
            });
        }

        UfmKernels.BatchPoint point() {
            return new UfmKernels.BatchPoint(w, h, vw, vh, labels, losses);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT64", "FLOAT32"})
    void problemSideBySideHasTheBitsOfTheProblemAlone(Precision precision) {
        try (Backend device = CudaBackends.open(precision);
                Workspace workspace = device.openWorkspace()) {
            Problems all = Problems.on(workspace, 0, PROBLEMS);
            UfmKernels.BatchDescent batch =
                    device.kernels().descents(all.point(), workspace).orElseThrow();
            batch.steps(20, all.rules());
            batch.steps(0, all.rules());
            batch.steps(13, all.rules());
            List<UfmKernels.Progress> progress = batch.progress();
            for (int p = 0; p < PROBLEMS; p++) {
                Problems one = Problems.on(workspace, p, 1);
                UfmKernels.BatchDescent alone =
                        device.kernels().descents(one.point(), workspace).orElseThrow();
                alone.steps(33, one.rules());
                assertEquals(33, progress.get(p).taken());
                UfmKernels.Progress truth = alone.progress().get(0);
                assertEquals(truth.loss(), progress.get(p).loss(), 1e-14 * truth.loss()); // order of the columns' sum
                assertEquals(one.w().download(), all.w().columns(p * K, K).download());
                assertEquals(one.h().download(), all.h().columns(p * N, N).download());
                assertEquals(one.vw().download(), all.vw().columns(p * K, K).download());
                assertEquals(one.vh().download(), all.vh().columns(p * N, N).download());
            }
        }
    }

    @Test
    void stepsAreThoseOfThePlainOperations() {
        try (Backend truth = ReferenceBackend.open();
                Workspace trusted = truth.openWorkspace();
                Backend device = CudaBackends.open(Precision.FLOAT64);
                Workspace tested = device.openWorkspace()) {
            Problems all = Problems.on(tested, 0, PROBLEMS);
            UfmKernels.BatchDescent batch =
                    device.kernels().descents(all.point(), tested).orElseThrow();
            batch.steps(11, all.rules());
            List<UfmKernels.StepRule> slower = all.rules().stream()
                    .map(rule -> new UfmKernels.StepRule(rule.rate() / 2, 0.9, rule.ridgeW(), rule.ridgeH()))
                    .toList();
            batch.steps(9, slower);
            for (int p = 0; p < PROBLEMS; p++) {
                Problems one = Problems.on(trusted, p, 1);
                double last = 0;
                for (int step = 0; step < 20; step++) {
                    last = plainStep(
                            truth, trusted, one, step < 11 ? one.rules().get(0) : slower.get(p));
                }
                assertEquals(last, batch.progress().get(p).loss(), 1e-12 * last);
                assertNear(one.w(), all.w().columns(p * K, K));
                assertNear(one.h(), all.h().columns(p * N, N));
                assertNear(one.vw(), all.vw().columns(p * K, K));
                assertNear(one.vh(), all.vh().columns(p * N, N));
            }
        }
    }

    private static void assertNear(DenseMatrix expected, DenseMatrix found) {
        assertEquals(0, expected.download().maxDifference(found.download()), 1e-12);
    }

    private static double plainStep(Backend backend, Workspace workspace, Problems one, UfmKernels.StepRule rule) {
        DenseMatrix logits = workspace.zeros(K, N);
        DenseMatrix dw = workspace.zeros(D, K);
        DenseMatrix dh = workspace.zeros(D, N);
        backend.algebra().gemm(true, false, 1, one.w(), one.h(), 0, logits);
        double loss = backend.kernels()
                .lossAndGradient(logits, one.labels(), one.losses().get(0));
        backend.algebra().gemm(false, true, 1, one.h(), logits, 0, dw);
        backend.algebra().gemm(false, false, 1, one.w(), logits, 0, dh);
        backend.kernels().momentumStep(one.w(), dw, one.vw(), rule.rate(), rule.momentum(), rule.ridgeW());
        backend.kernels().momentumStep(one.h(), dh, one.vh(), rule.rate(), rule.momentum(), rule.ridgeH());
        return loss;
    }

    @Test
    void problemThatDivergesStandsStillWhileTheOthersGoOn() {
        try (Backend device = CudaBackends.open(Precision.FLOAT64);
                Workspace workspace = device.openWorkspace()) {
            Problems all = Problems.on(workspace, 0, PROBLEMS);
            List<UfmKernels.StepRule> rules = new ArrayList<>(all.rules());
            rules.set(2, new UfmKernels.StepRule(1e80, 0.9, 0.5, 0.5));
            UfmKernels.BatchDescent batch =
                    device.kernels().descents(all.point(), workspace).orElseThrow();
            batch.steps(30, rules);
            List<UfmKernels.Progress> progress = batch.progress();
            long taken = progress.get(2).taken();
            assertTrue(taken >= 1 && taken < 10, () -> taken + " steps taken");
            assertFalse(Double.isFinite(progress.get(2).loss()));
            HostMatrix still = all.w().columns(2 * K, K).download();
            assertTrue(still.isFinite());
            batch.steps(5, rules);
            assertEquals(still, all.w().columns(2 * K, K).download());
            for (int p : new int[] {0, 1, 3, 4}) {
                assertEquals(35, batch.progress().get(p).taken());
                assertTrue(Double.isFinite(batch.progress().get(p).loss()));
            }
        }
    }

    @Test
    void problemsThatDoNotFitABlockOrHaveGapsAreLeftToOthers() {
        try (Backend device = CudaBackends.open(Precision.FLOAT64);
                Workspace workspace = device.openWorkspace()) {
            int n = 4000; // logits of 3 x 4000 doubles alone are 96 kB, embeddings 160 kB
            UfmKernels.BatchPoint large = new UfmKernels.BatchPoint(
                    workspace.zeros(D, K),
                    workspace.zeros(D, n),
                    workspace.zeros(D, K),
                    workspace.zeros(D, n),
                    workspace.labels(new int[n], K),
                    List.of(VectorScalingLoss.crossEntropy(K)));
            assertTrue(device.kernels().descents(large, workspace).isEmpty());
        }
        try (Backend device = CudaBackends.padded(Precision.FLOAT64);
                Workspace workspace = device.openWorkspace()) {
            Problems all = Problems.on(workspace, 0, PROBLEMS);
            assertTrue(device.kernels().descents(all.point(), workspace).isEmpty());
        }
    }

    @Test
    void shapesThatDoNotAgreeAreRefused() {
        try (Backend device = CudaBackends.open(Precision.FLOAT64);
                Workspace workspace = device.openWorkspace()) {
            Problems all = Problems.on(workspace, 0, PROBLEMS);
            UfmKernels.BatchDescent batch =
                    device.kernels().descents(all.point(), workspace).orElseThrow();
            assertTrue(Double.isNaN(batch.progress().get(0).loss()));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> batch.steps(1, all.rules().subList(1, PROBLEMS)));
            List<List<VectorScalingLoss>> wrong = Arrays.asList(
                    List.of(), all.losses().subList(1, PROBLEMS), List.of(VectorScalingLoss.crossEntropy(K + 1)));
            for (List<VectorScalingLoss> losses : wrong) {
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new UfmKernels.BatchPoint(all.w(), all.h(), all.vw(), all.vh(), all.labels(), losses));
            }
        }
    }
}
