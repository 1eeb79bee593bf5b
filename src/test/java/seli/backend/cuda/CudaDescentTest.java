package seli.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

/** Steps that the device takes by itself, in one block or as a graph, against the plain operations of the reference. */
@Tag("cuda")
@ExtendWith(StandInExtension.class)
class CudaDescentTest {
    private static final long SEED = 5;
    private static final int[] LABELS = {0, 0, 0, 1, 1, 2};
    private static final ClassCounts COUNTS = ClassCounts.of(3, 2, 1);

    /** The matrices of one run. */
    private record Run(DenseMatrix w, DenseMatrix h, DenseMatrix vw, DenseMatrix vh, UfmKernels.DescentPoint point) {
        static Run on(Workspace workspace, VectorScalingLoss loss, double size) {
            Random random = new Random(SEED);
            HostMatrix w0 = HostMatrix.generate(4, 3, (i, j) -> size * random.nextGaussian());
            HostMatrix h0 = HostMatrix.generate(4, 6, (i, j) -> size * random.nextGaussian());
            DenseMatrix w = workspace.upload(w0);
            DenseMatrix h = workspace.upload(h0);
            DenseMatrix vw = workspace.zeros(4, 3);
            DenseMatrix vh = workspace.zeros(4, 6);
            LabelVector labels = workspace.labels(LABELS, 3);
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
                            workspace.zeros(4, 3),
                            workspace.zeros(4, 6),
                            workspace.zeros(3, 6),
                            labels,
                            loss));
        }

        /** One step by the plain operations; returns the loss before it. */
        double plainStep(Backend backend, double rate, double ridgeW, double ridgeH) {
            backend.algebra().gemm(true, false, 1, w, h, 0, point.logits());
            double value = backend.kernels().lossAndGradient(point.logits(), point.labels(), point.loss());
            backend.algebra().gemm(false, true, 1, h, point.logits(), 0, point.gradientW());
            backend.algebra().gemm(false, false, 1, w, point.logits(), 0, point.gradientH());
            backend.kernels().momentumStep(w, point.gradientW(), vw, rate, 0.9, ridgeW);
            backend.kernels().momentumStep(h, point.gradientH(), vh, rate, 0.9, ridgeH);
            return value;
        }
    }

    private static double rate(int step) {
        return step < 12 ? 0.1 : 0.05;
    }

    private static void agree(Supplier<CudaBackend> open, VectorScalingLoss loss, int steps) {
        try (Backend truth = ReferenceBackend.open();
                Workspace trusted = truth.openWorkspace();
                Backend device = open.get();
                Workspace tested = device.openWorkspace()) {
            Run plain = Run.on(trusted, loss, 1);
            Run enqueued = Run.on(tested, loss, 1);
            UfmKernels.Descent descent =
                    device.kernels().descent(enqueued.point(), tested).orElseThrow();
            double last = Double.NaN;
            for (int step = 0; step < steps; step++) {
                last = plain.plainStep(truth, rate(step), 1e-3, 2e-3);
                descent.step(rate(step), 0.9, 1e-3, 2e-3);
                if (step % 7 == 3) { // asking in between changes nothing
                    assertEquals(step + 1, descent.progress().taken());
                    assertEquals(last, descent.progress().loss(), 1e-12 * last);
                }
            }
            assertEquals(steps, descent.progress().taken());
            assertEquals(last, descent.progress().loss(), 1e-12 * last);
            assertEquals(0, plain.w().download().maxDifference(enqueued.w().download()), 1e-12);
            assertEquals(0, plain.h().download().maxDifference(enqueued.h().download()), 1e-12);
            assertEquals(0, plain.vw().download().maxDifference(enqueued.vw().download()), 1e-12);
            assertEquals(0, plain.vh().download().maxDifference(enqueued.vh().download()), 1e-12);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "40"})
    void stepsInOneBlockAreThoseOfThePlainOperations(int steps) {
        agree(() -> CudaBackends.open(Precision.FLOAT64), VectorScalingLoss.crossEntropy(3), steps);
        agree(() -> CudaBackends.open(Precision.FLOAT64), VectorScalingLoss.cdt(COUNTS, 0.4), steps);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "40"})
    void stepsByAGraphAreThoseOfThePlainOperations(int steps) {
        agree(() -> CudaBackends.padded(Precision.FLOAT64), VectorScalingLoss.crossEntropy(3), steps);
        agree(() -> CudaBackends.padded(Precision.FLOAT64), VectorScalingLoss.cdt(COUNTS, 0.4), steps);
    }

    @Test
    void stepWhoseLossIsNotFiniteIsNotTaken() {
        stopsAt(() -> CudaBackends.open(Precision.FLOAT64));
        stopsAt(() -> CudaBackends.padded(Precision.FLOAT64));
    }

    private static void stopsAt(Supplier<CudaBackend> open) {
        try (Backend device = open.get();
                Workspace workspace = device.openWorkspace()) {
            Run run = Run.on(workspace, VectorScalingLoss.crossEntropy(3), 1);
            UfmKernels.Descent descent =
                    device.kernels().descent(run.point(), workspace).orElseThrow();
            for (int step = 0; step < 30; step++) {
                descent.step(1e80, 0.9, 0.5, 0.5); // each step multiplies the factors by about -5e79
            }
            assertFalse(Double.isFinite(descent.progress().loss()));
            long taken = descent.progress().taken();
            assertTrue(taken >= 1 && taken < 10, () -> taken + " steps taken");
            HostMatrix w = run.w().download();
            assertTrue(w.isFinite());
            descent.step(1e80, 0.9, 0.5, 0.5);
            assertEquals(taken, descent.progress().taken());
            assertEquals(w, run.w().download());
        }
    }

    @Test
    void graphIsRecordedOnceAndLaunchedForEachStep() {
        CudaBackends.requireStandIn();
        try (Backend device = CudaBackends.padded(Precision.FLOAT32);
                Workspace workspace = device.openWorkspace()) {
            Run run = Run.on(workspace, VectorScalingLoss.crossEntropy(3), 1);
            UfmKernels.Descent descent =
                    device.kernels().descent(run.point(), workspace).orElseThrow();
            long before = StandIn.calls("cuGraphLaunch");
            for (int step = 0; step < 10; step++) {
                descent.step(rate(2 * step), 0.9, 0, 0);
            }
            assertEquals(9, StandIn.calls("cuGraphLaunch") - before);
            assertEquals(10, descent.progress().taken());
        }
    }
}
