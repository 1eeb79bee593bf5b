package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCommandTest {
    private static final String GRID = "--counts 10,10,1,1 --counts step:k=4,R=10,rho=0.5,nmin=1 --counts 6,3,1"
            + " --lambda 0.05,0.5 --loss ce,cdt --gamma 0.25,-0.5";

    @TempDir
    private Path dir;

    private CommandRun sweep(String out, String arguments) {
        return CommandRun.of(("sweep " + arguments + " --out " + dir.resolve(out)).split(" "));
    }

    private JsonNode json(String path) throws IOException {
        return Json.read(Files.readString(dir.resolve(path)));
    }

    /** The rows of a table by their heads. */
    private List<Map<String, String>> table(String path) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        List<List<String>> cells = SweepCsv.read(Files.readString(dir.resolve(path)));
        for (List<String> row : cells.subList(1, cells.size())) {
            assertEquals(cells.get(0).size(), row.size());
            Map<String, String> byHead = new HashMap<>();
            for (int i = 0; i < row.size(); i++) {
                byHead.put(cells.get(0).get(i), row.get(i));
            }
            rows.add(byHead);
        }
        return rows;
    }

    @Test
    void everyProblemHasTheResultThatSolveWrites() throws IOException {
        CommandRun run = sweep("grid", GRID + " --quiet");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("", run.out());
        List<Map<String, String>> rows = table("grid/sweep.csv");
        assertEquals(2 * 2 * 3, rows.size(), "10,10,1,1 is the step profile");
        for (Map<String, String> row : rows) {
            JsonNode result = json("grid/" + row.get("folder") + "/result.json");
            assertEquals("seli.solve/1", result.get("schema").asText());
            assertEquals("OPTIMAL", row.get("status"));
            for (String key :
                    List.of("objective", "gap", "relativeGap", "rank", "nuclearNorm", "iterations", "seconds")) {
                assertEquals(result.get(key).asDouble(), Double.parseDouble(row.get(key)), key);
            }
            assertEquals(
                    result.at("/distance/embedding/seli").asDouble(), Double.parseDouble(row.get("embeddingSeli")));
            assertEquals(result.get("dim").asText(), row.get("dim"));
            assertEquals(result.at("/counts/samples").asText(), row.get("n"));
            assertEquals(row.get("loss").equals("ce"), row.get("gamma").isEmpty());
            assertEquals("", row.get("seed"));
        }
        Map<String, String> row = rows.get(3);
        assertEquals(
                List.of("3", "10,10,1,1", "4", "22", "cdt", "0.25", "0.5"),
                List.of("index", "counts", "k", "n", "loss", "gamma", "lambda").stream()
                        .map(row::get)
                        .toList());
        JsonNode alone = Json.read(CommandRun.of(
                        "solve --counts 10,10,1,1 --lambda 0.5 --loss cdt --gamma 0.25 --json - --quiet".split(" "))
                .out());
        JsonNode found = json("grid/problems/00003/result.json");
        assertEquals(Json.keys(alone), Json.keys(found));
        assertEquals(alone.get("objective"), found.get("objective"));
        assertEquals(alone.get("distance"), found.get("distance"));
        assertEquals(alone.get("classifier"), found.get("classifier"));
    }

    @Test
    void summaryNamesTheGridAndEveryProblem() throws IOException {
        CommandRun run = sweep("grid", GRID + " --json -");
        JsonNode json = Json.read(run.out());
        JsonNode written = json("grid/result.json");
        assertEquals("seli.sweep/1", json.get("schema").asText());
        assertEquals(json.get("problems"), written.get("problems"));
        assertEquals(12, json.get("total").asInt());
        assertEquals(12, json.get("problems").size());
        assertTrue(json.get("complete").asBoolean());
        assertEquals(0, json.get("failed").asInt());
        assertEquals(2, json.get("distributions").size());
        assertEquals(22, json.at("/distributions/0/samples").asInt());
        assertEquals(10, json.at("/distributions/0/groups/0/count").asInt());
        JsonNode last = json.at("/problems/11");
        assertEquals("problems/00011", last.get("folder").asText());
        assertEquals(0.5, last.get("lambda").asDouble());
        assertEquals("cdt", last.get("loss").asText());
        assertTrue(last.at("/distance/logits/seli").isNumber());
        assertTrue(last.get("seed").isNull());
        assertTrue(last.get("message").isNull());
    }

    @Test
    void resultsDoNotDependOnTheNumberOfWorkers() throws IOException {
        assertEquals(0, sweep("one", GRID + " --threads 1 --quiet").exitCode());
        assertEquals(0, sweep("two", GRID + " --workers 2 --quiet").exitCode());
        assertEquals(timeless("one"), timeless("two"));
        assertEquals(Files.readString(dir.resolve("one/job.json")), Files.readString(dir.resolve("two/job.json")));
    }

    /** The table without the times. */
    private List<Map<String, String>> timeless(String out) throws IOException {
        List<Map<String, String>> rows = table(out + "/sweep.csv");
        rows.forEach(row -> row.remove("seconds"));
        return rows;
    }

    @Test
    void problemThatFailsDoesNotStopTheOthersAndIsNamedAtTheEnd() throws IOException {
        CommandRun run = sweep("grid", "--counts 10,10,1,1 --counts 3,1 --lambda 0.1 --dim 2,9 --threads 2");
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.out().contains("sweep of 4 problems (solve): 1 FAILED, 3 OPTIMAL"), run.out());
        assertTrue(
                run.out()
                        .contains(
                                "problems/00000 FAILED: --dim 2 is too small for 4 classes; expected at least k - 1 = 3"),
                run.out());
        List<Map<String, String>> rows = table("grid/sweep.csv");
        assertEquals(
                List.of("FAILED", "OPTIMAL", "OPTIMAL", "OPTIMAL"),
                rows.stream().map(row -> row.get("status")).toList());
        assertTrue(rows.get(0).get("message").startsWith("--dim 2 is too small"));
        assertEquals("", rows.get(0).get("objective"));
        assertFalse(Files.exists(dir.resolve("grid/problems/00000/result.json")));
        assertTrue(
                Files.readString(dir.resolve("grid/problems/00000/error.txt")).startsWith("--dim 2 is too small"));
        assertEquals(1, json("grid/result.json").get("failed").asInt());
    }

    @Test
    void toleranceThatIsMissedIsExitCode2() throws IOException {
        CommandRun run = sweep("grid", "--counts 10,10,1,1 --lambda 0.1 --max-iterations 0");
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.out().contains("failed or not as asked for:\n  problems/00000 MAX_ITERATIONS"), run.out());
        assertEquals(1, json("grid/result.json").get("missed").asInt());
    }

    @Test
    void finishedSweepIsNotRunAgainAndAnotherGridIsRefused() throws IOException {
        assertEquals(0, sweep("grid", GRID + " --quiet").exitCode());
        List<String> before = SweepCsv.files(dir.resolve("grid/problems"));
        String table = Files.readString(dir.resolve("grid/sweep.csv"));

        CommandRun again = sweep("grid", GRID);
        assertEquals(0, again.exitCode(), again.err());
        assertTrue(again.out().contains("12 of them were finished before"), again.out());
        assertEquals(table, Files.readString(dir.resolve("grid/sweep.csv")));
        assertEquals(before, SweepCsv.files(dir.resolve("grid/problems")));
        assertEquals(
                0,
                CommandRun.of("sweep", "--resume", dir.resolve("grid").toString())
                        .exitCode());

        CommandRun other = sweep("grid", GRID.replace("0.05,0.5", "0.05,0.4"));
        assertEquals(64, other.exitCode());
        assertTrue(other.err().contains("holds another sweep: its lambda is 0.05,0.5, not 0.05,0.4"), other.err());
        assertEquals(1, other.errorLines());
    }

    @Test
    void damagedOrMissingResultIsMadeAgain() throws IOException {
        assertEquals(0, sweep("grid", GRID + " --quiet").exitCode());
        List<Map<String, String>> truth = timeless("grid");
        Files.writeString(dir.resolve("grid/problems/00004/result.json"), "{\"status\": \"OPT");
        Files.delete(dir.resolve("grid/problems/00007/result.json"));
        Files.delete(dir.resolve("grid/sweep.csv"));

        CommandRun again = sweep("grid", GRID);

        assertTrue(again.out().contains("10 of them were finished before"), again.out());
        assertEquals(truth, timeless("grid"));
    }

    @Test
    void jobFileGivesTheSameSweepAsItsOptions() throws IOException {
        Path job = Files.writeString(dir.resolve("job.yaml"), """
                counts:
                  - 10,10,1,1
                  - 6,3,1
                lambda: [0.05, 0.5]
                loss: [ce, cdt]
                gamma: [0.25, -0.5]
                """);
        assertEquals(0, sweep("options", GRID + " --quiet").exitCode());
        assertEquals(0, sweep("file", job + " --quiet").exitCode());
        assertEquals(timeless("options"), timeless("file"));
        assertEquals(
                0, sweep("frozen", dir.resolve("file/job.json") + " --quiet").exitCode());
        assertEquals(timeless("options"), timeless("frozen"));
    }

    @Test
    void axisWithoutMeaningIsNamed() {
        CommandRun run = sweep("grid", "--counts 2,1 --lambda 0.1 --gamma 0.5 --seed 1..3");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("sweep of 1 problem (solve): 1 OPTIMAL"), run.out());
        assertTrue(run.out().contains("gamma has no meaning for these problems"), run.out());
        assertTrue(run.out().contains("seed has no meaning for these problems"), run.out());
    }

    @Test
    void otherMethodsStartsAndRatiosAreThere() throws IOException {
        CommandRun run = sweep(
                "grid",
                "--counts 3,2 --lambda 0.2 --ridge-ratio 1,4 --method grouped,collapsed,lbfgs --backend reference"
                        + " --quiet");
        assertEquals(0, run.exitCode(), run.err());
        List<Map<String, String>> rows = table("grid/sweep.csv");
        assertEquals(
                List.of("grouped", "grouped", "collapsed", "collapsed", "lbfgs", "lbfgs"),
                rows.stream().map(row -> row.get("method")).toList());
        JsonNode split = json("grid/problems/00003/result.json");
        assertEquals(0.4, split.get("lambdaW").asDouble(), 1e-15);
        assertEquals(0.1, split.get("lambdaH").asDouble(), 1e-15);
        double truth = Double.parseDouble(rows.get(0).get("objective"));
        for (Map<String, String> row : rows) { // the optimum depends on lambda_W lambda_H alone
            assertEquals(truth, Double.parseDouble(row.get("objective")), 1e-7 * truth);
        }
    }
}
