package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep that is ended from outside goes on where it was, to the same table. */
class SweepResumeTest {
    private static final String SOLVE = "sweep --counts 8,4,2,1 --counts 9,5,3,1 --lambda 0.01:1:20log --loss ce,cdt"
            + " --gamma 0.1:0.5:5 --threads 2 --quiet --out ";
    private static final String TRAIN = "sweep --kind train --counts 8,4,2 --seed 1..4 --lr 0.05,0.1 --steps 4000"
            + " --checkpoint-every 100 --log-at every:50 --lambda 0.01 --backend reference --threads 2 --quiet --out ";

    @TempDir
    private Path dir;

    @Test
    void killedSweepGivesTheSameTable() throws IOException, InterruptedException {
        Path whole = dir.resolve("whole");
        assertEquals(0, run(SOLVE + whole).exitCode());
        Path broken = dir.resolve("broken");
        kill(SOLVE + broken, broken, 5, true);
        assertTrue(Files.notExists(broken.resolve("sweep.csv")), "it was killed too late to test anything");
        long done = results(broken);

        CommandRun again = run(SOLVE.replace("--quiet ", "") + broken);

        assertEquals(0, again.exitCode(), again.err());
        assertTrue(again.out().contains(done + " of them were finished before"), again.out() + done);
        assertEquals(timeless(whole), timeless(broken));
        assertEquals(List.of(), temporary(broken));
    }

    @Test
    void killedTrainingGoesOnFromItsCheckpoints() throws IOException, InterruptedException {
        Path whole = dir.resolve("whole");
        assertEquals(0, run(TRAIN + whole).exitCode());
        Path broken = dir.resolve("broken");
        kill(TRAIN + broken, broken, 2, true);

        CommandRun again = CommandRun.of("sweep", "--resume", broken.toString());

        assertEquals(0, again.exitCode(), again.err());
        assertEquals(timeless(whole), timeless(broken));
        for (int i = 0; i < 8; i++) {
            for (String file : List.of("history.csv", "factors.npz", "checkpoint.npz")) {
                String name = "problems/%05d/%s".formatted(i, file);
                assertEquals(-1, Files.mismatch(whole.resolve(name), broken.resolve(name)), name);
            }
        }
    }

    @Test
    void terminatedSweepWritesWhatItHasAndGoesOn() throws IOException, InterruptedException {
        Path whole = dir.resolve("whole");
        assertEquals(0, run(TRAIN + whole).exitCode());
        Path broken = dir.resolve("broken");
        long ended = kill(TRAIN + broken, broken, 1, false);
        assertTrue(ended < 15, "waited " + ended + " s for the end"); // not a matter of speed: it does not hang
        assertTrue(Files.exists(broken.resolve("result.json")), "the tables of a sweep that was asked to end");
        assertTrue(!Json.read(Files.readString(broken.resolve("result.json")))
                .get("complete")
                .asBoolean());

        assertEquals(0, run(TRAIN + broken).exitCode());
        assertEquals(timeless(whole), timeless(broken));
    }

    private static CommandRun run(String command) {
        return CommandRun.of(command.split(" "));
    }

    /** Starts a process, and ends it when so many problems are done; returns the seconds that its end took. */
    private long kill(String command, Path folder, long problems, boolean isForced)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(List.of(command.split(" ")));
        Process process = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (process.isAlive() && results(folder) < problems) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        long start = System.nanoTime();
        if (isForced) {
            process.destroyForcibly().waitFor(); // SIGKILL: no hook runs, nothing is flushed
        } else {
            process.destroy(); // SIGTERM
            process.waitFor();
        }
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }

    private static long results(Path folder) throws IOException {
        Path problems = folder.resolve("problems");
        if (!Files.exists(problems)) {
            return 0;
        }
        try (Stream<Path> folders = Files.list(problems)) {
            return folders.filter(each -> Files.exists(each.resolve("result.json")))
                    .count();
        }
    }

    private static List<Path> temporary(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".seli-tmp")).toList();
        }
    }

    /** The table without its column of times. */
    private static List<List<String>> timeless(Path folder) throws IOException {
        List<List<String>> rows = SweepCsv.read(Files.readString(folder.resolve("sweep.csv")));
        int seconds = rows.get(0).indexOf("seconds");
        rows.forEach(row -> row.set(seconds, ""));
        return rows;
    }
}
