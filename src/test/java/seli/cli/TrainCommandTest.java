package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    private static final List<String> KEYS = List.of(
            "schema",
            "command",
            "provenance",
            "counts",
            "status",
            "steps",
            "stepsPerSecond",
            "loss",
            "history",
            "certificate");
    private static final List<String> RECORD_KEYS = List.of(
            "step", "loss", "logLoss", "objective", "gradientNorm", "distance", "nc1", "logTime", "logGradientNorm");
    private static final List<String> RESULTS = List.of("history.csv", "factors.npz", "checkpoint.npz");

    @TempDir
    private Path dir;

    private static CommandRun train(String arguments) {
        return CommandRun.of(("train --backend reference " + arguments).split(" "));
    }

    @Test
    void reportHasEveryKeyOfTheContract() throws IOException {
        CommandRun run = train(
                "--counts 6,6,2 --dim 4 --steps 40 --lr 0.2 --momentum 0.9 --weight-decay 1e-3 --log-at every:10 --json -");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode json = Json.read(run.out());
        assertTrue(Json.keys(json).containsAll(KEYS), () -> Json.keys(json).toString());
        assertEquals("seli.train/1", json.get("schema").asText());
        assertEquals(40, json.get("steps").asInt());
        assertEquals(5, json.get("history").size());
        JsonNode last = json.at("/history/4");
        assertEquals(RECORD_KEYS, Json.keys(last));
        assertEquals(40, last.get("step").asInt());
        assertEquals(json.get("loss").asDouble(), last.get("loss").asDouble());
        assertTrue(last.at("/distance/classifier/seli").isNumber());
        assertTrue(last.at("/distance/embedding/etf").isNumber());
        assertTrue(last.at("/distance/logits/seli").isNumber());
        // the certificate is that of the sum form: 14 times the mean objective
        assertEquals(
                14 * last.get("objective").asDouble(),
                json.at("/certificate/objective").asDouble(),
                1e-12);
        assertTrue(json.at("/certificate/relativeGap").asDouble() > 0);
    }

    @Test
    void normalizedDescentGoesFarBelowTheSmallestDoubleInEitherPrecision() throws IOException {
        String arguments = "--counts 5,5,1 --dim 4 --method ngd --steps 5000 --log-at 5000 --json -";
        JsonNode truth = Json.read(train(arguments).out());
        assertEquals("ngd", truth.get("method").asText());
        assertEquals("MAX_ITERATIONS", truth.get("status").asText());
        assertEquals(0, truth.get("loss").asDouble());
        double logLoss = truth.get("logLoss").asDouble();
        assertTrue(logLoss < -2302.6, "log of the loss " + logLoss);
        assertEquals(logLoss, truth.at("/history/1/logLoss").asDouble());
        assertEquals(-logLoss, truth.at("/history/1/logTime").asDouble(), 10);
        for (String precision : List.of("float64", "float32")) {
            CommandRun run =
                    CommandRun.of(("train --backend cpu --precision " + precision + " " + arguments).split(" "));
            Assumptions.assumeTrue(run.exitCode() != ExitCode.BACKEND_UNAVAILABLE, run.err());
            double found = Json.read(run.out()).get("logLoss").asDouble();
            // four digits in single precision; in double what 5000 roundings of the factors come to
            assertEquals(logLoss, found, Math.abs(logLoss) * (precision.equals("float32") ? 1e-4 : 1e-10));
        }
    }

    @Test
    void weightDecayOfTheMeanIsLambdaDividedByN() throws IOException {
        String common = "--counts 6,6,2 --steps 10 --log-at 10 --json - ";
        JsonNode decay = Json.read(train(common + "--weight-decay 0.01").out());
        JsonNode lambda = Json.read(train(common + "--lambda 0.14").out());
        assertEquals(decay.get("history"), lambda.get("history"));
        JsonNode sum = Json.read(train(common + "--weight-decay 0.14 --loss-reduction sum --lr 0.007142857142857143")
                .out());
        assertEquals(
                decay.at("/history/1/loss").asDouble() * 14,
                sum.at("/history/1/loss").asDouble(),
                1e-9);
    }

    @Test
    void runWithoutRidgeHasNullCertificate() throws IOException {
        JsonNode json = Json.read(train("--counts 3,1 --steps 3 --json -").out());
        assertTrue(json.get("certificate").isNull());
    }

    @Test
    void divergenceGivesExitCode2() throws IOException {
        CommandRun run = train("--counts 6,6,2 --steps 200 --lr 1e9 --loss-reduction sum --init-scale 10 --json -");
        assertEquals(2, run.exitCode(), run.err());
        assertEquals("NON_FINITE", Json.read(run.out()).get("status").asText());
    }

    @Test
    void sameSeedGivesTheSameBitsAndAnotherSeedOthers() throws IOException {
        String common = "--counts 6,6,2 --steps 30 --batch 5 --quiet --seed ";
        assertEquals(0, train(common + "3 --out " + dir.resolve("a")).exitCode());
        assertEquals(0, train(common + "3 --out " + dir.resolve("b")).exitCode());
        assertEquals(0, train(common + "4 --out " + dir.resolve("c")).exitCode());
        for (String file : RESULTS) {
            assertEquals(
                    -1,
                    Files.mismatch(
                            dir.resolve("a").resolve(file), dir.resolve("b").resolve(file)),
                    file);
            assertNotEquals(
                    -1,
                    Files.mismatch(
                            dir.resolve("a").resolve(file), dir.resolve("c").resolve(file)),
                    file);
        }
    }

    @Test
    void folderOfARunIsNotOverwrittenUnasked() {
        String arguments = "--counts 3,1 --steps 3 --quiet --out " + dir.resolve("run");
        assertEquals(0, train(arguments).exitCode());
        CommandRun again = train(arguments);
        assertEquals(64, again.exitCode());
        assertTrue(again.err().contains("already holds a training run"), again.err());
        assertEquals(1, again.errorLines());
        assertEquals(0, train(arguments + " --overwrite").exitCode());
    }

    @Test
    void finishedRunCanBeResumedToTheSameResult() throws IOException {
        Path out = dir.resolve("run");
        assertEquals(0, train("--counts 3,1 --steps 30 --quiet --out " + out).exitCode());
        byte[] history = Files.readAllBytes(out.resolve("history.csv"));
        CommandRun again = CommandRun.of("train", "--resume", out.toString(), "--json", "-");
        assertEquals(0, again.exitCode(), again.err());
        assertEquals(30, Json.read(again.out()).get("steps").asInt());
        assertEquals(new String(history), Files.readString(out.resolve("history.csv")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reference", "cpu"})
    void memoryIsABudgetThatTilesTheLogitsAndThatAResumedRunKeeps(String backend) throws IOException {
        Path out = dir.resolve("tiled");
        String common = "train --backend " + backend + " --counts 400,100,100,50 --dim 3 --steps 20 --json - --quiet";
        JsonNode whole = Json.read(CommandRun.of(common.split(" ")).out());
        long peak = whole.at("/provenance/memory/peakBytes").longValue();
        long factors = 3L * 3 * (4 + 650) * 8;
        assertTrue(peak >= factors + 4 * 650 * 8, () -> "peak " + peak);
        String tight = common + " --memory 100000B --out " + out;
        CommandRun tiled = CommandRun.of(tight.split(" "));
        assertEquals(0, tiled.exitCode(), tiled.err());
        JsonNode json = Json.read(tiled.out());
        assertEquals(100_000, json.at("/provenance/memory/budgetBytes").longValue());
        assertTrue(json.at("/provenance/memory/peakBytes").longValue() <= 100_000, tiled::out);
        assertEquals(
                whole.at("/history/1/loss").doubleValue(),
                json.at("/history/1/loss").doubleValue(),
                1e-12);
        CommandRun again = CommandRun.of("train", "--resume", out.toString(), "--json", "-", "--quiet");
        assertEquals(
                100_000,
                Json.read(again.out()).at("/provenance/memory/budgetBytes").longValue());
        CommandRun none = CommandRun.of((common + " --memory 2000B").split(" "));
        assertEquals(64, none.exitCode());
        assertEquals(1, none.errorLines());
    }

    @Test
    void runKilledAtAnyMomentGoesOnToTheSameBits() throws IOException, InterruptedException {
        String common = "--counts 40,40,4 --dim 6 --steps 3000 --lr 0.1 --momentum 0.9 --batch 9 --weight-decay 1e-3"
                + " --checkpoint-every 50 --log-at every:25 --quiet --out ";
        Path whole = dir.resolve("whole");
        assertEquals(0, train(common + whole).exitCode());
        for (long rows : new long[] {1, 20, 60}) {
            Path broken = dir.resolve("broken" + rows);
            Process process = start("train --backend reference " + common + broken);
            while (process.isAlive() && rows(broken) <= rows) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
            process.destroyForcibly().waitFor(); // SIGKILL: no hook runs, nothing is flushed
            CommandRun resumed = CommandRun.of("train", "--quiet", "--resume", broken.toString());
            assertEquals(0, resumed.exitCode(), resumed.err());
            for (String file : RESULTS) {
                assertEquals(
                        -1, Files.mismatch(whole.resolve(file), broken.resolve(file)), file + " after row " + rows);
            }
            JsonNode json = Json.read(Files.readString(broken.resolve("result.json")));
            assertEquals(121, json.get("history").size());
        }
    }

    private static long rows(Path folder) throws IOException {
        Path job = folder.resolve("job.json");
        Path history = folder.resolve("history.csv");
        return Files.exists(job) && Files.exists(history)
                ? Files.readString(history).lines().count()
                : 0;
    }

    private static Process start(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments.split(" ")));
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
