package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.backend.Backends;
import seli.backend.Precision;

/** Sweeps on a GPU, whose training runs are stepped together, beside the same on the reference. */
@Tag("cuda")
class SweepCudaTest {
    @TempDir
    private Path dir;

    @BeforeEach
    void needsCuda() {
        Backends.refusals(Precision.FLOAT64, 1).stream()
                .filter(refusal -> refusal.backend().equals("cuda"))
                .findFirst()
                .ifPresent(refusal -> Assumptions.abort(refusal.getMessage()));
    }

    private JsonNode problems(String grid, String backend) throws IOException {
        Path out = dir.resolve(backend);
        CommandRun run = CommandRun.of((grid + " --quiet --json - --backend " + backend + " --out " + out).split(" "));
        assertEquals(0, run.exitCode(), run.err() + run.out());
        return Json.read(run.out()).get("problems");
    }

    @Test
    void trainingEndsWhereTheReferenceDoes() throws IOException {
        String grid = "sweep --kind train --counts 6,3,1 --counts 5,4,1 --lr 0.05,0.1 --lambda 0.01 --momentum 0.5"
                + " --seed 1,2 --steps 40 --log-at every:20";
        JsonNode device = problems(grid, "cuda");
        JsonNode truth = problems(grid, "reference");
        assertEquals(8, device.size());
        for (int i = 0; i < 8; i++) {
            JsonNode found = device.get(i);
            JsonNode expected = truth.get(i);
            assertEquals("MAX_ITERATIONS", found.get("status").asText());
            for (String key : List.of("objective", "finalLoss", "logLoss", "gradientNorm", "nc1")) {
                double value = expected.get(key).doubleValue();
                assertEquals(value, found.get(key).doubleValue(), 1e-9 * Math.abs(value), key);
            }
            JsonNode result = Json.read(Files.readString(
                    dir.resolve("cuda").resolve(found.get("folder").asText()).resolve("result.json")));
            assertEquals("cuda", result.get("backend").asText());
            assertEquals(3, result.get("history").size());
            assertEquals(40, result.get("steps").asInt());
        }
    }

    @Test
    void solvesOneAfterTheOther() throws IOException {
        String grid = "sweep --counts 6,3,1 --lambda 0.1,0.3 --method collapsed";
        JsonNode device = problems(grid, "cuda");
        JsonNode truth = problems(grid, "reference");
        for (int i = 0; i < 2; i++) {
            double value = truth.get(i).get("objective").doubleValue();
            assertEquals(value, device.get(i).get("objective").doubleValue(), 1e-7 * value);
        }
        assertTrue(Files.exists(dir.resolve("cuda/problems/00001/result.json")));
    }
}
