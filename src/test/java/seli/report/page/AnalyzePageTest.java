package seli.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.geometry.GeometryModel;
import seli.geometry.SeliGeometry;
import seli.geometry.StreamedGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.CollapseMetrics;
import seli.metric.GeometryDistances;
import seli.metric.LinearClassifier;
import seli.metric.MeasureSettings;
import seli.report.Provenance;

class AnalyzePageTest {
    @TempDir
    Path folder;

    private static final ClassCounts COUNTS = ClassCounts.of(5, 50, 5, 50);

    /** The simplex ETF as classifiers and class means of a problem of unequal counts. */
    private static CollapseMetrics simplex() {
        int k = COUNTS.classes();
        HostMatrix w = HostMatrix.generate(k, k, (i, c) -> (i == c ? 1.0 : 0.0) - 1.0 / k);
        try (Backend backend = Backends.open(Backends.Choice.REFERENCE, Precision.FLOAT64, 1)) {
            return CollapseMetrics.ofMeans(backend, COUNTS, LinearClassifier.of(w), w, MeasureSettings.USUAL);
        }
    }

    private static MeasuredGeometry geometry(CollapseMetrics metrics) {
        return new MeasuredGeometry(
                SeliGeometry.of(COUNTS),
                metrics.distances(),
                metrics.classifierGeometry(),
                metrics.embeddingGeometry(),
                metrics.alignment());
    }

    private String page(int checkpoints) throws IOException {
        return page(checkpoints, true);
    }

    private String page(int checkpoints, boolean hasGeometry) throws IOException {
        CollapseMetrics metrics = simplex();
        Distances distances = Distances.of(metrics.distances());
        List<AnalyzePage.Checkpoint> points = IntStream.range(0, checkpoints)
                .mapToObj(i -> new AnalyzePage.Checkpoint("epoch" + i + ".npz", 10.0 * i, Math.exp(-i), distances))
                .toList();
        AnalyzePage page = new AnalyzePage(
                "a network",
                "Closer to the simplex ETF.",
                hasGeometry ? Optional.of(geometry(metrics)) : Optional.empty(),
                StreamedGeometry.of(GeometryModel.crossEntropy(COUNTS), List.of(0, 1)),
                metrics.classes(),
                metrics.grams(),
                List.of(new AnalyzePage.Table("Measured", List.of("metric", "value"), List.of(List.of("NC1", "0.01")))),
                geometry(metrics).seli().singularValues(),
                new AnalyzePage.Trajectory(
                        points, Optional.of(new AnalyzePage.Band("some optima", distances, distances))));
        page.report(Provenance.startNow(List.of("analyze"))).writeInto(folder, true);
        return Files.readString(folder.resolve("report.html"));
    }

    @Test
    void oneNetworkHasNoTrajectory() throws IOException {
        String page = page(1);

        assertFalse(page.contains("Distance trajectories"));
        assertFalse(Files.exists(folder.resolve("figures/distances-classifier.csv")));
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
    void distancesOfSeliToTheSimplexAreTheDashedLines() throws IOException {
        page(3);
        GeometryDistances distances = simplex().distances(); // of the simplex to SELI: the same numbers
        assertEquals(distances.classifierSeli().orElseThrow(), seliToEtf("classifier"), 1e-12);
        assertEquals(distances.embeddingSeli().orElseThrow(), seliToEtf("embedding"), 1e-12);
        assertTrue(Files.readString(folder.resolve("report.html")).contains("Shaded: some optima."));
    }

    private double seliToEtf(String vectors) throws IOException {
        return ofSeries(
                Files.readAllLines(folder.resolve("figures/distances-" + vectors + ".csv")), "SELI to simplex ETF");
    }

    private static double ofSeries(List<String> rows, String series) {
        String first = rows.stream()
                .filter(row -> row.startsWith(series + ",theory,"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(first.split(",", -1)[3]);
    }

    @Test
    void everyClassIsAtItsPlaceByDecreasingCount() throws IOException {
        page(1);
        List<String> rows = Files.readAllLines(folder.resolve("figures/gram-classifier.csv"));
        assertEquals("50,50,5,5", rows.get(0).substring(rows.get(0).indexOf(",50") + 1), rows::toString);
        List<String> norms = Files.readAllLines(folder.resolve("figures/classes-norms-classifier.csv"));

        SeliGeometry seli = SeliGeometry.of(COUNTS);
        double mean = (seli.classifier().squaredNorm(0) + seli.classifier().squaredNorm(1)) / 2;
        assertEquals(seli.classifier().squaredNorm(0) / mean, ofSeries(norms, "SELI"), 1e-14);
    }

    @Test
    void normsByCountStandForAllElseWhereCountsAreTooMany() throws IOException {
        String page = page(1, false);
        assertFalse(page.contains("gram-classifier"));
        List<String> norms = Files.readAllLines(folder.resolve("figures/norms-embedding.csv"));
        SeliGeometry seli = SeliGeometry.of(COUNTS);
        double mean = (seli.embedding().squaredNorm(0) + seli.embedding().squaredNorm(1)) / 2;

        assertEquals(seli.embedding().squaredNorm(0) / mean, ofSeries(norms, "SELI"), 1e-13);
        assertTrue(norms.stream().anyMatch(row -> row.startsWith("measured,points,50.0,")), norms::toString);
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
