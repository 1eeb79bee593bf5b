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
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.io.EventRecord;

class TensorBoardTest {
    private static final String TRAIN =
            "train --backend reference --counts 6,6,2 --steps 40 --lambda 0.01 --log-at every:10 --quiet ";

    @TempDir
    private Path dir;

    private static List<Path> eventFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("events.out.tfevents."))
                    .sorted()
                    .toList();
        }
    }

    private static List<EventRecord> scalars(Path file) throws IOException {
        return EventRecord.readAll(file).stream()
                .filter(record -> !record.scalars().isEmpty())
                .toList();
    }

    @Test
    void everyRecordOfTheHistoryIsAnEvent() throws IOException {
        Path board = dir.resolve("board");
        CommandRun run = CommandRun.of((TRAIN + "--json - --tensorboard " + board).split(" "));
        assertEquals(0, run.exitCode(), run.err());
        JsonNode history = Json.read(run.out()).get("history");

        assertEquals(1, eventFiles(board).size());
        List<EventRecord> events = scalars(eventFiles(board).get(0));

        assertEquals(history.size(), events.size());
        for (int i = 0; i < events.size(); i++) {
            JsonNode record = history.get(i);
            EventRecord event = events.get(i);
            assertEquals(record.get("step").asLong(), event.step());
            for (String tag : List.of("loss", "logLoss", "objective", "gradientNorm", "logGradientNorm", "nc1")) {
                assertEquals((float) record.get(tag).asDouble(), event.scalars().get(tag), tag);
            }
            for (String tag : List.of("distance/classifier/seli", "distance/embedding/etf", "distance/logits/seli")) {
                assertEquals(
                        (float) record.at("/" + tag).asDouble(), event.scalars().get(tag), tag);
            }
        }
        assertTrue(!events.get(0).scalars().containsKey("logTime"), "it does not exist before the first step");
        assertTrue(events.get(1).scalars().containsKey("logTime"));
    }

    @Test
    void resumedRunBeginsAnotherFileAndVoidsWhatTheKilledOneSaidLater() throws IOException {
        Path out = dir.resolve("run");
        Path board = dir.resolve("board");
        assertEquals(
                0,
                CommandRun.of((TRAIN + "--checkpoint-every 20 --out " + out + " --tensorboard " + board).split(" "))
                        .exitCode());
        List<Path> first = eventFiles(board);
        CommandRun again =
                CommandRun.of("train", "--quiet", "--resume", out.toString(), "--tensorboard", board.toString());
        assertEquals(0, again.exitCode(), again.err());
        List<Path> both = new ArrayList<>(eventFiles(board));
        assertEquals(2, both.size());
        both.removeAll(first);
        EventRecord start = EventRecord.readAll(both.get(0)).get(1);
        assertEquals(1, start.sessionStatus());
        assertEquals(41, start.step());
        assertEquals(0, EventRecord.readAll(first.get(0)).get(1).step());
    }

    @Test
    void sweepHasAFolderForEachRun() throws IOException {
        Path board = dir.resolve("board");
        CommandRun run = CommandRun.of(("sweep --kind train --backend reference --counts 3,1 --counts 4,1 --steps 20"
                        + " --seed 1,2 --quiet --tensorboard " + board + " --out " + dir.resolve("grid"))
                .split(" "));
        assertEquals(0, run.exitCode(), run.err());
        for (String name : List.of("00000", "00001", "00002", "00003")) {
            JsonNode history = Json.read(Files.readString(
                            dir.resolve("grid/problems").resolve(name).resolve("result.json")))
                    .get("history");
            List<EventRecord> events = scalars(eventFiles(board.resolve(name)).get(0));
            assertEquals(history.size(), events.size());
            assertEquals(
                    (float) history.get(history.size() - 1).get("loss").asDouble(),
                    events.get(events.size() - 1).scalars().get("loss"));
        }
    }

    @Test
    void tensorBoardItselfReadsTheFile() throws IOException, InterruptedException {
        Path board = dir.resolve("board");
        assertEquals(
                0, CommandRun.of((TRAIN + "--tensorboard " + board).split(" ")).exitCode());
        Path script = Files.writeString(dir.resolve("read.py"), """
                import sys
                try:
                    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
                except ImportError as e:
                    print("absent", e)
                    sys.exit(0)
                events = EventAccumulator(sys.argv[1])
                events.Reload()
                for event in events.Scalars("logLoss"):
                    print(event.step, repr(event.value))
                """);
        List<String> lines = python(script, board);
        Assumptions.assumeFalse(
                lines.isEmpty() || lines.get(0).startsWith("absent"), "no TensorBoard for python3 here: " + lines);
        List<EventRecord> events = scalars(eventFiles(board).get(0));
        assertEquals(events.size(), lines.size(), lines::toString);
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split(" ");
            assertEquals(events.get(i).step(), Long.parseLong(parts[0]));
            assertEquals(events.get(i).scalars().get("logLoss"), Float.parseFloat(parts[1]));
        }
    }

    private List<String> python(Path script, Path board) throws InterruptedException {
        Path out = dir.resolve("read.txt");
        try {
            Process process = new ProcessBuilder("python3", script.toString(), board.toString())
                    .redirectOutput(out.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return Files.readAllLines(out);
        } catch (IOException noPython) {
            return List.of("absent " + noPython.getMessage());
        }
    }
}
