package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import seli.backend.BackendInfo;
import seli.backend.Precision;
import seli.selftest.CaseResult;
import seli.selftest.Selftest;

class SelftestCommandTest {
    private static final BackendInfo CPU = new BackendInfo("cpu", Precision.FLOAT32, "a chip", 2, Map.of());

    @Test
    void selectedCasesArePassedBySummary() {
        CommandRun run = CommandRun.of("selftest", "--backend", "reference", "--op", "norm(");

        int cases = Selftest.cases("norm(").size();
        assertEquals(new CommandRun(0, "reference backend, float64: " + cases + " passed, 0 failed\n", ""), run);
    }

    @Test
    void jsonListsEveryCase() throws IOException {
        CommandRun run = CommandRun.of("selftest", "--backend", "reference", "--op", "norm(", "--json", "-");
        JsonNode json = Json.read(run.out());

        assertEquals(0, run.exitCode());
        assertEquals("seli.selftest/1", json.get("schema").textValue());
        assertEquals("reference", json.get("backend").textValue());
        assertEquals("float64", json.get("precision").textValue());
        assertEquals(json.get("passed").intValue(), json.get("cases").size());
        assertEquals(0, json.get("failed").intValue());
        assertEquals(List.of("name", "passed", "worst", "message"), Json.keys(json.at("/cases/0")));
    }

    @Test
    void eachFailureTakesOneLineAndTheExitCodeIsTwo() {
        SelftestReport report = new SelftestReport(
                CPU,
                List.of(
                        new CaseResult("gemm(m=1)", true, 0.5, ""),
                        new CaseResult("dot(rows=3)", false, 7, "dot is 2, expected 1 within 0.1")));

        assertEquals(2, report.exitCode());
        assertEquals(
                "failed dot(rows=3): dot is 2, expected 1 within 0.1\ncpu backend, float32: 1 passed, 1 failed\n",
                report.text());
    }

    @Test
    void refusedBackendIsExitCode69WithReasonAndRemedy() throws IOException {
        for (JsonNode refused :
                Json.read(CommandRun.of("info", "--json", "-").out()).get("refused")) {
            CommandRun run =
                    CommandRun.of("selftest", "--backend", refused.get("name").textValue());

            assertEquals(69, run.exitCode());
            assertTrue(run.err().contains(refused.get("reason").textValue()), run.err());
            assertEquals(1, run.errorLines(), run.err());
            assertEquals("", run.out());
        }
    }
}
