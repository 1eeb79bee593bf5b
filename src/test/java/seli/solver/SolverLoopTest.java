package seli.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.Workspace;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.UfmProblem;

class SolverLoopTest {
    private static final UfmProblem PROBLEM = UfmProblem.crossEntropy(ClassCounts.of(4, 4, 1), 3, 0.2);

    private Backend backend;
    private Workspace workspace;
    private UfmObjective objective;
    private FactorPair x;

    @BeforeEach
    void open() {
        backend = ReferenceBackend.open();
        workspace = backend.openWorkspace();
        objective = UfmObjective.collapsed(backend, workspace, PROBLEM);
        x = FactorPair.zeros(workspace, 3, 3, 3);
        x.classifier().upload(InitialFactors.gaussian(3, 3, 1, 7, 0));
        x.embeddings().upload(InitialFactors.gaussian(3, 3, 1, 7, 1));
    }

    @AfterEach
    void close() {
        workspace.close();
        assertEquals(0, backend.liveBytes());
        backend.close();
    }

    private SolverResult solve(SolverSettings settings, IterationListener listener) {
        return new Lbfgs(10).solve(objective, x, settings, listener, workspace);
    }

    @Test
    void optimumIsCertifiedAndReported() {
        List<IterationRecord> records = new ArrayList<>();
        SolverResult result = solve(SolverSettings.certified(1e-10, 1000, 60), records::add);
        assertEquals(SolverStatus.OPTIMAL, result.status());
        assertTrue(result.relativeGap() <= 1e-10);
        assertEquals(0, records.get(0).iteration());
        assertTrue(Double.isNaN(records.get(0).relativeGap()));
        IterationRecord last = records.get(records.size() - 1);
        assertEquals(result.iterations(), last.iteration());
        assertEquals(result.value(), last.value());
        assertTrue(result.evaluations() >= result.iterations());
        for (int i = 1; i < records.size(); i++) {
            assertTrue(records.get(i).value() <= records.get(i - 1).value() * (1 + 1e-13), "the value never rises");
        }
    }

    @Test
    void stepLimitEndsTheRun() {
        SolverResult result = solve(SolverSettings.steps(3), IterationListener.NONE);
        assertEquals(SolverStatus.MAX_ITERATIONS, result.status());
        assertEquals(3, result.iterations());
        assertTrue(Double.isNaN(result.relativeGap()));
        assertEquals(0, solve(SolverSettings.steps(0), IterationListener.NONE).iterations());
    }

    @Test
    void timeLimitEndsTheRun() {
        SolverResult result = solve(new SolverSettings(0, 1000, 1e-9, 25), IterationListener.NONE);
        assertEquals(SolverStatus.MAX_TIME, result.status());
    }

    @Test
    void interruptEndsTheRun() {
        SolverResult result = solve(SolverSettings.certified(1e-10, 1000, 60), record -> {
            if (record.iteration() == 2) {
                Thread.currentThread().interrupt();
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(SolverStatus.INTERRUPTED, result.status());
        assertEquals(2, result.iterations());
    }

    @Test
    void unreachableToleranceStalls() {
        SolverResult result = solve(SolverSettings.certified(0, 100_000, 60), IterationListener.NONE);
        assertEquals(SolverStatus.STALLED, result.status());
        assertTrue(result.relativeGap() < 1e-12, () -> "gap " + result.relativeGap());
    }

    @Test
    void valuesThatAreNotFiniteEndTheRun() {
        x.classifier().upload(HostMatrix.generate(3, 3, (i, j) -> Double.NaN));
        assertEquals(
                SolverStatus.NON_FINITE,
                solve(SolverSettings.certified(1e-8, 10, 60), IterationListener.NONE)
                        .status());
    }

    @Test
    void zeroIsASaddleThatIsEscaped() {
        x.scale(backend.algebra(), 0);
        SolverResult result = solve(SolverSettings.certified(1e-10, 1000, 60), IterationListener.NONE);
        assertEquals(SolverStatus.OPTIMAL, result.status());
    }

    @Test
    void settingsAndMemoryAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> new Lbfgs(0));
        assertThrows(IllegalArgumentException.class, () -> new SolverSettings(-1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new SolverSettings(Double.NaN, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new SolverSettings(0, -1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new SolverSettings(0, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new SolverSettings(0, 1, 1, -1));
        for (SolverStatus status : SolverStatus.values()) {
            assertTrue(status.sentence().length() > 10);
        }
    }
}
