package seli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.BackendInfo;
import seli.backend.Precision;
import seli.label.ClassCounts;

class JsonReportTest {
    private static final Provenance RUN = Provenance.startNow(List.of("geometry", "--counts", "a b"));

    private static String text(JsonReport report) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(JsonReport report) throws IOException {
        return new ObjectMapper().readTree(text(report));
    }

    @Test
    void headNamesSchemaCommandProvenanceAndCounts() throws IOException {
        JsonNode json = tree(JsonReport.of("geometry", RUN, ClassCounts.of(1, 10, 1, 10, 10), body -> {}));

        assertEquals("seli.geometry/1", json.get("schema").textValue());
        assertEquals("geometry", json.get("command").textValue());
        assertEquals(5, json.at("/counts/classes").intValue());
        assertEquals(32, json.at("/counts/samples").longValue());
        assertEquals(
                "[{\"count\":10,\"classes\":3},{\"count\":1,\"classes\":2}]",
                json.at("/counts/groups").toString());
    }

    @Test
    void provenanceHasEveryKeyAndNullsWithoutBackendAndSeed() throws IOException {
        JsonNode json = tree(JsonReport.of("geometry", RUN, body -> {})).get("provenance");

        for (String key : List.of("version", "commit", "java", "os", "cpu", "start")) {
            assertFalse(json.get(key).textValue().isEmpty(), key);
        }
        assertTrue(json.get("device").isNull()
                && json.get("driver").isNull()
                && json.get("seed").isNull());
        assertEquals(0, json.get("libraries").size());
        assertTrue(json.get("seconds").doubleValue() >= 0);
        assertFalse(Instant.parse(json.get("start").textValue()).isAfter(Instant.now()));
        assertEquals("seli geometry --counts 'a b'", json.get("commandLine").textValue());
    }

    @Test
    void provenanceTellsBackendSeedAndNotes() throws IOException {
        BackendInfo cpu = new BackendInfo("cpu", Precision.FLOAT64, "a chip", 2, Map.of("OpenBLAS", "0.3.31"));
        Provenance run = RUN.withBackend(cpu, List.of(new Backend.MemoryUse(4096, 77)))
                .withSeed(-7)
                .withNotes(List.of("cuda refused: no driver"));

        JsonNode json = tree(JsonReport.of("solve", run, body -> {})).get("provenance");

        assertEquals("a chip", json.get("device").textValue());
        assertEquals("0.3.31", json.at("/libraries/OpenBLAS").textValue());
        assertEquals(4096, json.at("/memory/budgetBytes").longValue());
        assertEquals(77, json.at("/memory/peakBytes").longValue());
        assertTrue(json.get("driver").isNull());
        assertEquals(-7, json.get("seed").longValue());
        assertEquals("cuda refused: no driver", json.at("/notes/0").textValue());
    }

    @Test
    void provenanceNamesTheDriverOfAGpu() throws IOException {
        BackendInfo gpu = new BackendInfo("cuda", Precision.FLOAT64, "a card", 1, Map.of("CUDA driver", "13.0"));

        JsonNode json = tree(JsonReport.of("solve", RUN.withBackend(gpu, List.of()), body -> {}))
                .get("provenance");

        assertEquals("13.0", json.get("driver").textValue());
        assertTrue(json.get("memory").isNull());
    }

    @Test
    void numbersThatJsonDoesNotHaveAreNull() throws IOException {
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1};
        JsonReport report = JsonReport.of("x", RUN, body -> {
            body.number("nan", Double.NaN);
            body.numbers("row", values.length, i -> values[i]);
            body.table("table", 1, 2, (i, j) -> values[j]);
        });

        assertFalse(text(report).contains("NaN") || text(report).contains("Infinity"), text(report));
        assertTrue(tree(report).get("nan").isNull());
        assertEquals("[null,null,null,-0.0,1.0]", tree(report).get("row").toString());
        assertEquals("[[null,null]]", tree(report).get("table").toString());
    }

    @Test
    void doublesReadBackAsTheSameBits() throws IOException {
        Random random = new Random(1);
        double[] values = new double[1000];
        for (int i = 0; i < values.length; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            values[i] = Double.isFinite(value) ? value : Double.MIN_VALUE;
        }

        JsonNode json = tree(JsonReport.of("x", RUN, body -> body.numbers("v", values.length, i -> values[i])));

        for (int i = 0; i < values.length; i++) {
            assertEquals(values[i], json.get("v").get(i).doubleValue(), 0.0, "seed 1, value " + i);
        }
    }

    @Test
    void listsAndTablesTakeOneLineForEachItem() throws IOException {
        JsonReport report = JsonReport.of("x", RUN, body -> {
            body.list("points", 2, (point, i) -> {
                point.integer("step", i);
                point.object("distance", inner -> inner.number("seli", 0.5));
            });
            body.table("inner", 2, 2, (i, j) -> i + j);
            body.list("none", 0, (point, i) -> {});
        });

        assertTrue(text(report).endsWith("""
                  "points": [
                    {"step": 0, "distance": {"seli": 0.5}},
                    {"step": 1, "distance": {"seli": 0.5}}
                  ],
                  "inner": [
                    [0.0, 1.0],
                    [1.0, 2.0]
                  ],
                  "none": []
                }
                """));
    }

    @Test
    void failureOfTheDestinationIsPassedOn() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        JsonReport report = JsonReport.of("x", RUN, body -> {});

        IOException failure = assertThrows(IOException.class, () -> report.writeTo(full));

        assertEquals("No space left on device", failure.getMessage());
    }
}
