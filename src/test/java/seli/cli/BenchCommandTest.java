package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seli.job.BenchSettings;

class BenchCommandTest {
    private static final List<String> KEYS = List.of(
            "schema",
            "command",
            "provenance",
            "backend",
            "precision",
            "threads",
            "processors",
            "openBlasVariables",
            "secondsPerMeasurement",
            "ceilings",
            "results");
    private static final List<String> RESULT_KEYS = List.of(
            "op",
            "name",
            "k",
            "n",
            "d",
            "status",
            "note",
            "seconds",
            "spread",
            "problems",
            "perSecond",
            "flops",
            "flopsPerSecond",
            "bytes",
            "bytesPerSecond",
            "shareOfCeiling",
            "floorSeconds",
            "floorRatio",
            "peakBytes",
            "expectedBytes",
            "samples");
    private static final String TINY = " --seconds 0.001 --sizes 3,9,4;4,4,2 --orders 3 --small-sizes 2,3,1";

    private static JsonNode bench(String arguments) throws IOException {
        CommandRun run = CommandRun.of(("bench --quiet --json - " + arguments).split(" "));
        assertEquals(0, run.exitCode(), run.err());
        return Json.read(run.out());
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        for (JsonNode result : json.get("results")) {
            names.add(result.get("op").asText() + ": " + result.get("name").asText());
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void reportHasEveryKeyAndSamplesOfEveryMeasurement(String backend) throws IOException {
        JsonNode json = bench("--backend " + backend + TINY);

        assertEquals(KEYS, Json.keys(json));
        assertEquals("seli.bench/1", json.get("schema").asText());
        assertEquals(backend, json.get("backend").asText());
        assertTrue(json.at("/ceilings/flopsPerSecond").doubleValue() > 0);
        assertTrue(json.at("/ceilings/copyBytesPerSecond").doubleValue() > 0);
        assertEquals(1 + 2 + 2 * (3 + 2 + 1) + 2, json.get("results").size());
        for (JsonNode result : json.get("results")) {
            assertEquals(RESULT_KEYS, Json.keys(result));
            boolean isBatch = result.get("name").asText().startsWith("1000");
            if (isBatch && backend.equals("reference")) {
                String reason = backend + " takes problems of this size one after the other";
                assertEquals("skipped", result.get("status").asText());
                assertEquals(reason, result.get("note").asText());
                continue;
            }
            assertEquals(isBatch ? 1000 : 1, result.get("problems").intValue());
            assertEquals("measured", result.get("status").asText(), result::toString);
            assertTrue(result.get("seconds").doubleValue() > 0, result::toString);
            assertFalse(result.get("samples").isEmpty(), result::toString);
        }
    }

    @Test
    void stepIsSetBesideItsProductsAndItsMemory() throws IOException {
        JsonNode json = bench("--backend reference --op step" + TINY);

        JsonNode step = json.at("/results/6");
        assertEquals("whole step", step.get("name").asText());
        assertEquals(3 * 2.0 * 3 * 9 * 4, step.get("flops").doubleValue());
        double floor = 0;
        for (int i = 1; i <= 3; i++) {
            assertEquals("gemm", json.at("/results/" + i + "/op").asText());
            floor += json.at("/results/" + i + "/seconds").doubleValue();
        }
        assertEquals(floor, step.get("floorSeconds").doubleValue(), 1e-12 * floor);
        assertEquals(
                floor / step.get("seconds").doubleValue(),
                step.get("floorRatio").doubleValue(),
                1e-12);
        // W, H and their gradients of 4 x (3 + 9), logits of 3 x 9, in double
        assertEquals(8 * (2 * 4 * 12 + 27), step.get("expectedBytes").doubleValue());
        assertTrue(
                step.get("peakBytes").doubleValue() >= step.get("expectedBytes").doubleValue());
        assertEquals("by single operations", json.at("/results/12/note").asText(), "d below k - 1");
    }

    @Test
    void threadsAndWhatChangesTheLibraryAreTold() throws IOException {
        JsonNode json = bench("--backend cpu --threads 1 --op copy" + TINY);

        assertEquals(1, json.get("threads").asInt());
        assertEquals(
                Runtime.getRuntime().availableProcessors(),
                json.get("processors").asInt());
        for (JsonNode variable : json.get("openBlasVariables")) {
            assertTrue(variable.asText().contains("="), variable::asText);
        }
        assertEquals(
                System.getenv().keySet().stream()
                        .filter(name -> name.startsWith("OPENBLAS_"))
                        .count(),
                variables(json).filter(text -> text.startsWith("OPENBLAS_")).count());
        assertTrue(json.at("/provenance/libraries/OpenBLAS").asText().contains("kernels"));
    }

    private static Stream<String> variables(JsonNode json) {
        return StreamSupport.stream(json.get("openBlasVariables").spliterator(), false)
                .map(JsonNode::asText);
    }

    @Test
    void onlyWhatIsAskedForIsMeasured() throws IOException {
        assertEquals(List.of("copy: axpby, beta 0"), names(bench("--backend reference --op copy" + TINY)));
        assertEquals(List.of("svd: values and both sides"), names(bench("--backend reference --op svd" + TINY)));
        assertEquals(
                List.of("small: one problem", "small: 1000 problems at once"),
                names(bench("--backend reference --op small" + TINY)));
        assertEquals(List.of("eigen: eigenvalues and vectors"), names(bench("--backend reference --op eigen" + TINY)));
    }

    @Test
    void whatDoesNotFitTheTimeIsSkippedInALineAndNoError() throws IOException {
        JsonNode json = bench("--backend reference --op svd --orders 3 --seconds 2 --budget 1");

        JsonNode result = json.at("/results/0");
        assertEquals("skipped", result.get("status").asText());
        assertTrue(result.get("note").asText().startsWith("foreseen to take 3 s of the "), result::toString);
        assertTrue(result.get("seconds").isNull());
        assertTrue(result.get("samples").isEmpty());
    }

    @Test
    void whatDoesNotFitTheMemoryIsSkippedInALineAndNoError() {
        CommandRun run = CommandRun.of(
                ("bench --backend reference --op small --seconds 0.001" + " --small-sizes 2000000,2000000,2000000")
                        .split(" "));

        assertEquals(0, run.exitCode(), run.err());
        for (String name : List.of("one problem", "1000 problems at once")) {
            String start = "small 2000000,2000000,2000000, %s: skipped, matrix of ".formatted(name);
            assertTrue(run.out().lines().anyMatch(line -> line.startsWith(start)), run.out());
        }
    }

    @Test
    void tableShowsRatesBesideTheCeilings() {
        CommandRun run = CommandRun.of(("bench --backend reference --op step" + TINY).split(" "));

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().startsWith("reference, float64, "), run.out());
        assertTrue(run.out().contains("\nceilings: products "), run.out());
        assertTrue(run.out().contains("\nstep: whole step "), run.out());
    }

    @Test
    void defaultsSuitTheBackend() {
        assertEquals(131072, BenchSettings.usualSizes("cuda").get(3).samples());
        assertEquals(16384, BenchSettings.usualOrders("cuda").get(4));
        assertEquals(List.of(256, 512, 1024, 2048), BenchSettings.usualOrders("cpu"));
        assertEquals(10000, BenchSettings.usualSizes("cpu").get(2).samples());
        assertEquals(4096, BenchSettings.usualTogether("cuda"));
        assertEquals(1000, BenchSettings.usualTogether("cpu"));
        assertEquals(3, BenchSettings.usualSmall().size());
    }
}
