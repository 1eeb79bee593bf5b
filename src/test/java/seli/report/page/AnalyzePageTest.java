package seli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.GeometryDistances;
import seli.report.Provenance;

class AnalyzePageTest {
    @TempDir
    Path folder;

    /** The simplex ETF, centred, as classifiers and class means of a problem of unequal counts. */
    private static MeasuredGeometry simplex(ClassCounts counts) {
        int k = counts.classes();
        HostMatrix w = HostMatrix.generate(k, k, (i, c) -> (i == c ? 1.0 : 0.0) - 1.0 / k);
        HostMatrix gram = w.transpose().times(w);
        return new MeasuredGeometry(
                SeliGeometry.of(counts),
                GeometryDistances.of(SeliGeometry.of(counts), w, w),
                GramGeometry.measured(counts, gram),
                GramGeometry.measured(counts, gram),
                Alignment.measured(counts, gram, gram, gram));
    }

    private String page(int checkpoints) throws IOException {
        MeasuredGeometry geometry = simplex(ClassCounts.of(50, 50, 5, 5));
        List<AnalyzePage.Checkpoint> trajectory = IntStream.range(0, checkpoints)
                .mapToObj(i -> new AnalyzePage.Checkpoint(
                        "epoch" + i + ".npz", 10.0 * i, Math.exp(-i), Distances.of(geometry.distances())))
                .toList();
        AnalyzePage page = new AnalyzePage(
                "a network",
                "Closer to the simplex ETF.",
                geometry,
                List.of(List.of("NC1", "0.01", "0")),
                geometry.seli().singularValues(),
                trajectory,
                Map.of("nc1", "tr(S_W S_B^+)"));
        page.report(Provenance.startNow(List.of("analyze"))).writeInto(folder, true);
        return Files.readString(folder.resolve("report.html"));
    }

    @Test
    void oneNetworkHasNoTrajectory() throws IOException {
        String page = page(1);

        assertFalse(page.contains("Distance trajectories"));
        assertFalse(Files.exists(folder.resolve("figures/distances.csv")));
        assertTrue(page.contains("Spectrum beside the SEL matrix"));
    }

    @Test
    void checkpointsAreATrajectoryWithTheirFiles() throws IOException {
        String page = page(3);

        assertTrue(page.contains("epoch2.npz"));
        List<String> nc1 = Files.readAllLines(folder.resolve("figures/nc1.csv"));
        assertEquals(4, nc1.size(), nc1::toString);
        assertTrue(nc1.get(3).startsWith("NC1,line,20.0,0.1353352832"), nc1::toString);
    }

    @Test
    void simplexHasTheNormsOfTheSimplex() throws IOException {
        page(1);
        List<String> norms = Files.readAllLines(folder.resolve("figures/norms-classifier.csv"));

        assertEquals("samples of a class,measured,SELI,simplex ETF", norms.get(0));
        for (String row : norms.subList(1, norms.size())) {
            String[] cells = row.split(",", -1);
            assertEquals(1.0, Double.parseDouble(cells[1]), 1e-14, row);
            assertEquals(1.0, Double.parseDouble(cells[3]), 0, row);
        }
    }
}
