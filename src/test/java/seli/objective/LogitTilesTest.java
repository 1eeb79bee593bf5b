package seli.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.LossValue;
import seli.backend.Workspace;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

class LogitTilesTest {
    private static final int K = 6;
    private static final int D = 5;
    private static final ClassCounts COUNTS = ClassCounts.of(250, 200, 100, 30, 15, 5);

    /** What one evaluation gives. */
    private record Result(double value, LossValue loss, HostMatrix dw, HostMatrix dh) {}

    private static Result evaluate(Backend backend, double scale) {
        UfmProblem problem = new UfmProblem(COUNTS, D, VectorScalingLoss.cdt(COUNTS, 0.2), Ridge.of(0.1));
        Random random = new Random(3);
        int n = Math.toIntExact(COUNTS.samples());
        HostMatrix w = HostMatrix.generate(D, K, (i, j) -> scale * random.nextGaussian());
        HostMatrix h = HostMatrix.generate(D, n, (i, j) -> scale * random.nextGaussian());
        try (Workspace workspace = backend.openWorkspace()) {
            UfmObjective objective = UfmObjective.perSample(backend, workspace, problem);
            FactorPair x = new FactorPair(workspace.upload(w), workspace.upload(h));
            FactorPair gradient = x.zerosLike(workspace);
            double value = objective.valueAndGradient(x, gradient);
            return new Result(
                    value,
                    objective.loss(x),
                    gradient.classifier().download(),
                    gradient.embeddings().download());
        }
    }

    @Test
    void tilesGiveWhatAllColumnsAtOnceGive() {
        for (double scale : new double[] {0.1, 1, 30}) {
            try (Backend whole = ReferenceBackend.open();
                    Backend small = ReferenceBackend.open(100_000)) { // the logits would take 28,800
                Result expected = evaluate(whole, scale);
                Result tiled = evaluate(small, scale);
                assertEquals(expected.value(), tiled.value(), 1e-13 * expected.value());
                assertEquals(
                        expected.loss().value(),
                        tiled.loss().value(),
                        1e-13 * expected.loss().value());
                assertEquals(expected.loss().log(), tiled.loss().log(), 1e-13);
                assertEquals(
                        0,
                        expected.dw().maxDifference(tiled.dw()),
                        1e-13 * expected.dw().norm());
                assertEquals(expected.dh(), tiled.dh()); // a column's own affair
            }
        }
    }

    @Test
    void tilesTakeAFifthOfTheRoomAtMost() {
        try (Backend backend = ReferenceBackend.open(100_000);
                Workspace workspace = backend.openWorkspace()) {
            LogitTiles tiles = LogitTiles.of(backend, workspace, workspace.labels(COUNTS.labels(), K));
            assertEquals(3, tiles.list().size()); // 20,000 bytes hold 416 columns of 6 numbers: tiles of 256
            assertEquals(256 * 6 * 8, backend.liveBytes());
            assertEquals(256, tiles.room().cols());
        }
    }
}
