package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SvmCommandTest {
    @Test
    void jsonHasTheKeysOfTheContract() throws IOException {
        CommandRun run = CommandRun.of("svm", "--counts", "8,2", "--json", "-");

        assertEquals(0, run.exitCode(), run.err());
        assertEquals("", run.err());
        JsonNode json = Json.read(run.out());
        assertEquals(
                List.of(
                        "schema",
                        "command",
                        "provenance",
                        "counts",
                        "loss",
                        "temperatures",
                        "optimalValue",
                        "primalValue",
                        "dualValue",
                        "relativeGap",
                        "residuals",
                        "smallestMultiplierRatio",
                        "tolerance",
                        "certified"),
                Json.keys(json));
        assertEquals("seli.svm/1", json.get("schema").textValue());
        assertEquals(List.of("margin", "spectralNorm", "sign", "complementarity"), Json.keys(json.get("residuals")));
        assertEquals(Math.sqrt(5), json.get("optimalValue").doubleValue(), 1e-15);
        assertEquals(Math.sqrt(5), json.get("dualValue").doubleValue(), 1e-14);
        assertTrue(json.get("certified").booleanValue());
    }

    @Test
    void temperaturesFollowGamma() throws IOException {
        CommandRun run = CommandRun.of("svm", "--counts", "9,9,1,1", "--loss", "cdt", "--gamma", "0.5", "--json", "-");

        JsonNode json = Json.read(run.out());
        assertEquals("[3.0,1.0]", json.get("temperatures").toString());
        // d = sqrt(n): all poles are 1, so the value is tr P_q = k - 1.
        assertEquals(3, json.get("optimalValue").doubleValue(), 1e-14);
    }

    @Test
    void tableSaysWhatIsCertified() {
        CommandRun run = CommandRun.of("svm", "--counts", "10,10,1,1");

        assertEquals(0, run.exitCode());
        assertTrue(run.out().startsWith("UF-SVM of 4 classes, 22 samples (2 x 10, 2 x 1), loss ce\n"), run.out());
        assertTrue(run.out().contains("certified                    yes"), run.out());
        assertTrue(run.out().contains("optimal value                6.5074855"), run.out());
    }
}
