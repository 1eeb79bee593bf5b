package seli.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/** What every backend computes, where a reviewer can check it by hand or the numbers are at an edge. */
public abstract class NumbersContract {
    private static final HostMatrix SMALL = HostMatrix.of(2, 3, 1, 2, 3, 4, 5, 6);

    @RegisterExtension
    final NothingLive live = new NothingLive();

    private Backend backend;

    /** A fresh backend; aborts the test where it cannot be opened. */
    protected abstract Backend open();

    @BeforeEach
    void openBackend() {
        backend = live.watch(open());
    }

    @Test
    void emptyMatricesWorkThroughout() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix none = workspace.zeros(3, 0);
            DenseMatrix flat = workspace.zeros(0, 4);
            DenseAlgebra algebra = backend.algebra();

            assertEquals(HostMatrix.zeros(3, 0), none.download());
            assertEquals(0, algebra.norm(none));
            assertEquals(0, algebra.dot(flat, flat));
            assertArrayEquals(new double[0], algebra.singularValues(none));
            assertArrayEquals(new double[0], algebra.symmetricEigenvalues(workspace.zeros(0, 0)));
            algebra.scale(2, none);
            DenseMatrix product = workspace.upload(HostMatrix.of(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9));
            algebra.gemm(false, true, 1, none, none, 2, product);
            assertEquals(HostMatrix.of(3, 3, 2, 4, 6, 8, 10, 12, 14, 16, 18), product.download());
        }
    }

    @Test
    void decompositionsRefuseNaNAndInfinity() {
        DenseAlgebra algebra = backend.algebra();
        try (Workspace workspace = backend.openWorkspace()) {
            for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                DenseMatrix a = workspace.upload(HostMatrix.generate(3, 3, (i, j) -> i == 1 && j == 2 ? bad : 1));
                DenseMatrix u = workspace.zeros(3, 3);
                DenseMatrix vt = workspace.zeros(3, 3);

                String message = assertThrows(ArithmeticException.class, () -> algebra.symmetricEigen(a, u))
                        .getMessage();
                assertTrue(message.contains("(1, 2)") && !message.contains("\n"), message);
                assertThrows(ArithmeticException.class, () -> algebra.symmetricEigenvalues(a));
                assertThrows(ArithmeticException.class, () -> algebra.svd(a, u, vt));
                assertThrows(ArithmeticException.class, () -> algebra.singularValues(a));
            }
        }
    }

    @Test
    void normOfNaNIsNaNAndOfInfinityInfinite() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix nan = workspace.upload(HostMatrix.of(1, 3, 1, Double.NaN, 2));
            DenseMatrix infinite = workspace.upload(HostMatrix.of(1, 3, 1, Double.NEGATIVE_INFINITY, 2));

            assertTrue(Double.isNaN(backend.algebra().norm(nan)));
            assertEquals(Double.POSITIVE_INFINITY, backend.algebra().norm(infinite));
            assertTrue(Double.isNaN(backend.algebra().largest(nan)));
            assertEquals(Double.POSITIVE_INFINITY, backend.algebra().largest(infinite));
            assertEquals(0, backend.algebra().largest(workspace.zeros(3, 0)));
        }
    }

    @Test
    void oneBadLogitSpoilsItsColumnOnly() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.upload(HostMatrix.of(3, 2, 0, Double.NaN, 1, 0, 0, 0));
            LabelVector labels = workspace.labels(new int[] {0, 2}, 3);

            double loss = backend.kernels().lossAndGradient(z, labels, VectorScalingLoss.crossEntropy(3));

            HostMatrix gradient = z.download();
            assertTrue(Double.isNaN(loss));
            for (int c = 0; c < 3; c++) {
                assertTrue(Double.isNaN(gradient.get(c, 0)), "class " + c);
                assertTrue(Double.isFinite(gradient.get(c, 1)), "class " + c);
            }
        }
    }

    @Test
    void lossOfNoSamplesIsZeroWithLogarithmMinusInfinity() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.zeros(3, 0);
            LabelVector labels = workspace.labels(new int[0], 3);

            LossValue loss = backend.kernels().loss(z, labels, VectorScalingLoss.crossEntropy(3));

            assertEquals(new LossValue(0, Double.NEGATIVE_INFINITY), loss);
            assertEquals(0, backend.kernels().lossAndGradient(z, labels, VectorScalingLoss.crossEntropy(3)));
        }
    }

    @Test
    void meansOfClassesWithoutSamplesAreZero() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix h = workspace.upload(HostMatrix.of(1, 3, 1, 2, 4));
            DenseMatrix means = workspace.upload(HostMatrix.of(1, 3, 7, 7, 7));

            backend.kernels().classMeans(h, workspace.labels(new int[] {2, 0, 2}, 3), means);

            assertEquals(HostMatrix.of(1, 3, 2, 0, 2.5), means.download());
        }
    }

    @Test
    void scatterOfNoSamplesIsZero() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix scatter = workspace.upload(HostMatrix.of(2, 2, 7, 7, 7, 7));
            LabelVector labels = workspace.labels(new int[0], 3);

            backend.kernels().withinClassScatter(workspace.zeros(2, 0), labels, workspace.zeros(2, 3), scatter);

            assertEquals(HostMatrix.zeros(2, 2), scatter.download());
        }
    }

    @Test
    void scatterColumnsLetsTheLastOfEqualIndicesWin() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix target = workspace.zeros(2, 2);

            backend.kernels().scatterColumns(workspace.upload(SMALL), new int[] {1, 0, 1}, target);

            assertEquals(HostMatrix.of(2, 2, 3, 4, 5, 6), target.download());
        }
    }

    /** 1000 classes, the label ahead of all others by an integer margin m: s = 999 exp(-m), values to 17 digits. */
    @ParameterizedTest
    @CsvSource({
        "16, 1.12416320593189802e-04, 1.1241000211539083e-04",
        "20, 2.05909034888813187e-06, 2.0590882289630544e-06",
        "36, 2.31720330741305719e-13, 2.317203307412789e-13",
        "40, 4.24410590103628811e-15, 4.2441059010362794e-15",
        "80, 1.8030465364575697e-32, 1.8030465364575697e-32"
    })
    void lossAndLabelGradientKeepTheirDigitsAtLargeMargins(int margin, double loss, double labelGradient) {
        double relative = (999 + 20) * 0x1p-53 * 2;
        double stored = relative + backend.info().precision().roundoff();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.upload(HostMatrix.generate(1000, 1, (c, i) -> c == 7 ? margin : 0));
            LabelVector labels = workspace.labels(new int[] {7}, 1000);
            VectorScalingLoss ce = VectorScalingLoss.crossEntropy(1000);

            LossValue value = backend.kernels().loss(z, labels, ce);
            double same = backend.kernels().lossAndGradient(z, labels, ce);

            HostMatrix gradient = z.download();
            assertEquals(loss, value.value(), relative * loss);
            assertEquals(Math.log(loss), value.log(), relative + 0x1p-50 * 80);
            assertEquals(value.value(), same);
            assertEquals(-labelGradient, gradient.get(7, 0), stored * labelGradient);
            assertEquals(labelGradient / 999, gradient.get(0, 0), stored * labelGradient / 999);
        }
    }

    @Test
    void marginsOfTensOfThousandsNeitherOverflowNorLoseTheLogarithm() {
        double roundoff = backend.info().precision().roundoff();
        try (Workspace workspace = backend.openWorkspace()) {
            HostMatrix logits = HostMatrix.of(3, 2, 1e4, -1e4, 0, 1e4, -1e4, -1e4);
            DenseMatrix z = workspace.upload(logits);
            LabelVector loser = workspace.labels(new int[] {1, 1}, 3);
            LabelVector winner = workspace.labels(new int[] {0, 0}, 3);
            VectorScalingLoss ce = VectorScalingLoss.crossEntropy(3);

            LossValue small = backend.kernels().loss(z.columns(1, 1), workspace.labels(new int[1], 3), ce);
            LossValue both = backend.kernels().loss(z, winner, ce);
            double lost = backend.kernels().lossAndGradient(z, loser, ce);

            assertEquals(0, small.value());
            assertEquals(Math.log(2) - 2e4, small.log(), 4 * roundoff * 2e4);
            assertEquals(-1e4, both.log(), 4 * roundoff * 1e4);
            assertEquals(40000, lost, 4 * roundoff * 40000);
            assertEquals(HostMatrix.of(3, 2, 1, -1, 0, 1, -1, 0), z.download());
        }
    }

    @Test
    void momentumStepByHand() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix x = workspace.upload(HostMatrix.of(1, 2, 2, -4));
            DenseMatrix v = workspace.upload(HostMatrix.of(1, 2, 1, 3));
            DenseMatrix g = workspace.upload(HostMatrix.of(1, 2, 5, -1));

            backend.kernels().momentumStep(x, g, v, 0.25, 0.5, 2);

            // v = 0.5 v + (g + 2 x), x = x - 0.25 v: all exact
            assertEquals(HostMatrix.of(1, 2, 9.5, -7.5), v.download());
            assertEquals(HostMatrix.of(1, 2, -0.375, -2.125), x.download());
        }
    }

    @Test
    void productsByHandInAllFourTranspositions() {
        HostMatrix a = HostMatrix.of(2, 2, 1, 3, 2, 4);
        HostMatrix b = HostMatrix.of(2, 2, 5, 7, 6, 8);
        HostMatrix[] expected = {
            HostMatrix.of(2, 2, 19, 43, 22, 50), HostMatrix.of(2, 2, 17, 39, 23, 53),
            HostMatrix.of(2, 2, 26, 38, 30, 44), HostMatrix.of(2, 2, 23, 34, 31, 46)
        };
        try (Workspace workspace = backend.openWorkspace()) {
            for (int t = 0; t < 4; t++) {
                DenseMatrix c = workspace.upload(HostMatrix.identity(2));

                backend.algebra().gemm(t >= 2, t % 2 == 1, 1, workspace.upload(a), workspace.upload(b), 0, c);

                assertEquals(expected[t], c.download());
            }
        }
    }

    @Test
    void classStatisticsByHand() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix h = workspace.upload(HostMatrix.of(2, 3, 1, 0, 3, 4, 7, -1));
            LabelVector labels = workspace.labels(new int[] {0, 0, 1}, 2);
            DenseMatrix means = workspace.zeros(2, 2);
            DenseMatrix scatter = workspace.zeros(2, 2);

            backend.kernels().classMeans(h, labels, means);
            assertEquals(HostMatrix.of(2, 2, 2, 2, 7, -1), means.download());

            // deviations (-1, -2), (1, 2), (0, 0): sum of outer products is [2 4; 4 8]
            backend.kernels().withinClassScatter(h, labels, means, scatter);
            backend.algebra().scale(3, scatter);
            HostMatrix found = scatter.download();
            assertEquals(
                    0,
                    found.maxDifference(HostMatrix.of(2, 2, 2, 4, 4, 8)),
                    16 * backend.info().precision().roundoff());
        }
    }

    @Test
    void eigenvaluesAndSingularValuesByHand() {
        double slack = 16 * backend.info().precision().roundoff();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.upload(HostMatrix.of(2, 2, 2, 1, 1, 2));
            DenseMatrix v = workspace.zeros(2, 2);

            assertArrayEquals(new double[] {1, 3}, backend.algebra().symmetricEigen(a, v), slack);
            assertArrayEquals(new double[] {1, 3}, backend.algebra().symmetricEigenvalues(a), slack);
            assertEquals(Math.sqrt(0.5), Math.abs(v.download().get(0, 0)), slack);

            DenseMatrix tall = workspace.upload(HostMatrix.of(3, 2, 0, 4, 0, -3, 0, 0));
            DenseMatrix u = workspace.zeros(3, 2);
            DenseMatrix vt = workspace.zeros(2, 2);
            assertArrayEquals(new double[] {4, 3}, backend.algebra().svd(tall, u, vt), slack);
            assertArrayEquals(new double[] {4, 3}, backend.algebra().singularValues(tall), slack);
            assertEquals(1, Math.abs(u.download().get(1, 0)), slack);
            assertEquals(1, Math.abs(vt.download().get(1, 1)), slack);
        }
    }

    @Test
    void equalInputGivesEqualBits() {
        HostMatrix w = HostMatrix.generate(65, 33, (i, j) -> Math.sin(i + 70.0 * j));
        HostMatrix h = HostMatrix.generate(65, 129, (i, j) -> Math.cos(i * 0.7 + 3.0 * j));
        int[] y = new int[129];
        Arrays.setAll(y, i -> i * i % 33);

        List<Object> first = step(w, h, y);

        for (int repeat = 0; repeat < 3; repeat++) {
            assertEquals(first, step(w, h, y));
        }
    }

    /** Everything that a step of training and its checks compute. */
    private List<Object> step(HostMatrix w, HostMatrix h, int[] y) {
        DenseAlgebra algebra = backend.algebra();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix left = workspace.upload(w);
            DenseMatrix right = workspace.upload(h);
            DenseMatrix z = workspace.zeros(w.cols(), h.cols());
            DenseMatrix gradient = workspace.zeros(w.rows(), w.cols());
            DenseMatrix velocity = workspace.zeros(w.rows(), w.cols());
            algebra.gemm(true, false, 1, left, right, 0, z);
            double loss = backend.kernels()
                    .lossAndGradient(z, workspace.labels(y, w.cols()), VectorScalingLoss.crossEntropy(w.cols()));
            algebra.gemm(false, true, 1, right, z, 0, gradient);
            backend.kernels().momentumStep(left, gradient, velocity, 0.1, 0.9, 1e-3);
            double[] values = algebra.singularValues(left);
            return List.of(
                    loss,
                    algebra.norm(gradient),
                    algebra.dot(left, gradient),
                    left.download(),
                    z.download(),
                    values[0]);
        }
    }
}
