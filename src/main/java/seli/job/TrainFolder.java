package seli.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import seli.io.AtomicFile;
import seli.io.CsvTable;
import seli.io.MalformedFileException;
import seli.io.NpzArchive;
import seli.io.NpzWriter;
import seli.io.OutputFolder;
import seli.io.UnusableFileException;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/**
 * A training run on disk, complete at any moment: what is needed to go on after a kill is always there.
 *
 * <ul>
 *   <li>{@code start.npz}: initial W and H, counts, and the loss's parameters, written once;
 *   <li>{@code job.json}: all settings, written last at the start, so a folder with it can be resumed;
 *   <li>{@code history.csv}: one row a logged step, appended; rows after the checkpoint are dropped when resuming;
 *   <li>{@code checkpoint.npz}: the last state, replaced as a whole.
 * </ul>
 */
public final class TrainFolder implements TrainObserver {
    private static final String JOB = "job.json";
    private static final String START = "start.npz";
    private static final String HISTORY = "history.csv";
    private static final String CHECKPOINT = "checkpoint.npz";

    private final Path folder;
    private final TrainJobFile job;
    private final TrainState state;
    private final CsvTable history;

    private TrainFolder(Path folder, TrainJobFile job, TrainState state, CsvTable history) {
        this.folder = folder;
        this.job = job;
        this.state = state;
        this.history = history;
    }

    /**
     * Starts a new run in {@code folder}, which is created if need be.
     *
     * @throws UnusableFileException if the folder cannot be written, or holds a run and {@code overwrite} is false
     * @throws IOException if writing fails
     */
    public static TrainFolder create(Path folder, TrainJobFile job, TrainState start, boolean overwrite)
            throws IOException {
        OutputFolder.prepare(folder);
        if (Files.exists(folder.resolve(JOB)) && !overwrite) {
            throw new UnusableFileException(
                    "--out %s already holds a training run; continue it with --resume %s, give another folder, or pass --overwrite"
                            .formatted(folder, folder));
        }
        for (String name : List.of(JOB, CHECKPOINT, HISTORY, "result.json", "factors.npz")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        VectorScalingLoss loss = job.settings().problem().loss();
        new NpzWriter()
                .add("W", start.classifier())
                .add("H", start.embeddings())
                .add("counts", job.settings().problem().counts().toArray())
                .add("omega", values(loss, loss::omega))
                .add("delta", values(loss, loss::delta))
                .add("tau", values(loss, loss::tau))
                .add("iota", values(loss, loss::iota))
                .write(folder.resolve(START));
        CsvTable history = CsvTable.create(folder.resolve(HISTORY), TrainRecord.COLUMNS);
        job.write(folder.resolve(JOB));
        return new TrainFolder(folder, job, start, history);
    }

    private static double[] values(VectorScalingLoss loss, IntToDoubleFunction value) {
        double[] values = new double[loss.classes()];
        Arrays.setAll(values, value);
        return values;
    }

    /** Whether {@code folder} holds a run that {@link #resume} can go on with. */
    public static boolean isBegun(Path folder) {
        return Files.isRegularFile(folder.resolve(JOB));
    }

    /**
     * Opens the run in {@code folder} at its last checkpoint, or at its start if it has none, and drops the history
     * after it.
     *
     * @throws UnusableFileException if there is no run, or a file of it is damaged
     * @throws IOException if the history cannot be cut
     */
    public static TrainFolder resume(Path folder) throws IOException {
        if (!isBegun(folder)) {
            throw new UnusableFileException(
                    "--resume %s: no training run there (no %s); expected a folder that `seli train --out` wrote"
                            .formatted(folder, JOB));
        }
        AtomicFile.deleteLeftovers(folder);
        NpzArchive start = NpzArchive.open(folder.resolve(START));
        ClassCounts counts = ClassCounts.of(start.read("counts").toIntegers());
        TrainJobFile job = TrainJobFile.read(
                folder.resolve(JOB),
                counts,
                (name, k) -> VectorScalingLoss.of(
                        name,
                        start.read("omega").toVector(),
                        start.read("delta").toVector(),
                        start.read("tau").toVector(),
                        start.read("iota").toVector()));
        TrainState state = Files.exists(folder.resolve(CHECKPOINT))
                ? readCheckpoint(folder.resolve(CHECKPOINT))
                : TrainState.at(start.read("W").toMatrix(), start.read("H").toMatrix());
        CsvTable history = cutHistory(folder.resolve(HISTORY), state.step());
        return new TrainFolder(folder, job, state, history);
    }

    private static TrainState readCheckpoint(Path file) throws IOException {
        NpzArchive checkpoint = NpzArchive.open(file);
        return new TrainState(
                checkpoint.read("step").toIntegers()[0],
                checkpoint.members().contains("logTime")
                        ? checkpoint.read("logTime").toVector()[0]
                        : Double.NEGATIVE_INFINITY,
                checkpoint.read("W").toMatrix(),
                checkpoint.read("H").toMatrix(),
                checkpoint.read("velocityW").toMatrix(),
                checkpoint.read("velocityH").toMatrix());
    }

    private static CsvTable cutHistory(Path file, long step) throws IOException {
        if (step == 0 || !Files.exists(file)) {
            return CsvTable.create(file, TrainRecord.COLUMNS);
        }
        long rows = readHistory(file).stream().filter(r -> r.step() <= step).count();
        addMissingColumns(file);
        return CsvTable.resume(file, TrainRecord.COLUMNS, rows);
    }

    /** Gives a history of an older version the columns that it lacks, empty. */
    private static void addMissingColumns(Path file) throws IOException {
        String text = Files.readString(file);
        String header = String.join(",", TrainRecord.COLUMNS);
        String older = String.join(",", TrainRecord.COLUMNS.subList(0, TrainRecord.FIRST_COLUMNS));
        if (text.startsWith(older + "\n")) {
            String missing = ",".repeat(TrainRecord.COLUMNS.size() - TrainRecord.FIRST_COLUMNS);
            String rows = text.substring(older.length() + 1).replace("\n", missing + "\n");
            AtomicFile.writeText(file, header + "\n" + rows);
        }
    }

    /** The records of a history file; a last line that was cut off is left out. */
    private static List<TrainRecord> readHistory(Path file) throws IOException {
        List<TrainRecord> records = new ArrayList<>();
        List<String> lines = List.of(Files.readString(file).split("\n", -1));
        for (int i = 1; i < lines.size() - 1; i++) { // without the header, and what follows the last line end
            String[] cells = lines.get(i).split(",", -1);
            if (cells.length != TrainRecord.COLUMNS.size() && cells.length != TrainRecord.FIRST_COLUMNS) {
                throw new MalformedFileException(
                        file.toString(),
                        "line %d has %d cells; expected %d".formatted(i + 1, cells.length, TrainRecord.COLUMNS.size()));
            }
            try {
                records.add(TrainRecord.ofCells(cells));
            } catch (NumberFormatException e) {
                throw new MalformedFileException(
                        file.toString(), "line %d is '%s'; expected numbers".formatted(i + 1, lines.get(i)), e);
            }
        }
        return records;
    }

    /** The settings of the run. */
    public TrainJobFile job() {
        return job;
    }

    /** The state to go on from. */
    public TrainState state() {
        return state;
    }

    /** Path of a file of this run. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Everything recorded so far, in order of the steps. */
    public List<TrainRecord> records() throws IOException {
        return readHistory(folder.resolve(HISTORY));
    }

    @Override
    public void measured(TrainRecord record) throws IOException {
        List<String> row = new ArrayList<>(List.of(CsvTable.cell(record.step())));
        for (OptionalDouble cell : record.cells()) {
            row.add(CsvTable.cell(cell));
        }
        history.append(row);
    }

    @Override
    public void reached(TrainState now) throws IOException {
        new NpzWriter()
                .addScalar("step", now.step())
                .add("logTime", new double[] {now.logTime()})
                .add("W", now.classifier())
                .add("H", now.embeddings())
                .add("velocityW", now.classifierVelocity())
                .add("velocityH", now.embeddingsVelocity())
                .write(folder.resolve(CHECKPOINT));
    }

    /** Writes {@code factors.npz}: W (d x k), H (d x n), class means M (d x k), counts and labels. */
    public void writeFactors(TrainState end, HostMatrix classMeans) throws IOException {
        ClassCounts counts = job.settings().problem().counts();
        Factors.write(folder.resolve("factors.npz"), counts, end.classifier(), end.embeddings(), classMeans);
    }
}
