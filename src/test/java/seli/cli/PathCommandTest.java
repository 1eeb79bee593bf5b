package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathCommandTest {
    private static JsonNode json(String... arguments) throws IOException {
        CommandRun run = CommandRun.of(arguments);
        assertEquals(0, run.exitCode(), run.err());
        return Json.read(run.out());
    }

    private static JsonNode path(String counts, String... more) throws IOException {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("path", "--counts", counts, "--quiet", "--json", "-"));
        arguments.addAll(List.of(more));
        return json(arguments.toArray(new String[0]));
    }

    @Test
    void thresholdsOfAStepProfileAreNamedAndOrdered() throws IOException {
        JsonNode thresholds = path("10,10,1,1", "--points", "5").get("thresholds");
        assertEquals(4, thresholds.size());
        assertEquals("zero", thresholds.at("/0/event").textValue());
        assertTrue(thresholds.at("/0/group").isNull());
        assertEquals(Math.sqrt(10), thresholds.at("/0/lambda").doubleValue(), 1e-14);
        assertEquals("collapse", thresholds.at("/1/event").textValue());
        assertEquals(0, thresholds.at("/1/group").intValue());
        assertEquals("direction", thresholds.at("/2/event").textValue());
        assertEquals(2.110815, thresholds.at("/2/lambda").doubleValue(), 5e-7);
        assertEquals(1, thresholds.at("/3/lambda").doubleValue());
        assertEquals(1, thresholds.at("/3/group").intValue());
    }

    @Test
    void pointsAreLogSpacedCertifiedAndTendToTheSlope() throws IOException {
        JsonNode json = path("10,10,1,1", "--from", "10", "--to", "1e-250", "--points", "30");
        JsonNode points = json.get("points");
        assertEquals(30, points.size());
        assertEquals(10, points.at("/0/lambda").doubleValue(), 1e-13);
        assertEquals(1e-250, points.at("/29/lambda").doubleValue());
        double ratio =
                points.at("/10/lambda").doubleValue() / points.at("/9/lambda").doubleValue();
        double next =
                points.at("/11/lambda").doubleValue() / points.at("/10/lambda").doubleValue();
        assertEquals(ratio, next, 1e-10 * ratio);
        for (JsonNode point : points) {
            assertEquals("OPTIMAL", point.get("status").textValue());
            assertTrue(point.get("relativeGap").doubleValue() <= 1e-12);
            assertTrue(point.get("objective").doubleValue() > 0);
        }
        assertEquals(0, points.at("/0/rank").intValue());
        assertTrue(points.at("/0/distance/classifier/seli").isNull());
        assertEquals("[0,1]", points.at("/0/collapsedGroups").toString());
        assertEquals(3, points.at("/29/rank").intValue());
        assertEquals(0.0012, points.at("/29/distance/classifier/seli").doubleValue(), 5e-5);
        assertEquals(0.6995, json.at("/kappa/classifier").doubleValue(), 5e-5);
        assertEquals(1.0945, json.at("/kappa/embeddingUncentred").doubleValue(), 5e-5);
        assertEquals(0.6958, points.at("/29/scaledDistance/classifier").doubleValue(), 5e-5);
        double log = 250 * Math.log(10);
        assertEquals(
                1.0893, log * points.at("/29/sampleDistance/embeddingUncentred").doubleValue(), 5e-5);
        assertEquals(0.8417, log * points.at("/29/sampleDistance/samples").doubleValue(), 5e-5);
        assertEquals(0.7722, log * points.at("/29/sampleDistance/sampleLogits").doubleValue(), 5e-5);
    }

    @Test
    void aPointIsWhatSolveFinds() throws IOException {
        JsonNode point =
                path("50,9,9,2", "--from", "2", "--to", "0.5", "--points", "2").at("/points/1");
        JsonNode solved = json("solve", "--counts", "50,9,9,2", "--lambda", "0.5", "--quiet", "--json", "-");
        for (String key : List.of("objective", "dualBound", "nuclearNorm", "rank")) {
            double expected = solved.get(key).doubleValue();
            assertEquals(expected, point.get(key).doubleValue(), 1e-11 * expected, key);
        }
        for (String key : List.of(
                "/distance/embedding/etf",
                "/classifier/inner/0/1",
                "/embedding/squaredNorm/2",
                "/alignment/matched/1")) {
            double expected = solved.at(key).doubleValue();
            assertEquals(expected, point.at(key).doubleValue(), 1e-9 * Math.abs(expected), key);
        }
    }

    @Test
    void millionsOfClassesAreSolvedByGroups(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("out");
        CommandRun run = CommandRun.of(
                "path", "--counts", "step:k=1000000,R=100,rho=0.5,nmin=10", "--points", "40", "--out", out.toString());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("Ridge path of 1000000 classes"), run.out());
        List<String> rows = Files.readAllLines(out.resolve("path.csv"));
        assertEquals(41, rows.size());
        assertTrue(rows.get(0).startsWith("lambda,status,objective"));
        assertEquals(rows.get(0).split(",").length, rows.get(40).split(",").length);
        assertEquals("999999", rows.get(40).split(",")[6]);
        assertEquals(5, Files.readAllLines(out.resolve("thresholds.csv")).size());
        assertEquals(
                40,
                Json.read(Files.readString(out.resolve("result.json")))
                        .get("points")
                        .size());
    }

    @Test
    void layerPeeledModelHasItsCollapseRatio() throws IOException {
        JsonNode json = path(
                "step:k=10,R=20,rho=0.5,nmin=1",
                "--model",
                "lpm",
                "--energy-w",
                "1",
                "--energy-h",
                "5",
                "--points",
                "3",
                "--to",
                "0.1");
        assertEquals(12.19, json.at("/layerPeeled/collapseRatio").doubleValue(), 5e-3);
        assertTrue(json.at("/layerPeeled/multiplier").doubleValue() > 1, "R = 20 is above R_0: collapsed");
        assertEquals(5, json.at("/layerPeeled/rank").intValue());
        assertTrue(json.get("kappa").isNull());
        assertEquals(20, json.at("/thresholds/0/lambda").doubleValue(), 1e-13);
    }

    @Test
    void manyGroupsListThresholdsOfGroupsAlone() throws IOException {
        JsonNode json = path("zipf:k=60,s=1.1,nmax=10000", "--points", "2", "--to", "0.5");
        assertEquals(false, json.get("allThresholds").booleanValue());
        assertEquals("zero", json.at("/thresholds/0/event").textValue());
        assertTrue(json.at("/points/1/classifier").isMissingNode());
    }

    @Test
    void lossesAndBiasHaveTheirPaths() throws IOException {
        JsonNode free = path("30,4,4", "--bias", "free", "--points", "4", "--to", "1e-3");
        double eigenvalue = (30 - 900 / 38.0) + (4 - 32 / 38.0); // of N - nn'/n between the groups: the other is 0
        assertEquals(Math.sqrt(eigenvalue), free.at("/thresholds/0/lambda").doubleValue(), 1e-10);
        JsonNode smooth = path("30,4,4", "--smoothing", "0.1", "--points", "4", "--to", "1e-3");
        assertTrue(smooth.get("kappa").isNull());
        double near = smooth.at("/points/3/distance/classifier/seli").doubleValue();
        assertTrue(near < 0.01, "with label smoothing the distance is of order lambda: " + near);
        JsonNode weighted = path("30,4,4", "--loss", "weighted", "--points", "4", "--to", "1e-3");
        assertTrue(weighted.at("/kappa/classifier").doubleValue() > 0);
        JsonNode mean = path("30,4,4", "--loss-reduction", "mean", "--points", "2", "--to", "1e-3");
        JsonNode sum = path("30,4,4", "--points", "2", "--to", "1e-3");
        assertEquals(
                sum.at("/thresholds/0/lambda").doubleValue(),
                38 * mean.at("/thresholds/0/lambda").doubleValue(),
                1e-12);
    }
}
