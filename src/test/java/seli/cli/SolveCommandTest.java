package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.backend.Backend;
import seli.backend.reference.ReferenceBackend;
import seli.certificate.OptimalityCertificate;
import seli.io.NpzArchive;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.UfmProblem;

class SolveCommandTest {
    private static final String[] KEYS = {
        "schema", "command", "provenance", "counts", "status", "objective", "dualBound", "gap", "relativeGap",
        "spectralNormRatio", "rank", "nuclearNorm", "method", "backend", "precision", "iterations", "seconds",
                "distance",
        "collapsedGroups", "classifier", "embedding", "alignment"
    };

    @TempDir
    private Path dir;

    private static CommandRun solve(String arguments) {
        return CommandRun.of(("solve --backend reference " + arguments).split(" "));
    }

    @Test
    void reportHasEveryKeyOfTheContract() throws IOException {
        CommandRun run = solve("--counts 10,10,1,1 --lambda 0.1 --json -");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode json = Json.read(run.out());
        assertTrue(
                Json.keys(json).containsAll(List.of(KEYS)),
                () -> Json.keys(json).toString());
        assertEquals("seli.solve/1", json.get("schema").asText());
        assertEquals("OPTIMAL", json.get("status").asText());
        assertEquals(3.573428442144, json.get("objective").asDouble(), 1e-9 * 3.57);
        assertTrue(json.get("relativeGap").asDouble() <= 1e-8);
        assertEquals(
                json.get("objective").asDouble() - json.get("gap").asDouble(),
                json.get("dualBound").asDouble(),
                1e-15);
        assertEquals(3, json.get("rank").asInt());
        assertEquals("reference", json.get("backend").asText());
        assertEquals("float64", json.get("precision").asText());
        assertEquals(0, json.get("collapsedGroups").size());
        assertEquals(0.1347308807453343, json.at("/distance/classifier/seli").asDouble(), 1e-7);
        assertEquals(0.4989500447375344, json.at("/distance/classifier/etf").asDouble(), 1e-7);
        assertTrue(json.at("/distance/logits/seli").isNumber());
        assertEquals(10.560901614945944, json.at("/classifier/squaredNorm/0").asDouble(), 1e-5);
        assertEquals(2.336523721773799, json.at("/embedding/squaredNorm/1").asDouble(), 1e-5);
        assertTrue(json.at("/alignment/unmatched/1/0").asDouble() < 0);
    }

    @Test
    void outHasFactorsThatProveTheResultAgain() throws IOException {
        Path out = dir.resolve("out");
        CommandRun run = solve("--counts step:k=4,R=5,rho=0.5,nmin=2 --lambda 0.3 --out " + out);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("OPTIMAL"), run.out());
        assertTrue(run.out().lines().count() < 25, "a short table");
        JsonNode json = Json.read(Files.readString(out.resolve("result.json")));
        NpzArchive factors = NpzArchive.open(out.resolve("factors.npz"));
        HostMatrix w = factors.read("W").toMatrix();
        HostMatrix h = factors.read("H").toMatrix();
        UfmProblem problem = UfmProblem.crossEntropy(ClassCounts.of(10, 10, 2, 2), 4, 0.3);
        try (Backend backend = ReferenceBackend.open()) {
            OptimalityCertificate again = OptimalityCertificate.atSamples(backend, problem, w, h);
            assertEquals(json.get("objective").asDouble(), again.primal(), 1e-12 * again.primal());
            assertEquals(json.get("dualBound").asDouble(), again.dual(), 1e-12 * again.primal());
            assertTrue(again.relativeGap() <= 1e-8);
        }
        List<String> history = Files.readAllLines(out.resolve("history.csv"));
        assertEquals("iteration,objective,gradientNorm,relativeGap", history.get(0));
        String[] last = history.get(history.size() - 1).split(",", -1);
        assertEquals(json.get("iterations").asInt(), Integer.parseInt(last[0]));
        assertEquals(json.get("objective").asDouble(), Double.parseDouble(last[1]), 1e-9);
    }

    @Test
    void factorsOfLbfgsHoldTheEmbeddingsThemselves() throws IOException {
        Path out = dir.resolve("out");
        String limits = " --method lbfgs --start random --max-iterations 3 --quiet --out ";
        assertEquals(2, solve("--counts 5,3,2 --lambda 0.1" + limits + out).exitCode());
        NpzArchive archive = NpzArchive.open(out.resolve("factors.npz"));
        HostMatrix h = archive.read("H").toMatrix();
        HostMatrix m = archive.read("M").toMatrix();
        assertEquals(10, h.cols());
        double spread = 0;
        int sample = 0;
        int[] counts = {5, 3, 2};
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < h.rows(); i++) {
                double sum = 0;
                for (int s = sample; s < sample + counts[c]; s++) {
                    sum += h.get(i, s);
                    spread = Math.max(spread, Math.abs(h.get(i, s) - m.get(i, c)));
                }
                assertEquals(m.get(i, c), sum / counts[c], 1e-14 * h.norm());
            }
            sample += counts[c];
        }
        assertTrue(spread > 1e-3 * h.norm(), "three steps from a random start collapse nothing");
    }

    @Test
    void toleranceThatIsNotMetGivesExitCode2AndResults() throws IOException {
        Path out = dir.resolve("out");
        CommandRun run = solve("--counts 50,7,3 --lambda 0.01 --start random --max-iterations 1 --quiet --out " + out);
        assertEquals(2, run.exitCode());
        assertEquals("", run.out() + run.err());
        JsonNode json = Json.read(Files.readString(out.resolve("result.json")));
        assertEquals("MAX_ITERATIONS", json.get("status").asText());
        assertTrue(json.get("relativeGap").asDouble() > 1e-8);
        assertTrue(Files.exists(out.resolve("factors.npz")));
    }

    @Test
    void zeroSolutionHasNullsWhereNothingExists() throws IOException {
        CommandRun run = solve("--counts 10,10,1,1 --lambda 5 --json -");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode json = Json.read(run.out());
        assertEquals("OPTIMAL", json.get("status").asText());
        assertEquals(0, json.get("rank").asInt());
        assertEquals("[0,1]", json.get("collapsedGroups").toString());
        assertTrue(json.at("/distance/classifier/seli").isNull());
        assertTrue(json.at("/classifier/cosine/0/0").isNull());
        assertEquals(0, json.at("/classifier/squaredNorm/0").asDouble());
    }

    @Test
    void warmStartFromFactorsIsTaken() throws IOException {
        Path out = dir.resolve("collapsed");
        assertEquals(0, solve("--counts 10,10,1,1 --lambda 1 --out " + out).exitCode());
        CommandRun run = solve("--counts 10,10,1,1 --lambda 0.1 --json - --start " + out.resolve("factors.npz"));
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(3, Json.read(run.out()).get("rank").asInt());
        CommandRun wrong = solve("--counts 10,10,1 --lambda 0.1 --start " + out.resolve("factors.npz"));
        assertEquals(64, wrong.exitCode());
        assertTrue(wrong.err().contains("4 x 4; expected 3 x 3"), wrong.err());
    }

    @Test
    void everyMethodReportsItselfAndTheSameOptimum() throws IOException {
        for (String method : List.of("auto", "collapsed", "lbfgs")) {
            CommandRun run = solve("--counts 10,10,1,1 --lambda 0.1 --json - --method " + method);
            assertEquals(0, run.exitCode(), run.err());
            JsonNode json = Json.read(run.out());
            assertEquals(
                    method.equals("lbfgs") ? "lbfgs" : "collapsed",
                    json.get("method").asText());
            assertEquals(3.573428442144, json.get("objective").asDouble(), 1e-9 * 3.57);
            assertEquals(3, json.get("rank").asInt());
            assertTrue(json.get("withinClassSpread").asDouble() < 1e-6);
            assertEquals("sum", json.get("lossReduction").asText());
        }
    }

    @Test
    void meanLossTakesTheRidgeAsGiven() throws IOException {
        CommandRun run = solve("--counts 10,10,1,1 --lambda 0.01 --json - --loss-reduction mean");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode mean = Json.read(run.out());
        JsonNode sum =
                Json.read(solve("--counts 10,10,1,1 --lambda 0.22 --json -").out());
        assertEquals("mean", mean.get("lossReduction").asText());
        assertEquals(0.01, mean.get("lambdaW").asDouble());
        double objective = sum.get("objective").asDouble() / 22;
        assertEquals(objective, mean.get("objective").asDouble(), 1e-10 * objective);
        assertEquals(
                sum.at("/distance/classifier/seli").asDouble(),
                mean.at("/distance/classifier/seli").asDouble(),
                1e-7);
    }

    @Test
    void unknownBackendIsRefusedNotReplaced() {
        CommandRun run = CommandRun.of("solve", "--counts", "2,1", "--lambda", "1", "--backend", "cuda");
        assertEquals(69, run.exitCode());
        assertEquals(1, run.errorLines());
        assertFalse(run.err().contains("Exception"));
    }
}
