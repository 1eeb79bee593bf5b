package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import seli.backend.BackendUnavailableException;
import seli.backend.Backends;
import seli.backend.Precision;

/** Whole commands on the CUDA backend, beside the same on the reference. */
@Tag("cuda")
class CudaCommandTest {
    @TempDir
    private Path dir;

    @BeforeEach
    void needsCuda() {
        List<BackendUnavailableException> refused = Backends.refusals(Precision.FLOAT64, 1);
        refused.stream()
                .filter(refusal -> refusal.backend().equals("cuda"))
                .findFirst()
                .ifPresent(refusal -> Assumptions.abort(refusal.getMessage()));
    }

    private static JsonNode json(String command, String backend) throws IOException {
        CommandRun run = CommandRun.of((command + " --quiet --json - --backend " + backend).split(" "));
        assertEquals(0, run.exitCode(), run.err());
        return Json.read(run.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "solve --counts 10,10,1,1 --lambda 0.1 --tolerance 1e-10",
                "solve --counts 10,10,1,1 --lambda 1e-6 --tolerance 1e-9",
                "solve --counts 7,5,3,2,1 --lambda 0.5 --loss cdt --gamma 0.3 --tolerance 1e-10",
                "solve --counts 4,3,2 --lambda 0.2 --method lbfgs --tolerance 1e-10"
            })
    void solveFindsTheReferencesOptimum(String command) throws IOException {
        JsonNode device = json(command, "cuda");
        JsonNode truth = json(command, "reference");
        double objective = truth.get("objective").doubleValue();
        assertEquals("OPTIMAL", device.get("status").asText());
        assertEquals("cuda", device.get("backend").asText());
        assertEquals(objective, device.get("objective").doubleValue(), 2e-9 * objective);
        assertEquals(truth.get("rank"), device.get("rank"));
        assertEquals(
                truth.at("/distance/classifier/seli").doubleValue(),
                device.at("/distance/classifier/seli").doubleValue(),
                1e-4);
    }

    @Test
    void trainFollowsTheReference() throws IOException {
        String command = "train --counts 8,8,2 --dim 5 --steps 60 --lr 0.2 --momentum 0.9 --weight-decay 1e-3 --seed 3"
                + " --log-at every:20";
        JsonNode device = json(command, "cuda");
        JsonNode truth = json(command, "reference");
        for (int i = 0; i < truth.get("history").size(); i++) {
            double loss = truth.at("/history/" + i + "/loss").doubleValue();
            assertEquals(loss, device.at("/history/" + i + "/loss").doubleValue(), 1e-11 * loss);
        }
    }

    @Test
    void trainingKilledGoesOnFromItsCheckpointToTheSameBits() throws IOException, InterruptedException {
        String common = "train --backend cuda --quiet --counts 6,6,2 --dim 4 --steps 400 --lr 0.1 --momentum 0.9"
                + " --batch 5 --checkpoint-every 20 --log-at every:10 --out ";
        Path whole = dir.resolve("whole");
        CommandRun run = CommandRun.of((common + whole).split(" "));
        assertEquals(0, run.exitCode(), run.err());
        Path broken = dir.resolve("broken");
        Process process = start(common + broken);
        Path history = broken.resolve("history.csv");
        while (process.isAlive()
                && (!Files.exists(history) || Files.readString(history).lines().count() < 6)) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        process.destroyForcibly().waitFor(); // SIGKILL: no hook runs, nothing is flushed
        CommandRun resumed = CommandRun.of("train", "--quiet", "--resume", broken.toString());
        assertEquals(0, resumed.exitCode(), resumed.err());
        for (String file : List.of("history.csv", "factors.npz")) {
            assertEquals(-1, Files.mismatch(whole.resolve(file), broken.resolve(file)), file);
        }
    }

    private static Process start(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dseli.cuda.libs=" + System.getProperty("seli.cuda.libs", ""),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments.split(" ")));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void selftestAndInfoKnowTheDevice() throws IOException {
        CommandRun info = CommandRun.of("info", "--json", "-");
        assertEquals(0, info.exitCode(), info.err());
        JsonNode backends = Json.read(info.out()).get("backends");
        assertEquals("cuda", backends.get(0).get("name").asText());
        CommandRun selftest = CommandRun.of("selftest", "--backend", "cuda", "--op", "gemm(m=3");
        assertEquals(0, selftest.exitCode(), selftest.err());
    }

    @Test
    void tf32IsNamedInTheReport() throws IOException {
        CommandRun run = CommandRun.of(
                ("solve --counts 5,3 --lambda 0.5 --backend cuda --precision tf32 --tolerance 1e-2 --quiet --json -")
                        .split(" "));
        assertTrue(run.exitCode() == 0 || run.exitCode() == 2, run.err());
        assertEquals("tf32", Json.read(run.out()).get("precision").asText());
    }

    @Test
    void benchTakesWhatFitsTheMemoryAndSaysSo() throws IOException {
        JsonNode json = json(
                "bench --op step --seconds 0.001 --sizes 4,24,4;16,64,4 --memory 7600B --precision float32", "cuda");
        assertEquals("cuda", json.get("backend").asText());
        assertEquals("", json.at("/results/6/note").asText().replace("one call, after one that warms up", ""));
        JsonNode tiled = json.at("/results/12");
        assertEquals("whole step", tiled.get("name").asText());
        assertTrue(tiled.get("note").asText().contains("logits in tiles of "), tiled::toString);
        assertTrue(tiled.get("peakBytes").doubleValue() <= 7_600, tiled::toString);
        assertTrue(tiled.get("seconds").doubleValue() > 0, tiled::toString);
    }
}
