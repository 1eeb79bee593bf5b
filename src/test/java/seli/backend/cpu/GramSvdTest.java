package seli.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import seli.backend.DenseMatrix;
import seli.backend.NothingLive;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.backend.arena.MemoryLedger;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;

/** The quick way is taken where it is accurate, and only there. */
class GramSvdTest {
    private static final double CONDITION = 8;

    @RegisterExtension
    final NothingLive live = new NothingLive();

    private static GramSvd gram(Precision precision) {
        return new GramSvd(new MemoryLedger("test", 1L << 30, () -> 1L << 30), NativeNumbers.of(precision));
    }

    /** {@code rows x cols} of rank min(rows, cols) with the given smallest singular value and largest 1. */
    private static HostMatrix matrix(int rows, int cols, double smallest) {
        int r = Math.min(rows, cols);
        HostMatrix left = Svd.of(HostMatrix.generate(rows, r, (i, j) -> Math.sin(1 + i * i + 3.0 * j)))
                .u();
        HostMatrix right = Svd.of(HostMatrix.generate(cols, r, (i, j) -> Math.cos(2 + i * i + 5.0 * j)))
                .u();
        HostMatrix scaled = HostMatrix.generate(
                rows, r, (i, j) -> left.get(i, j) * (1 - (1 - smallest) * j / Math.max(1.0, r - 1.0)));
        return scaled.times(right.transpose());
    }

    @ParameterizedTest
    @CsvSource({"40,9", "9,40", "30,1", "1,30"})
    void wellConditionedLongMatricesGetValuesAndBothSides(int rows, int cols) {
        HostMatrix a = matrix(rows, cols, 0.2);
        double[] truth = Svd.of(a).values();
        double bound = 4 * (rows + cols) * Precision.FLOAT64.roundoff() * a.norm();
        try (Workspace workspace =
                live.watch(CpuBackends.open(Precision.FLOAT64)).openWorkspace()) {
            CpuMatrix matrix = (CpuMatrix) workspace.upload(a);
            CpuMatrix u = (CpuMatrix) workspace.zeros(rows, truth.length);
            CpuMatrix vt = (CpuMatrix) workspace.zeros(truth.length, cols);
            assertTrue(GramSvd.suits(matrix));

            double[] found = gram(Precision.FLOAT64).svd(matrix, u, vt).orElseThrow();
            assertArrayEquals(truth, found, bound);
            assertArrayEquals(found, gram(Precision.FLOAT64).values(matrix).orElseThrow(), bound);
            DecompositionCheck.of(matrix, Precision.FLOAT64).requireSvd(found, u, vt);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT64", "FLOAT32"})
    void illConditionedMatricesAreLeftToLapackAndNothingIsWritten(Precision precision) {
        for (double smallest : new double[] {0.8 / CONDITION, 1e-4, 0}) {
            try (Workspace workspace = live.watch(CpuBackends.open(precision)).openWorkspace()) {
                for (HostMatrix a : new HostMatrix[] {matrix(40, 9, smallest), matrix(9, 40, smallest)}) {
                    CpuMatrix matrix = (CpuMatrix) workspace.upload(a);
                    CpuMatrix u = (CpuMatrix) workspace.zeros(a.rows(), 9);
                    CpuMatrix vt = (CpuMatrix) workspace.zeros(9, a.cols());

                    assertEquals(Optional.empty(), gram(precision).svd(matrix, u, vt));
                    assertEquals(Optional.empty(), gram(precision).values(matrix));
                    assertEquals(HostMatrix.zeros(a.rows(), 9), u.download());
                    assertEquals(HostMatrix.zeros(9, a.cols()), vt.download());
                }
            }
        }
    }

    /** The smallest value of a rank-deficient matrix is of the order of u, not of its root. */
    @ParameterizedTest
    @CsvSource({"40,9", "9,40", "9,12"})
    void smallValuesOfLongMatricesAreAsAccurateAsThoseOfOthers(int rows, int cols) {
        HostMatrix a = matrix(rows, cols, 0);
        double bound = 4 * (rows + cols) * Precision.FLOAT64.roundoff() * a.norm();
        CpuBackend backend = live.watch(CpuBackends.open(Precision.FLOAT64));
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix matrix = workspace.upload(a);
            DenseMatrix u = workspace.zeros(rows, 9);
            DenseMatrix vt = workspace.zeros(9, cols);
            double[] values = backend.algebra().svd(matrix, u, vt);

            assertEquals(0, values[8], bound);
            assertEquals(0, backend.algebra().singularValues(matrix)[8], bound);
            HostMatrix product = HostMatrix.generate(
                            rows, 9, (i, j) -> u.download().get(i, j) * values[j])
                    .times(vt.download());
            assertEquals(0, product.maxDifference(a), bound);
            assertEquals(a, matrix.download());
        }
    }

    @ParameterizedTest
    @CsvSource({"19,10,false", "20,10,true", "10,20,true", "10,19,false", "3,0,false", "0,3,false"})
    void onlyShapesTwiceAsLongAsWideSuit(int rows, int cols, boolean suits) {
        try (Workspace workspace =
                live.watch(CpuBackends.open(Precision.FLOAT64)).openWorkspace()) {
            assertEquals(suits, GramSvd.suits((CpuMatrix) workspace.zeros(rows, cols)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-300,false", "1e300,false", "1e-100,true", "1,true"})
    void matricesWhoseSquaresLeaveTheRangeAreTold(double entry, boolean fit) {
        try (Workspace workspace =
                live.watch(CpuBackends.open(Precision.FLOAT64)).openWorkspace()) {
            CpuMatrix matrix = (CpuMatrix) workspace.upload(HostMatrix.generate(4, 2, (i, j) -> entry * (1 + i * j)));
            assertEquals(fit, DecompositionCheck.of(matrix, Precision.FLOAT64).squaresFit());
        }
    }

    @ParameterizedTest
    @CsvSource({"40,9"})
    void vectorsThatAreNotOrthonormalAreFound(int rows, int cols) {
        HostMatrix a = matrix(rows, cols, 1);
        try (Workspace workspace =
                live.watch(CpuBackends.open(Precision.FLOAT64)).openWorkspace()) {
            CpuMatrix matrix = (CpuMatrix) workspace.upload(a);
            CpuMatrix half = (CpuMatrix) workspace.upload(a.times(0.5));
            CpuMatrix twice = (CpuMatrix)
                    workspace.upload(HostMatrix.generate(cols, cols, (i, j) -> i == j ? 2 : 0)); // values are all 1
            double[] ones = Svd.of(a).values();
            DecompositionCheck check = DecompositionCheck.of(matrix, Precision.FLOAT64);

            String message = assertThrows(ArithmeticException.class, () -> check.requireSvd(ones, half, twice))
                    .getMessage();
            assertTrue(message.contains("not orthonormal"), message);
            assertFalse(message.contains("\n"), message);
        }
    }
}
