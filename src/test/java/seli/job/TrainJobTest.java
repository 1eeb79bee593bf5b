package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.backend.Backend;
import seli.backend.BackendProvider;
import seli.backend.Precision;
import seli.backend.reference.ReferenceBackend;
import seli.certificate.OptimalityCertificate;
import seli.io.MalformedFileException;
import seli.io.NpzArchive;
import seli.io.UnusableFileException;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;
import seli.solver.DescentSettings;
import seli.solver.LearningRate;
import seli.solver.SolverStatus;

class TrainJobTest {
    private final Backend backend = ReferenceBackend.open();

    @TempDir
    private Path dir;

    @AfterEach
    void close() {
        assertEquals(0, backend.liveBytes());
        backend.close();
    }

    private static TrainSettings settings(double lambda, LossReduction reduction, int batch, long steps) {
        ClassCounts counts = ClassCounts.of(6, 6, 2);
        UfmProblem problem = new UfmProblem(counts, 4, VectorScalingLoss.cdt(counts, 0.2), Ridge.of(lambda));
        LearningRate rate = new LearningRate.Steps(0.2, List.of(new LearningRate.Drop(30, 0.5)));
        DescentSettings descent = new DescentSettings(rate, 0.8, 100, batch, 5);
        return new TrainSettings(problem, reduction, descent, steps, LogSchedule.parse("every:7", steps), 10);
    }

    private TrainOutcome train(TrainSettings settings, TrainObserver observer) throws IOException {
        return TrainJob.run(backend, settings, settings.randomState(0.3), observer);
    }

    @Test
    void recordsSayWhatTheyMeasure() throws IOException {
        TrainSettings settings = settings(0.05, LossReduction.MEAN, 0, 50);
        List<TrainRecord> records = new ArrayList<>();
        List<Long> checkpoints = new ArrayList<>();
        TrainOutcome outcome = train(settings, new TrainObserver() {
            @Override
            public void measured(TrainRecord record) {
                records.add(record);
            }

            @Override
            public void reached(TrainState state) {
                checkpoints.add(state.step());
            }
        });
        assertEquals(SolverStatus.MAX_ITERATIONS, outcome.status());
        assertEquals(
                List.of(0L, 7L, 14L, 21L, 28L, 35L, 42L, 49L, 50L),
                records.stream().map(TrainRecord::step).toList());
        assertEquals(List.of(10L, 20L, 30L, 40L, 50L), checkpoints);
        TrainRecord last = records.get(records.size() - 1);
        assertTrue(last.loss() < records.get(0).loss());
        assertEquals(Math.log(last.loss()), last.logLoss(), 1e-12);
        double n = 14;
        double norms = outcome.state().classifier().dot(outcome.state().classifier())
                + outcome.state().embeddings().dot(outcome.state().embeddings());
        assertEquals(last.loss() + 0.05 / n / 2 * norms / (1 + 50 / 100.0), last.objective(), 1e-13);
        assertTrue(last.gradientNorm() > 0 && last.nc1() > 0);
        // the certificate is that of the sum form at the ridge of the last step
        OptimalityCertificate certificate = outcome.certificate().orElseThrow();
        assertEquals(n * last.objective(), certificate.primal(), 1e-11);
        assertEquals(0.05 / 1.5, certificate.lambda(), 1e-15);
        assertTrue(certificate.gap() > 0);
    }

    @Test
    void sumAndMeanDifferByAFactorOnly() throws IOException {
        TrainSettings mean = settings(0.05, LossReduction.MEAN, 0, 20);
        DescentSettings slower = new DescentSettings(new LearningRate.Constant(0.2 / 14), 0.8, 100, 0, 5);
        TrainSettings sum = new TrainSettings(mean.problem(), LossReduction.SUM, slower, 20, mean.log(), 10);
        HostMatrix a = train(mean, TrainObserver.NONE).state().classifier();
        HostMatrix b = train(sum, TrainObserver.NONE).state().classifier();
        assertTrue(a.maxDifference(b) < 1e-13);
    }

    @Test
    void runWithoutRidgeHasNoCertificate() throws IOException {
        TrainOutcome outcome = train(settings(0, LossReduction.SUM, 0, 5), TrainObserver.NONE);
        assertTrue(outcome.certificate().isEmpty());
    }

    /** Normalised descent with as many features as classes. */
    static TrainSettings normalized(ClassCounts counts, long steps, String log) {
        UfmProblem problem =
                new UfmProblem(counts, counts.classes(), VectorScalingLoss.crossEntropy(counts.classes()), Ridge.NONE);
        DescentSettings descent = new DescentSettings(new LearningRate.Constant(1), 0, Double.POSITIVE_INFINITY, 0, 5);
        return new TrainSettings(
                problem, LossReduction.MEAN, TrainMethod.NGD, descent, steps, LogSchedule.parse(log, steps), 10, 1);
    }

    @Test
    void plainDescentTellsTheSumOfItsRates() throws IOException {
        List<TrainRecord> records = new ArrayList<>();
        train(settings(0.05, LossReduction.MEAN, 0, 50), new TrainObserver() {
            @Override
            public void measured(TrainRecord record) {
                records.add(record);
            }
        });
        assertTrue(Double.isNaN(records.get(0).logTime()));
        assertEquals(Math.log(30 * 0.2 + 20 * 0.1), records.get(8).logTime(), 1e-14); // dropped after 30 steps
        assertEquals(Math.log(records.get(8).gradientNorm()), records.get(8).logGradientNorm(), 1e-14);
    }

    @Test
    void checkpointsThatWouldTakeTooLongAreLeftOutButForTheLast() throws IOException {
        TrainSettings all = settings(0, LossReduction.SUM, 0, 50);
        TrainSettings none =
                new TrainSettings(all.problem(), all.reduction(), TrainMethod.GD, all.descent(), 50, all.log(), 10, 0);
        List<Long> reached = new ArrayList<>();
        train(none, new TrainObserver() {
            @Override
            public void reached(TrainState state) {
                reached.add(state.step());
            }
        });
        assertEquals(List.of(50L), reached);
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new TrainSettings(
                            all.problem(), all.reduction(), TrainMethod.GD, all.descent(), 50, all.log(), 10, bad));
        }
    }

    /** Folders of the time before effective times were told, and before there was a choice of methods. */
    @Test
    void olderFoldersCanBeResumed() throws IOException {
        TrainSettings settings = settings(0.05, LossReduction.MEAN, 0, 40);
        Path run = dir.resolve("older");
        killAfter(25, settings, run);
        Path job = run.resolve("job.json");
        Files.writeString(job, Files.readString(job).replace("  \"method\" : \"gd\",\n", ""));
        assertFalse(Files.readString(job).contains("method"));
        Path history = run.resolve("history.csv");
        StringBuilder older = new StringBuilder();
        for (String line : Files.readAllLines(history)) {
            String[] cells = line.split(",", -1);
            older.append(
                    cells.length < 13 ? line : String.join(",", List.of(cells).subList(0, 11)) + "\n");
        }
        Files.writeString(history, older);
        TrainFolder resumed = TrainFolder.resume(run);
        assertEquals(TrainMethod.GD, resumed.job().settings().method());
        TrainJob.run(backend, resumed.job().settings(), resumed.state(), resumed);
        List<TrainRecord> records = resumed.records();
        assertEquals(
                List.of(0L, 7L, 14L, 21L, 28L, 35L, 40L),
                records.stream().map(TrainRecord::step).toList());
        assertTrue(Double.isNaN(records.get(2).logTime()));
        assertEquals(Math.log(30 * 0.2 + 10 * 0.1), records.get(6).logTime(), 1e-14);
    }

    @Test
    void resumedRunHasTheSameBits() throws IOException {
        for (int batch : new int[] {0, 4, -1}) {
            TrainSettings settings = batch < 0
                    ? normalized(ClassCounts.of(6, 6, 2), 60, "every:7")
                    : settings(0.05, LossReduction.MEAN, batch, 60);
            Path whole = dir.resolve("whole" + batch);
            TrainFolder folder = TrainFolder.create(whole, job(settings), settings.randomState(0.3), false);
            TrainOutcome outcome = TrainJob.run(backend, settings, folder.state(), folder);
            folder.writeFactors(outcome.state(), outcome.classMeans());
            for (long killedAt : new long[] {1, 9, 10, 35, 59}) {
                Path broken = dir.resolve("broken" + batch + "-" + killedAt);
                killAfter(killedAt, settings, broken);
                TrainFolder resumed = TrainFolder.resume(broken);
                assertEquals(
                        killedAt < 10 ? 0 : killedAt / 10 * 10, resumed.state().step());
                TrainOutcome rest = TrainJob.run(backend, resumed.job().settings(), resumed.state(), resumed);
                resumed.writeFactors(rest.state(), rest.classMeans());
                for (String file : List.of("history.csv", "factors.npz", "checkpoint.npz", "start.npz", "job.json")) {
                    assertEquals(-1, Files.mismatch(whole.resolve(file), broken.resolve(file)), file + " " + killedAt);
                }
                assertEquals(folder.records(), resumed.records());
            }
        }
    }

    /** Runs into a folder until an error like a kill stops it in the middle of step {@code step}. */
    private void killAfter(long step, TrainSettings settings, Path broken) throws IOException {
        TrainFolder folder = TrainFolder.create(broken, job(settings), settings.randomState(0.3), false);
        TrainObserver killer = new TrainObserver() {
            @Override
            public void measured(TrainRecord record) throws IOException {
                folder.measured(record);
            }

            @Override
            public void reached(TrainState state) throws IOException {
                folder.reached(state);
            }

            @Override
            public void stepped(long now, double loss) {
                if (now == step) {
                    throw new IllegalStateException("killed");
                }
            }
        };
        assertThrows(IllegalStateException.class, () -> TrainJob.run(backend, settings, folder.state(), killer));
        Files.writeString(broken.resolve("history.csv"), "57,0.12", StandardOpenOption.APPEND); // a line cut off
    }

    private static TrainJobFile job(TrainSettings settings) {
        return new TrainJobFile(settings, "reference", BackendProvider.Request.of(Precision.FLOAT64, 1));
    }

    @Test
    void jobFileKeepsEverySetting() throws IOException {
        ClassCounts counts = ClassCounts.of(5, 3);
        VectorScalingLoss loss = VectorScalingLoss.vectorScaling(counts, 0.1, 0.3);
        UfmProblem problem = new UfmProblem(counts, 3, loss, new Ridge(0.1, 0.7));
        DescentSettings descent = new DescentSettings(
                new LearningRate.Cosine(0.123456789012345678, 77), 0.9, Double.POSITIVE_INFINITY, 3, -4_000_000_000L);
        TrainSettings settings =
                new TrainSettings(problem, LossReduction.SUM, descent, 77, LogSchedule.parse("log:5,3:2:9", 77), 13);
        TrainState start = settings.randomState(0.1);
        BackendProvider.Request request =
                new BackendProvider.Request(Precision.FLOAT32, 2, 3, new BackendProvider.Memory(1, 1L << 33));
        TrainFolder.create(dir.resolve("job"), new TrainJobFile(settings, "cpu", request), start, false);
        TrainFolder read = TrainFolder.resume(dir.resolve("job"));
        TrainSettings again = read.job().settings();
        assertEquals(problem, again.problem());
        assertEquals(descent, again.descent());
        assertEquals(TrainMethod.GD, again.method());
        assertEquals("cpu", read.job().backend());
        assertEquals(request, read.job().request());
        assertEquals(LossReduction.SUM, again.reduction());
        assertEquals(77, again.steps());
        assertEquals(13, again.checkpointEvery());
        assertEquals("log:5,3:2:9", again.log().text());
        assertEquals(start, read.state());
    }

    @Test
    void foldersThatAreNoRunsAreRefused() throws IOException {
        UnusableFileException missing =
                assertThrows(UnusableFileException.class, () -> TrainFolder.resume(dir.resolve("nothing")));
        assertTrue(missing.getMessage().contains("no training run there"), missing.getMessage());
        TrainSettings settings = settings(0.05, LossReduction.MEAN, 0, 5);
        Path run = dir.resolve("run");
        TrainFolder.create(run, job(settings), settings.randomState(0.3), false);
        UnusableFileException twice = assertThrows(
                UnusableFileException.class,
                () -> TrainFolder.create(run, job(settings), settings.randomState(0.3), false));
        assertTrue(twice.getMessage().contains("already holds a training run"), twice.getMessage());
        TrainFolder.create(run, job(settings), settings.randomState(0.3), true);
        for (String text :
                List.of("", "{", "[]", "{\"schema\":\"seli.train-job/2\"}", "{\"schema\":\"seli.train-job/1\"}")) {
            Files.writeString(run.resolve("job.json"), text);
            assertThrows(MalformedFileException.class, () -> TrainFolder.resume(run), text);
        }
    }

    @Test
    void interruptWritesACheckpointAndEnds() throws IOException {
        TrainSettings settings = settings(0.05, LossReduction.MEAN, 0, 60);
        TrainFolder folder = TrainFolder.create(dir.resolve("run"), job(settings), settings.randomState(0.3), false);
        TrainOutcome outcome = TrainJob.run(backend, settings, folder.state(), new TrainObserver() {
            @Override
            public void reached(TrainState state) throws IOException {
                folder.reached(state);
            }

            @Override
            public void stepped(long step, double loss) {
                if (step == 23) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        assertTrue(Thread.interrupted());
        assertEquals(SolverStatus.INTERRUPTED, outcome.status());
        assertEquals(23, TrainFolder.resume(dir.resolve("run")).state().step());
    }

    @Test
    void divergedRunKeepsItsLastFiniteCheckpoint() throws IOException {
        ClassCounts counts = ClassCounts.of(6, 6, 2);
        UfmProblem problem = UfmProblem.crossEntropy(counts, 4, 0.1);
        DescentSettings wild = new DescentSettings(new LearningRate.Constant(1e150), 0, Double.POSITIVE_INFINITY, 0, 1);
        TrainSettings settings =
                new TrainSettings(problem, LossReduction.SUM, wild, 100, LogSchedule.parse("every:1", 100), 1);
        TrainFolder folder = TrainFolder.create(dir.resolve("wild"), job(settings), settings.randomState(1), false);
        TrainOutcome outcome = TrainJob.run(backend, settings, folder.state(), folder);
        assertEquals(SolverStatus.NON_FINITE, outcome.status());
        assertTrue(outcome.certificate().isEmpty());
        assertFalse(outcome.state().step() == 100);
    }

    @Test
    void factorsCanBeReadBack() throws IOException {
        TrainSettings settings = settings(0.05, LossReduction.MEAN, 0, 5);
        TrainFolder folder = TrainFolder.create(dir.resolve("run"), job(settings), settings.randomState(0.3), false);
        TrainOutcome outcome = TrainJob.run(backend, settings, folder.state(), folder);
        folder.writeFactors(outcome.state(), outcome.classMeans());
        NpzArchive factors = NpzArchive.open(folder.file("factors.npz"));
        assertEquals(List.of("W", "H", "M", "counts", "labels"), factors.members());
        assertEquals(outcome.state().embeddings(), factors.read("H").toMatrix());
        assertEquals(4, factors.read("W").toMatrix().rows());
        assertEquals(outcome.classMeans(), factors.read("M").toMatrix());
        assertEquals(14, factors.read("labels").size());
    }

    @Test
    void settingsAndStatesAreChecked() {
        TrainSettings good = settings(0.05, LossReduction.MEAN, 0, 5);
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> good.randomState(bad));
        }
        assertThrows(IllegalArgumentException.class, () -> settings(0.05, LossReduction.MEAN, 15, 5));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrainSettings(good.problem(), LossReduction.SUM, good.descent(), -1, good.log(), 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrainSettings(good.problem(), LossReduction.SUM, good.descent(), 1, good.log(), 0));
        TrainState small = TrainState.at(HostMatrix.zeros(4, 3), HostMatrix.zeros(4, 13));
        IllegalArgumentException shape =
                assertThrows(IllegalArgumentException.class, () -> TrainJob.requireFits(good, small));
        assertEquals("start's embeddings is 4 x 13; expected 4 x 14", shape.getMessage());
    }
}
