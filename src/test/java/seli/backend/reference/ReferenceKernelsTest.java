package seli.backend.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.LossValue;
import seli.backend.NothingLive;
import seli.backend.Workspace;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/** The truth itself: hand-sized values and derivatives, since nothing stands above it. */
class ReferenceKernelsTest {
    private static final double U = 0x1p-53;
    private static final ClassCounts COUNTS = ClassCounts.of(10, 4, 1);

    @RegisterExtension
    final NothingLive live = new NothingLive();

    private Backend backend;

    @BeforeEach
    void open() {
        backend = live.watch(ReferenceBackend.open());
    }

    static Stream<VectorScalingLoss> losses() {
        return Stream.of(
                VectorScalingLoss.crossEntropy(3),
                VectorScalingLoss.weighted(COUNTS),
                VectorScalingLoss.logitAdjustment(COUNTS, 1),
                VectorScalingLoss.cdt(COUNTS, 0.4),
                VectorScalingLoss.ldt(COUNTS, -0.3),
                VectorScalingLoss.vectorScaling(COUNTS, 0.2, 1.5));
    }

    private double loss(HostMatrix logits, int[] labels, VectorScalingLoss loss) {
        try (Workspace workspace = backend.openWorkspace()) {
            return backend.kernels()
                    .loss(workspace.upload(logits), workspace.labels(labels, loss.classes()), loss)
                    .value();
        }
    }

    private HostMatrix gradient(HostMatrix logits, int[] labels, VectorScalingLoss loss) {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.upload(logits);
            backend.kernels().lossAndGradient(z, workspace.labels(labels, loss.classes()), loss);
            return z.download();
        }
    }

    @Test
    void equalLogitsGiveLogKAndUniformProbabilities() {
        HostMatrix z = HostMatrix.zeros(4, 1);
        VectorScalingLoss ce = VectorScalingLoss.crossEntropy(4);

        assertEquals(Math.log(4), loss(z, new int[] {2}, ce), 4 * U);
        assertEquals(
                0, gradient(z, new int[] {2}, ce).maxDifference(HostMatrix.of(4, 1, 0.25, 0.25, -0.75, 0.25)), 2 * U);
    }

    @Test
    void crossEntropyByHand() {
        // exp(z) = 1, 2, 5: p = 1/8, 2/8, 5/8
        HostMatrix z = HostMatrix.of(3, 2, 0, Math.log(2), Math.log(5), 0, Math.log(2), Math.log(5));
        int[] y = {2, 0};
        VectorScalingLoss ce = VectorScalingLoss.crossEntropy(3);

        assertEquals(Math.log(8.0 / 5) + Math.log(8), loss(z, y, ce), 16 * U);
        HostMatrix expected = HostMatrix.of(3, 2, 0.125, 0.25, -0.375, -0.875, 0.25, 0.625);
        assertEquals(0, gradient(z, y, ce).maxDifference(expected), 8 * U);
    }

    @Test
    void vectorScalingByHand() {
        // u = tau_y delta_c z_c + iota_c with y = 0: 2 * (1, 3) * (0.5, 0.25) + (0, log 2) = (1, 1.5 + log 2)
        VectorScalingLoss loss = VectorScalingLoss.of(
                "hand", new double[] {3, 1}, new double[] {1, 3}, new double[] {2, 1}, new double[] {0, Math.log(2)});
        HostMatrix z = HostMatrix.of(2, 1, 0.5, 0.25);
        double other = 2 * Math.exp(0.5);
        double p = other / (1 + other);

        assertEquals(3 * Math.log1p(other), loss(z, new int[1], loss), 32 * U);
        HostMatrix gradient = gradient(z, new int[1], loss);
        assertEquals(-3 * 2 * 1 * p, gradient.get(0, 0), 32 * U * 6);
        assertEquals(3 * 2 * 3 * p, gradient.get(1, 0), 32 * U * 18);
    }

    /** The error of a central difference in a fixed direction falls by four when its step is halved. */
    @ParameterizedTest
    @MethodSource("losses")
    void gradientIsTheDerivative(VectorScalingLoss loss) {
        HostMatrix z = HostMatrix.generate(3, 4, (c, i) -> Math.sin(1 + c + 2.5 * i));
        HostMatrix direction = HostMatrix.generate(3, 4, (c, i) -> Math.cos(2 + 3 * c + i) / Math.sqrt(6));
        int[] y = {0, 1, 2, 0};
        double exact = gradient(z, y, loss).dot(direction);

        double coarse = difference(z, direction, 0.1, y, loss) - exact;
        double fine = difference(z, direction, 0.05, y, loss) - exact;

        assertTrue(Math.abs(fine) < 1e-3, () -> loss + ": error " + fine);
        assertEquals(4, coarse / fine, 0.2, () -> "order of " + loss);
    }

    private double difference(HostMatrix z, HostMatrix direction, double step, int[] y, VectorScalingLoss loss) {
        HostMatrix ahead = HostMatrix.generate(3, 4, (c, i) -> z.get(c, i) + step * direction.get(c, i));
        HostMatrix behind = HostMatrix.generate(3, 4, (c, i) -> z.get(c, i) - step * direction.get(c, i));
        return (loss(ahead, y, loss) - loss(behind, y, loss)) / (2 * step);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void labelGradientIsMinusTheSumOfTheOthersWhereScalesAreOne(VectorScalingLoss loss) {
        HostMatrix gradient = gradient(HostMatrix.of(3, 1, 30, -2, 1), new int[1], loss);
        double sum = gradient.get(0, 0) / loss.delta(0)
                + gradient.get(1, 0) / loss.delta(1)
                + gradient.get(2, 0) / loss.delta(2);

        assertEquals(0, sum, 16 * U * Math.abs(gradient.get(0, 0)));
        assertTrue(gradient.get(0, 0) < 0 && gradient.get(1, 0) > 0 && gradient.get(2, 0) > 0);
    }

    @Test
    void logarithmIsRightWhereOneLossUnderflowsAndAnotherDoesNot() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.upload(HostMatrix.of(2, 2, 2000, 0, 1, 0));
            LossValue value =
                    backend.kernels().loss(z, workspace.labels(new int[2], 2), VectorScalingLoss.crossEntropy(2));

            assertEquals(Math.log1p(Math.exp(-1)), value.value(), 4 * U);
            assertEquals(Math.log(Math.log1p(Math.exp(-1))), value.log(), 8 * U);
        }
    }

    @Test
    void tinyWeightsEnterTheLogarithm() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.upload(HostMatrix.zeros(2, 1));
            VectorScalingLoss loss = VectorScalingLoss.crossEntropy(2).times(1e-300);
            LossValue value = backend.kernels().loss(z, workspace.labels(new int[1], 2), loss);

            assertEquals(Math.log(Math.log(2)) + Math.log(1e-300), value.log(), 4 * U * 691);
        }
    }
}
