package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReproduceCommandTest {
    @Test
    void theListNamesEveryExperimentItsCostAndWhatIsMissing(@TempDir Path empty) throws IOException {
        CommandRun text = CommandRun.of("reproduce", "--list", "--preset", "full", "--data", empty.toString());
        assertEquals(0, text.exitCode(), text.err());
        for (String name :
                new String[] {"closed-form", "frames", "ridge-path", "collapse", "dynamics", "resnet", "cdt", "ldt"}) {
            assertTrue(text.out().contains(name + ": "), name);
        }
        assertTrue(text.out().contains("cost with --preset full: "));
        assertTrue(text.out().contains("cannot be run here: no ce_epoch001.npz in " + empty));
        JsonNode json = Json.read(CommandRun.of("reproduce", "--list", "--json", "-", "--data", empty.toString())
                .out());
        assertEquals("seli.reproduce/1", json.get("schema").textValue());
        assertEquals(8, json.get("experiments").size());
        assertFalse(json.at("/experiments/5/available").booleanValue());
        assertTrue(json.at("/experiments/0/reason").isNull());
    }

    @Test
    void experimentsAreRunOnceAndThenKept(@TempDir Path folder) throws IOException {
        String[] arguments = {
            "reproduce", "frames", "--out", folder.toString(), "--backend", "reference", "--json", "-", "--quiet"
        };
        CommandRun first = CommandRun.of(arguments);
        assertEquals(0, first.exitCode(), first.err());
        assertEquals("ran", Json.read(first.out()).at("/experiments/0/status").textValue());
        byte[] result = Files.readAllBytes(folder.resolve("frames/result.json"));
        CommandRun second = CommandRun.of(arguments);
        JsonNode json = Json.read(second.out());
        assertEquals("kept", json.at("/experiments/0/status").textValue());
        assertEquals("agrees", json.at("/experiments/0/verdict").textValue());
        assertTrue(json.get("agrees").booleanValue());
        assertEquals(
                new String(result, java.nio.charset.StandardCharsets.UTF_8),
                Files.readString(folder.resolve("frames/result.json")));
        assertTrue(Files.size(folder.resolve("index.html")) > 10_000);
        assertTrue(Files.size(folder.resolve("result.json")) > 100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no experiment is named; expected --all, or names out of [closed-form, | --out x",
                "no experiment 'closed-from'; did you mean closed-form? | closed-from --out x",
                "no experiment 'nonsense'; expected names out of [closed-form, | nonsense --out x",
                "--out is missing; expected --out DIR | frames",
                "--all with the name frames; expected --all or names | --all frames --out x",
                "--data no-such-folder is no folder; expected the one that holds | resnet --data no-such-folder --out x",
                "--preset: got 'slow'; expected quick or full | --all --preset slow --out x",
            })
    void badInputIsOneLineAndLeavesNothing(String expected, String arguments, @TempDir Path folder) {
        Path out = folder.resolve("x");
        String[] line = ("reproduce " + arguments.replace("--out x", "--out " + out))
                .strip()
                .split(" +");
        CommandRun run = CommandRun.of(line);
        assertEquals(64, run.exitCode());
        assertEquals(1, run.errorLines(), run.err());
        assertTrue(run.err().startsWith("seli: " + expected.strip()), run.err());
        assertEquals("", run.out());
        assertFalse(Files.exists(out));
    }
}
