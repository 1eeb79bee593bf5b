package seli.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import seli.backend.reference.ReferenceBackend;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/** What every backend promises about ownership, shapes and views; one subclass for each backend and precision. */
public abstract class BackendContract {
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

    private static IllegalArgumentException refused(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run);
    }

    private static IllegalStateException misused(Runnable call) {
        return assertThrows(IllegalStateException.class, call::run);
    }

    @Test
    void infoIsFilled() {
        BackendInfo info = backend.info();

        assertFalse(info.name().isBlank());
        assertFalse(info.device().isBlank());
        assertTrue(info.threads() >= 1);
        assertNotNull(info.precision());
    }

    @Test
    void downloadReturnsWhatWasUploaded() {
        try (Workspace workspace = backend.openWorkspace()) {
            HostMatrix m = HostMatrix.generate(33, 17, (i, j) -> i - 4.5 * j);

            assertEquals(m, workspace.upload(m).download());
        }
    }

    @Test
    void zerosAreZeroEvenInMemoryUsedBefore() {
        for (int round = 0; round < 3; round++) {
            try (Workspace workspace = backend.openWorkspace()) {
                DenseMatrix m = workspace.zeros(31, 5);

                assertEquals(HostMatrix.zeros(31, 5), m.download());

                m.upload(HostMatrix.generate(31, 5, (i, j) -> Double.NaN));
            }
        }
    }

    @Test
    void uploadReplacesAllEntries() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix m = workspace.zeros(2, 3);

            m.upload(SMALL);

            assertEquals(SMALL, m.download());
            assertTrue(refused(() -> m.upload(SMALL.transpose())).getMessage().contains("3 x 2"));
        }
    }

    @Test
    void columnsAreAViewOfTheSameMemory() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix m = workspace.upload(SMALL);
            DenseMatrix view = m.columns(1, 2);

            assertEquals(HostMatrix.of(2, 2, 3, 4, 5, 6), view.download());

            backend.algebra().scale(-1, view.columns(1, 1));

            assertEquals(HostMatrix.of(2, 3, 1, 2, 3, 4, -5, -6), m.download());
        }
    }

    @Test
    void columnsOutsideAreRefused() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix m = workspace.zeros(2, 3);

            refused(() -> m.columns(-1, 1));
            refused(() -> m.columns(2, 2));
            refused(() -> m.columns(0, -1));
            refused(() -> m.columns(1, Integer.MAX_VALUE));
            assertEquals(0, m.columns(3, 0).cols());
        }
    }

    @Test
    void liveBytesCountOpenWorkspaces() {
        int number = backend.info().precision().bytes();
        try (Workspace one = backend.openWorkspace()) {
            one.zeros(7, 5);
            long first = backend.liveBytes();
            assertTrue(first >= 35L * number, () -> "only " + first);
            try (Workspace two = backend.openWorkspace()) {
                two.zeros(7, 5);
                assertEquals(2 * first, backend.liveBytes());
            }
            assertEquals(first, backend.liveBytes());
        }
        assertEquals(0, backend.liveBytes());
    }

    @Test
    void closingTwiceIsHarmless() {
        Workspace workspace = backend.openWorkspace();
        workspace.zeros(2, 2);
        workspace.close();
        workspace.close();

        assertEquals(0, backend.liveBytes());
    }

    @Test
    void useAfterCloseNamesMatrixAndWorkspace() {
        Workspace workspace = backend.openWorkspace();
        DenseMatrix m = workspace.zeros(2, 3);
        LabelVector labels = workspace.labels(new int[] {0, 1, 1}, 2);
        DenseMatrix view = m.columns(0, 1);
        workspace.close();

        String message = misused(m::download).getMessage();
        assertTrue(message.contains("2 x 3") && message.contains("workspace 1"), message);
        misused(() -> m.upload(SMALL));
        misused(() -> m.columns(0, 1));
        misused(view::download);
        misused(() -> backend.algebra().norm(m));
        misused(() -> workspace.zeros(1, 1));
        misused(() -> workspace.labels(new int[1], 2));
        try (Workspace other = backend.openWorkspace()) {
            DenseMatrix logits = other.zeros(2, 3);
            misused(() -> backend.kernels().loss(logits, labels, VectorScalingLoss.crossEntropy(2)));
        }
    }

    @Test
    void foreignMatricesAndLabelsNameBothBackends() {
        try (Backend other = ReferenceBackend.open();
                Workspace theirs = other.openWorkspace();
                Workspace mine = backend.openWorkspace()) {
            DenseMatrix foreign = theirs.zeros(2, 3);
            DenseMatrix own = mine.zeros(2, 3);
            LabelVector labels = theirs.labels(new int[3], 2);

            String message = misused(() -> backend.algebra().dot(own, foreign)).getMessage();

            assertTrue(
                    message.contains("reference FLOAT64")
                            && message.contains(backend.info().name()),
                    message);
            misused(() -> backend.algebra().axpby(1, foreign, 1, own));
            misused(() -> backend.kernels().loss(own, labels, VectorScalingLoss.crossEntropy(2)));
        }
    }

    @Test
    void closingTheBackendClosesOpenWorkspacesAndComplains() {
        Backend careless = open();
        Workspace workspace = careless.openWorkspace();
        DenseMatrix m = workspace.zeros(2, 2);

        String message = misused(careless::close).getMessage();

        assertTrue(message.contains("1 open workspace"), message);
        assertEquals(0, careless.liveBytes());
        misused(m::download);
        misused(careless::openWorkspace);
        careless.close();
    }

    @Test
    void negativeAndHugeSizesAreRefusedBeforeAllocation() {
        try (Workspace workspace = backend.openWorkspace()) {
            refused(() -> workspace.zeros(-1, 2));
            refused(() -> workspace.zeros(2, -1));
            String message = refused(() -> workspace.zeros(Integer.MAX_VALUE, Integer.MAX_VALUE))
                    .getMessage();
            assertTrue(message.contains(Integer.MAX_VALUE + " x " + Integer.MAX_VALUE), message);
            refused(() -> workspace.zeros(1 << 20, 1 << 20));
            assertEquals(0, backend.liveBytes());
        }
    }

    @Test
    void labelsAreCopiedCountedAndChecked() {
        try (Workspace workspace = backend.openWorkspace()) {
            int[] given = {2, 0, 2};
            LabelVector labels = workspace.labels(given, 4);
            given[0] = 1;

            assertEquals(3, labels.samples());
            assertEquals(4, labels.classes());
            assertEquals(2, labels.label(0));
            assertEquals(2, labels.count(2));
            assertEquals(0, labels.count(3));
            assertTrue(refused(() -> workspace.labels(new int[] {0, 4}, 4))
                    .getMessage()
                    .contains("label 4 of sample 1"));
            refused(() -> workspace.labels(new int[] {-1}, 4));
            refused(() -> workspace.labels(new int[0], 0));
        }
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        DenseAlgebra algebra = backend.algebra();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.zeros(2, 3);
            DenseMatrix b = workspace.zeros(2, 3);
            DenseMatrix c = workspace.zeros(2, 2);

            String message =
                    refused(() -> algebra.gemm(false, false, 1, a, b, 0, c)).getMessage();
            assertTrue(message.contains("2 x 3"), message);
            refused(() -> algebra.gemm(true, false, 1, a, b, 0, c));
            refused(() -> algebra.axpby(1, a, 1, c));
            refused(() -> algebra.dot(a, c));
            refused(() -> algebra.symmetricEigen(a, b));
            refused(() -> algebra.symmetricEigen(c, a));
            refused(() -> algebra.symmetricEigenvalues(a));
            refused(() -> algebra.svd(a, b, c));
        }
    }

    @Test
    void kernelShapesThatDoNotFitAreRefused() {
        UfmKernels kernels = backend.kernels();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.zeros(2, 3);
            DenseMatrix square = workspace.zeros(2, 2);
            LabelVector labels = workspace.labels(new int[] {0, 1, 1}, 2);
            VectorScalingLoss two = VectorScalingLoss.crossEntropy(2);

            refused(() -> kernels.loss(square, labels, two));
            refused(() -> kernels.lossAndGradient(square, labels, two));
            String message = refused(() -> kernels.loss(z, labels, VectorScalingLoss.crossEntropy(3)))
                    .getMessage();
            assertTrue(message.contains("3 classes but labels have 2"), message);
            refused(() -> kernels.momentumStep(z, square, z, 1, 0, 0));
            refused(() -> kernels.momentumStep(z, workspace.zeros(2, 3), square, 1, 0, 0));
            refused(() -> kernels.classMeans(square, labels, square));
            refused(() -> kernels.classMeans(z, labels, workspace.zeros(3, 2)));
            refused(() -> kernels.withinClassScatter(z, labels, square, z));
            refused(() -> kernels.gatherColumns(z, new int[] {0, 3}, square));
            refused(() -> kernels.gatherColumns(z, new int[] {0}, square));
            refused(() -> kernels.scatterColumns(square, new int[] {-1, 0}, z));
        }
    }

    @Test
    void outputsThatOverlapInputsAreRefused() {
        DenseAlgebra algebra = backend.algebra();
        UfmKernels kernels = backend.kernels();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix m = workspace.zeros(3, 6);
            DenseMatrix left = m.columns(0, 3);
            DenseMatrix middle = m.columns(2, 3);
            DenseMatrix right = m.columns(3, 3);
            DenseMatrix apart = workspace.zeros(3, 3);

            refused(() -> algebra.gemm(false, false, 1, left, right, 0, middle));
            refused(() -> algebra.gemm(false, false, 1, left, right, 0, right));
            refused(() -> algebra.axpby(1, left, 1, middle));
            refused(() -> algebra.symmetricEigen(left, left));
            refused(() -> algebra.svd(left, middle, right));
            refused(() -> algebra.svd(left, apart, apart));
            refused(() -> kernels.momentumStep(left, left, apart, 1, 0, 0));
            refused(() -> kernels.momentumStep(left, apart, left, 1, 0, 0));
            refused(() -> kernels.momentumStep(left, apart, apart, 1, 0.5, 0));
            refused(() -> kernels.momentumStep(apart, left, middle, 1, 0, 0));
            refused(() -> kernels.gatherColumns(left, new int[3], middle));
            refused(() -> kernels.scatterColumns(left, new int[3], left));
            algebra.gemm(false, false, 1, left, apart, 0, right);
        }
    }

    @Test
    void gradientBecomesTheVelocityInPlaceWithoutMomentum() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix x = workspace.upload(HostMatrix.of(2, 2, 1, -2, 0.5, 4));
            DenseMatrix g = workspace.upload(HostMatrix.of(2, 2, 3, 0.25, -1, 8));

            backend.kernels().momentumStep(x, g, g, 0.5, 0, 2);

            assertEquals(HostMatrix.of(2, 2, 5, -3.75, 0, 16), g.download());
            assertEquals(HostMatrix.of(2, 2, -1.5, -0.125, 0.5, -4), x.download());
        }
    }

    @Test
    void classStatisticsRefuseOverlap() {
        UfmKernels kernels = backend.kernels();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix h = workspace.zeros(2, 4);
            LabelVector labels = workspace.labels(new int[] {0, 1, 1, 0}, 2);

            refused(() -> kernels.classMeans(h, labels, h.columns(0, 2)));
            refused(() -> kernels.withinClassScatter(h, labels, workspace.zeros(2, 2), h.columns(2, 2)));
        }
    }

    @Test
    void synchronizeOfAClosedBackendIsMisuse() {
        Backend closed = open();
        closed.synchronize();
        closed.close();

        misused(closed::synchronize);
    }
}
