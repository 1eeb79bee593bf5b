package seli.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import seli.geometry.GeometryModel;
import seli.geometry.GramDistance;
import seli.geometry.GramGeometry;
import seli.geometry.LimitGeometry;
import seli.io.AtomicFile;
import seli.job.TrainFolder;
import seli.job.TrainJob;
import seli.job.TrainJobFile;
import seli.job.TrainObserver;
import seli.job.TrainOutcome;
import seli.job.TrainRecord;
import seli.job.TrainSettings;
import seli.job.TrainState;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.UfmProblem;
import seli.solver.DescentSettings;
import seli.solver.SolverStatus;

/**
 * Training of the unconstrained-features model in a folder of its own, from its last checkpoint if it was interrupted.
 * The numbers are the history of the run ({@code history}, the columns of {@link TrainRecord}) and norms, angles and
 * distances at its end ({@code end}).
 */
final class TrainPart implements Part {
    private static final String STAMP = "settings.txt";
    private static final double STEP_MILLIS = 0.03; // without arithmetic
    private static final double FLOPS_PER_MILLI = 5e6;

    private final String name;
    private final TrainSettings settings;
    private final double scale;
    private final GeometryModel model;

    /**
     * A run from normal factors of standard deviation {@code scale}.
     *
     * @param model the geometry that the loss tends to
     */
    TrainPart(String name, TrainSettings settings, double scale, GeometryModel model) {
        this.name = name;
        this.settings = settings;
        this.scale = scale;
        this.model = model;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String settings() {
        UfmProblem problem = settings.problem();
        DescentSettings descent = settings.descent();
        List<Object> all = new ArrayList<>();
        for (long count : problem.counts().toArray()) {
            all.add(count);
        }
        all.addAll(List.of("d", problem.featureDim(), problem.loss().name()));
        for (double entry : problem.loss().table()) {
            all.add(entry);
        }
        all.addAll(List.of(problem.ridge(), settings.reduction(), settings.method(), descent));
        all.addAll(List.of(settings.steps(), settings.log().text(), "scale", scale));
        return all.toString();
    }

    @Override
    public long units() {
        UfmProblem problem = settings.problem();
        double columns = problem.counts().samples();
        double flops = 6 * columns * problem.classes() * problem.featureDim();
        return 1 + Math.round(settings.steps() * (STEP_MILLIS + flops / FLOPS_PER_MILLI));
    }

    @Override
    public Optional<PartNumbers> run(Bench bench) throws IOException {
        TrainFolder folder = open(bench);
        double share = (double) units() / settings.steps();
        TrainOutcome outcome = TrainJob.run(
                bench.backend(),
                folder.job().settings(),
                folder.state(),
                new Watched(folder, step -> bench.progress().accept((long) (share * step))));
        if (outcome.status() == SolverStatus.INTERRUPTED) {
            return Optional.empty();
        }
        return Optional.of(PartNumbers.of("history", history(folder.records())).plus("end", end(outcome)));
    }

    /** The run in the folder, where it is this one; else a new one. */
    private TrainFolder open(Bench bench) throws IOException {
        Path folder = bench.folder();
        Path stamp = folder.resolve(STAMP);
        if (Files.exists(stamp) && Files.readString(stamp).equals(settings())) {
            return TrainFolder.resume(folder);
        }
        Files.deleteIfExists(stamp);
        TrainJobFile job = new TrainJobFile(settings, bench.backend().info().name(), bench.request());
        TrainFolder created = TrainFolder.create(folder, job, settings.randomState(scale), true);
        AtomicFile.writeText(stamp, settings());
        return created;
    }

    /** Passes on to a folder and tells how far it is. */
    private record Watched(TrainFolder folder, java.util.function.LongConsumer progress) implements TrainObserver {
        @Override
        public void measured(TrainRecord record) throws IOException {
            folder.measured(record);
        }

        @Override
        public void reached(TrainState state) throws IOException {
            folder.reached(state);
        }

        @Override
        public void stepped(long step, double loss) {
            progress.accept(step);
        }
    }

    private static NumberTable history(List<TrainRecord> records) {
        NumberTable.Builder table = NumberTable.builder(TrainRecord.COLUMNS);
        for (TrainRecord record : records) {
            double[] row = new double[TrainRecord.COLUMNS.size()];
            row[0] = record.step();
            List<OptionalDouble> cells = record.cells();
            for (int i = 1; i < row.length; i++) {
                row[i] = Shape.orNaN(cells.get(i - 1));
            }
            table.add(row);
        }
        return table.build();
    }

    /** Shape, and distances to the geometry of the loss; nothing but NaN where the factors are not finite. */
    private NumberTable end(TrainOutcome outcome) {
        NumberTable.Builder table = NumberTable.builder(endColumns());
        HostMatrix w = outcome.state().classifier();
        HostMatrix m = outcome.classMeans();
        double[] row = new double[endColumns().size()];
        if (!w.isFinite() || !m.isFinite()) {
            Arrays.fill(row, Double.NaN);
            return table.add(row).build();
        }
        return table.add(measured(model, settings.problem(), w, m)).build();
    }

    static List<String> endColumns() {
        List<String> columns = new ArrayList<>(List.of("classifierModel", "embeddingModel"));
        columns.addAll(Shape.columns());
        return columns;
    }

    /** A row of {@link #endColumns}: distances to the limit of the loss, and norms and angles. */
    static double[] measured(GeometryModel model, UfmProblem problem, HostMatrix w, HostMatrix m) {
        HostMatrix centred = centred(m, problem);
        LimitGeometry limit = LimitGeometry.of(model);
        double[] shape = Shape.row(Shape.measured(problem.counts(), w, centred));
        double[] row = new double[2 + shape.length];
        row[0] = Shape.orNaN(GramDistance.between(w.transpose().times(w), dense(limit.classifier())));
        row[1] = Shape.orNaN(GramDistance.between(centred.transpose().times(centred), dense(limit.embedding())));
        System.arraycopy(shape, 0, row, 2, shape.length);
        return row;
    }

    /**
     * Class means less the point that theory has at the origin: {@code sum_c tau_c m_c = 0}, where tau is the
     * temperature of a label, 1 but for LDT.
     */
    private static HostMatrix centred(HostMatrix m, UfmProblem problem) {
        double[] origin = new double[m.rows()];
        double total = 0;
        for (int c = 0; c < m.cols(); c++) {
            double weight = problem.loss().tau(c);
            total += weight;
            for (int r = 0; r < origin.length; r++) {
                origin[r] += weight * m.get(r, c);
            }
        }
        double all = total;
        return HostMatrix.generate(m.rows(), m.cols(), (r, c) -> m.get(r, c) - origin[r] / all);
    }

    /** The whole Gram matrix. */
    static HostMatrix dense(GramGeometry gram) {
        ClassCounts counts = gram.counts();
        int[] group = counts.groupIndices();
        return HostMatrix.generate(
                counts.classes(),
                counts.classes(),
                (c, d) -> c == d
                        ? gram.squaredNorm(group[c])
                        : gram.inner(group[c], group[d]).orElseThrow());
    }
}
