package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InfoCommandTest {
    @Test
    void everyBackendIsEitherReadyOrRefusedWithReasonAndRemedy() throws IOException {
        CommandRun run = CommandRun.of("info", "--json", "-");
        JsonNode json = Json.read(run.out());

        assertEquals(0, run.exitCode(), run.err());
        List<String> names = new ArrayList<>();
        for (JsonNode ready : json.get("backends")) {
            names.add(ready.get("name").textValue());
            assertFalse(ready.get("device").textValue().isEmpty());
            assertTrue(ready.get("threads").intValue() >= 1);
        }
        for (JsonNode refused : json.get("refused")) {
            names.add(refused.get("name").textValue());
            assertFalse(refused.get("reason").textValue().isEmpty());
            assertFalse(refused.get("remedy").textValue().isEmpty());
        }
        assertEquals(
                List.of("cpu", "cuda", "reference"), names.stream().sorted().toList());
    }

    @Test
    void jsonTellsMemoryAndLibraries() throws IOException {
        JsonNode json = Json.read(CommandRun.of("info", "--json", "-").out());

        assertEquals("seli.info/1", json.get("schema").textValue());
        assertTrue(json.at("/memory/physicalBytes").longValue() > 1L << 20);
        assertTrue(json.at("/memory/heapBytes").longValue() > 1L << 20);
        assertTrue(json.get("processors").intValue() >= 1);
        assertTrue(json.get("libraries").isObject());
    }

    @Test
    void tableNamesVersionMachineAndEveryBackend() {
        CommandRun run = CommandRun.of("info");

        for (String line :
                List.of("version  ", "commit  ", "java  ", "processor  ", "cuda  ", "cpu  ", "reference  ")) {
            assertTrue(run.out().lines().anyMatch(text -> text.startsWith(line)), line + " in\n" + run.out());
        }
        assertEquals("", run.err());
    }
}
