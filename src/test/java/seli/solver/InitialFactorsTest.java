package seli.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.Workspace;
import seli.backend.reference.ReferenceBackend;
import seli.geometry.GramDistance;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.UfmProblem;

class InitialFactorsTest {
    @Test
    void gaussianHasItsMomentsAndDependsOnSeedAndStream() {
        int rows = 101; // odd, so that pairs of normal numbers straddle columns
        HostMatrix sample = InitialFactors.gaussian(rows, 1000, 0.5, 9, 0);
        double sum = 0;
        double fourth = 0;
        for (int j = 0; j < 1000; j++) {
            for (int i = 0; i < rows; i++) {
                sum += sample.get(i, j);
                fourth += Math.pow(sample.get(i, j), 4);
            }
        }
        double n = sample.size();
        assertEquals(0, sum / n, 5 * 0.5 / Math.sqrt(n));
        assertEquals(0.25, sample.dot(sample) / n, 5 * 0.25 * Math.sqrt(2 / n));
        assertEquals(3 * Math.pow(0.5, 4), fourth / n, 5 * Math.sqrt(96 / n) * Math.pow(0.5, 4));
        assertEquals(sample, InitialFactors.gaussian(rows, 1000, 0.5, 9, 0));
        assertNotEquals(sample, InitialFactors.gaussian(rows, 1000, 0.5, 9, 1));
        assertNotEquals(sample, InitialFactors.gaussian(rows, 1000, 0.5, 10, 0));
    }

    @Test
    void gaussianDrawsAreFixedForEver() {
        // these bits are part of what a seed means; a change here changes every published run
        assertEquals(
                HostMatrix.of(2, 1, -0.5650506259515448, -0.30565409558234935), InitialFactors.gaussian(2, 1, 1, 1, 0));
    }

    @Test
    void seliStartHasSeliGeometry() {
        ClassCounts counts = ClassCounts.of(20, 1, 20, 3);
        try (Backend backend = ReferenceBackend.open();
                Workspace workspace = backend.openWorkspace()) {
            UfmObjective objective =
                    UfmObjective.collapsed(backend, workspace, UfmProblem.crossEntropy(counts, 6, 0.01));
            FactorPair x = FactorPair.zeros(workspace, 6, 4, 4);
            InitialFactors.assignSeli(objective, x, workspace);
            HostMatrix w = objective.classifier(x);
            HostMatrix m = objective.classMeans(x);
            SeliGeometry seli = SeliGeometry.of(counts);
            assertEquals(
                    0,
                    GramDistance.toClassifierSeli(w.transpose().times(w), seli).orElseThrow(),
                    1e-13);
            assertEquals(
                    0,
                    GramDistance.toEmbeddingSeli(m.transpose().times(m), seli).orElseThrow(),
                    1e-13);
            assertEquals(0, GramDistance.toSeliLogits(w.transpose().times(m)).orElseThrow(), 1e-13);
            double margin = Math.log(4 * Math.sqrt(11) / 0.01);
            HostMatrix z = w.transpose().times(m);
            assertEquals(margin, z.get(0, 0) - z.get(1, 0), 1e-12 * margin);
        }
    }
}
