package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

    @Test
    void everyFormatOfFeaturesGivesTheSameNumbers() throws IOException {
        HostMatrix h = HostMatrix.generate(4, 2, (i, j) -> MEANS.get(j, Math.max(0, i - 1)));
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            rows.append(h.get(i, 0)).append(',').append(h.get(i, 1)).append('\n');
        }
        Files.writeString(dir.resolve("h.csv"), rows);
        new NpzWriter().add("H", h).write(dir.resolve("h.npz"));
        Files.write(dir.resolve("h.safetensors"), tensors(h));

        JsonNode expected = samples().get("metrics");
        for (String name : List.of("h.csv", "h.npz:H", "h.safetensors:H")) {
            JsonNode json = json("--weights", file("w.npy"), "--features", file(name), "--labels", file("y.npy"));
            assertEquals(expected, json.get("metrics"), name);
        }
    }

    /** A file of one tensor H of doubles. */
    private static byte[] tensors(HostMatrix h) {
        String header = "{\"H\":{\"dtype\":\"F64\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
                .formatted(h.rows(), h.cols(), 8 * h.rows() * h.cols());
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 8 * h.rows() * h.cols())
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < h.rows(); i++) {
            for (int j = 0; j < h.cols(); j++) {
                bytes.putDouble(h.get(i, j));
            }
        }
        return bytes.array();
    }

    @Test
    void checkpointsAreInNaturalOrderWithTheLastOneInFull() throws IOException {
        JsonNode json = json(AnalyzePages.writeCheckpoints(dir.resolve("run")));

        JsonNode trajectory = json.get("trajectory");
        assertEquals(3, trajectory.size());
        assertEquals("epoch1", trajectory.at("/0/name").textValue());
        assertEquals(20, trajectory.at("/1/step").intValue());
        assertEquals(300, trajectory.at("/2/step").intValue());
        assertEquals(json.get("distance"), trajectory.at("/2/distance"));
        double first = trajectory.at("/0/distance/classifier/etf").doubleValue();
        assertTrue(first > json.at("/distance/classifier/etf").doubleValue());
    }

    @Test
    void imagesAreFeaturesOfAFittedClassifierWithDrawnImbalance() throws IOException {
        writeImages();
        JsonNode json = json(
                "--features",
                file("some-idx3-ubyte"),
                "--labels",
                file("some-idx1-ubyte"),
                "--scale",
                "1/255",
                "--fit",
                "0.5",
                "--subsample",
                "step:k=2,R=4,rho=0.5,nmin=2",
                "--seed",
                "7");

        assertEquals(
                "[{\"count\":8,\"classes\":1},{\"count\":2,\"classes\":1}]",
                json.at("/counts/groups").toString());
        assertEquals("STATIONARY", json.at("/fit/status").textValue());
        assertEquals(7, json.at("/subsample/seed").intValue());
        assertEquals(10, json.at("/subsample/indices").size());
        assertEquals(1, json.at("/metrics/accuracy").doubleValue());
        assertEquals(4, json.get("dim").intValue());
        assertEquals("ce with a free bias", json.at("/theory/model").textValue());
    }

    /** 20 images of 2 x 2 pixels: bright above for class 0, bright below for class 1. */
    private void writeImages() throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + 20 * 4)
                .putInt(0x803)
                .putInt(20)
                .putInt(2)
                .putInt(2);
        ByteBuffer labels = ByteBuffer.allocate(8 + 20).putInt(0x801).putInt(20);
        for (int i = 0; i < 20; i++) {
            int label = i % 2;
            int bright = 200 + i;
            int dark = 3 * i;
            images.put((byte) (label == 0 ? bright : dark)).put((byte) (label == 0 ? bright : i));
            images.put((byte) (label == 0 ? dark : bright)).put((byte) (label == 0 ? i : bright));
            labels.put((byte) label);
        }
        Files.write(dir.resolve("some-idx3-ubyte"), images.array());
        Files.write(dir.resolve("some-idx1-ubyte"), labels.array());
    }

    @Test
    void handwrittenDigitsAreReadAndDrawn() throws IOException {
        String data = System.getenv().getOrDefault("SELI_DATA", "../shared/data");
        Path images = Path.of(data, "mnist10k", "t10k-images-idx3-ubyte.gz");
        assumeTrue(Files.exists(images), "needs the MNIST files in " + data);

        JsonNode json = json(
                "--features",
                images.toString(),
                "--labels",
                images.resolveSibling("t10k-labels-idx1-ubyte.gz").toString(),
                "--scale",
                "1/255",
                "--fit",
                "10",
                "--subsample",
                "step:k=10,R=10,rho=0.5,nmin=4");

        assertEquals(784, json.get("dim").intValue());
        assertEquals(10_000, json.at("/subsample/from").intValue());
        assertEquals(220, json.at("/subsample/drawn").intValue());
        assertEquals("STATIONARY", json.at("/fit/status").textValue());
        assertTrue(json.at("/metrics/accuracy").doubleValue() > 0.9);
    }
}
