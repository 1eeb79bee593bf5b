package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.io.NpyWriter;
import seli.io.NpzWriter;
import seli.job.AnalyzeResult;
import seli.linalg.HostMatrix;

class AnalyzeCommandTest {
    /** Three classes in the plane: class means at 120 degrees, samples on their means, counts 2, 1, 1. */
    private static final HostMatrix MEANS = HostMatrix.of(2, 3, 1, 0, -0.5, Math.sqrt(0.75), -0.5, -Math.sqrt(0.75));

    @TempDir
    private Path dir;

    @BeforeEach
    void writeNetwork() throws IOException {
        NpyWriter.of(MEANS.transpose()).write(dir.resolve("w.npy"));
        NpyWriter.of(HostMatrix.generate(4, 2, (i, j) -> MEANS.get(j, Math.max(0, i - 1))))
                .write(dir.resolve("h.npy"));
        NpyWriter.of(new int[] {0, 0, 1, 2}).write(dir.resolve("y.npy"));
        new NpzWriter()
                .add("W", MEANS.transpose())
                .add("H", MEANS)
                .add("counts", new long[] {2, 1, 1})
                .write(dir.resolve("net.npz"));
    }

    private String file(String name) {
        return dir.resolve(name).toString();
    }

    private JsonNode json(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of("analyze", "--backend", "reference", "--json", "-"));
        all.addAll(List.of(args));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("", run.err());
        return Json.read(run.out());
    }

    private JsonNode samples() throws IOException {
        return json("--weights", file("w.npy"), "--features", file("h.npy"), "--labels", file("y.npy"));
    }

    @Test
    void jsonHasTheKeysOfTheContract() throws IOException {
        JsonNode json = samples();

        assertEquals("seli.analyze/1", json.get("schema").textValue());
        assertTrue(Json.keys(json)
                .containsAll(List.of(
                        "command",
                        "provenance",
                        "counts",
                        "metrics",
                        "distance",
                        "conventions",
                        "classifier",
                        "embedding",
                        "alignment")));
        assertTrue(Json.keys(json.get("metrics")).containsAll(List.of("nc1", "nc2", "nc3", "nc4")));
        assertTrue(json.at("/metrics/nc2").isObject());
        assertEquals(List.of("seli", "etf"), Json.keys(json.at("/distance/classifier")));
        assertEquals(List.of("seli", "etf"), Json.keys(json.at("/distance/embedding")));
        assertEquals(List.of("seli"), Json.keys(json.at("/distance/logits")));
        assertEquals(
                "[{\"count\":2,\"classes\":1},{\"count\":1,\"classes\":2}]",
                json.at("/counts/groups").toString());
    }

    @Test
    void collapsedSimplexIsRecognised() throws IOException {
        JsonNode json = samples();

        assertEquals(0, json.at("/metrics/nc1").doubleValue(), 1e-15);
        assertEquals(0, json.at("/metrics/nc3").doubleValue(), 1e-15);
        assertEquals(1, json.at("/metrics/nc4").doubleValue());
        assertEquals(1, json.at("/metrics/accuracy").doubleValue());
        assertEquals(0, json.at("/distance/classifier/etf").doubleValue(), 1e-15);
        assertTrue(json.at("/distance/classifier/seli").doubleValue() > 0.01);
        assertTrue(
                json.get("verdict").textValue().contains("closer to the simplex ETF"),
                json.get("verdict").textValue());
    }

    @Test
    void everyNumberOfTheReportHasItsConvention() throws IOException {
        JsonNode json = samples();

        for (String key : AnalyzeResult.conventions().keySet()) {
            assertTrue(json.get("conventions").get(key).isTextual(), key);
            assertTrue(!json.at("/" + key.replace('.', '/')).isMissingNode(), key + " is explained but not there");
        }
    }

    @Test
    void meansAloneLeaveTheNumbersOfSamplesNull() throws IOException {
        JsonNode means = json("--weights", file("w.npy"), "--means", file("w.npy"), "--counts", "2,1,1");
        JsonNode archive = json(file("net.npz"));

        for (JsonNode json : List.of(means, archive)) {
            assertTrue(
                    json.at("/metrics/nc1").isNull() && json.at("/metrics/nc4").isNull());
            assertTrue(json.at("/metrics/margin/samples").isNull());
            assertTrue(json.at("/classifier/cosine/0/0").isNull());
            assertEquals(samples().get("distance"), json.get("distance"));
        }
    }

    @Test
    void publishedResNetGivesItsTable() {
        String data = System.getenv().getOrDefault("SELI_DATA", "../shared/data");
        Path network = Path.of(data, "resnet18-cifar10-r10", "ce_epoch350.npz");
        assumeTrue(Files.exists(network), "needs the ResNet files in " + data);

        CommandRun run = CommandRun.of("analyze", network.toString());

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("classifiers W'W  0.131591  0.418617\n"), run.out());
        assertTrue(run.out().contains("embeddings M'M   0.196723  0.427226\n"), run.out());
        assertTrue(run.out().contains("logits W'M       0.158185      same\n"), run.out());
        assertTrue(run.out().contains("The classifier is closer to SELI (0.132)"), run.out());
    }
}
