package seli.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.GeometryModel;
import seli.geometry.LimitGeometry;
import seli.geometry.SeliGeometry;
import seli.io.NpzArchive;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.GeometryDistances;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

/** E2: the published last layers of ResNet-18 on imbalanced CIFAR-10, epoch by epoch. */
final class Resnet implements Experiment {
    private static final String FOLDER = "resnet18-cifar10-r10";
    private static final List<Integer> EPOCHS = List.of(1, 20, 80, 250, 350);
    private static final String NORMS = "Squared norms, majority over minority; dashed: SELI. Published: read off"
            + " [Behnia23, Fig. 1], for other runs of the same network.";
    private static final String ANGLES =
            "Averages of cosines over pairs of classes, class means centred; dashed: SELI.";
    private static final double PUBLISHED_RATIO = 2.8;
    private static final String CDT = "cdt05_epoch350.npz";
    private static final String SOURCE = "an independent computation on the same files";

    /** Distances of W'W to SELI and ETF, of centred M'M to SELI and of W'M to SELI. */
    private record Known(int epoch, double w, double etf, double m, double z) {
        static List<Known> all() {
            return List.of(
                    new Known(1, .670, .813, 1.137, 1.285),
                    new Known(80, .348, .414, .661, .611),
                    new Known(250, .140, .416, .193, .165),
                    new Known(350, .132, .419, .197, .158));
        }
    }

    @Override
    public String name() {
        return "resnet";
    }

    @Override
    public String title() {
        return "ResNet-18 on CIFAR-10 with (10, 1/2)-STEP imbalance: distances, norms and angles against epochs";
    }

    @Override
    public String shows() {
        return "The classifiers and class means of a deep network tend to SELI, not to the ETF, and the classifiers"
                + " come closer than the class means. The networks are those that the authors of the follow-up trained and"
                + " published; nothing is trained here.";
    }

    @Override
    public String cost(Preset preset) {
        return "below a second; needs the published files";
    }

    @Override
    public Optional<String> missing(Plan plan) {
        Path folder = plan.data().resolve(FOLDER);
        for (String file : files()) {
            if (!Files.isRegularFile(folder.resolve(file))) {
                return Optional.of(
                        "no %s in %s: the last layers that the authors of [Behnia23] published with their code;"
                                        .formatted(file, folder)
                                + " put them there, or name the folder that holds " + FOLDER
                                + " with --data or SELI_DATA");
            }
        }
        return Optional.empty();
    }

    private static List<String> files() {
        List<String> files = new ArrayList<>();
        EPOCHS.forEach(epoch -> files.add(String.format(Locale.ROOT, "ce_epoch%03d.npz", epoch)));
        files.add(CDT);
        return files;
    }

    @Override
    public List<Part> parts(Plan plan) {
        Path folder = plan.data().resolve(FOLDER);
        return List.of(
                Part.of(
                        "epochs",
                        "ResNet-18, cross-entropy, epochs " + EPOCHS + checksums(folder),
                        100,
                        () -> epochs(folder)),
                Part.of(
                        "cdt",
                        "ResNet-18, CDT with gamma = 0.5, epoch 350" + checksums(folder),
                        20,
                        () -> cdt(folder)));
    }

    /** CRC-32 of each file, so that other files are other settings. */
    private static String checksums(Path folder) {
        StringBuilder text = new StringBuilder();
        for (String file : files()) {
            CRC32 sum = new CRC32();
            try {
                sum.update(Files.readAllBytes(folder.resolve(file)));
                text.append(' ').append(Long.toHexString(sum.getValue()));
            } catch (IOException e) {
                text.append(" unreadable"); // and running the part will say so
            }
        }
        return text.toString();
    }

    private static List<String> columns() {
        List<String> columns = new ArrayList<>(
                List.of("epoch", "classifierSeli", "classifierEtf", "embeddingSeli", "embeddingEtf", "logitsSeli"));
        columns.addAll(TrainPart.endColumns());
        return columns;
    }

    private static PartNumbers epochs(Path folder) throws IOException {
        NumberTable.Builder table = NumberTable.builder(columns());
        List<String> files = files();
        for (int i = 0; i < EPOCHS.size(); i++) {
            table.add(row(EPOCHS.get(i), folder.resolve(files.get(i)), false));
        }
        return PartNumbers.of("epochs", table.build());
    }

    private static PartNumbers cdt(Path folder) throws IOException {
        return PartNumbers.of(
                "epochs",
                NumberTable.builder(columns())
                        .add(row(350, folder.resolve(CDT), true))
                        .build());
    }

    /** W is k x d in the files, class means are d x k. */
    private static double[] row(int epoch, Path file, boolean isCdt) throws IOException {
        NpzArchive archive = NpzArchive.open(file);
        ClassCounts counts = ClassCounts.of(archive.read("counts").toIntegers());
        HostMatrix w = archive.read("W").requireFinite().toMatrix().transpose();
        HostMatrix m = archive.read("H").requireFinite().toMatrix();
        GeometryDistances d = GeometryDistances.of(SeliGeometry.of(counts), w, m);
        GeometryModel model = isCdt ? GeometryModel.cdt(counts, 0.5) : GeometryModel.crossEntropy(counts);
        UfmProblem problem =
                new UfmProblem(counts, w.rows(), VectorScalingLoss.crossEntropy(counts.classes()), Ridge.NONE);
        double[] shape = TrainPart.measured(model, problem, w, m);
        double[] row = new double[6 + shape.length];
        row[0] = epoch;
        row[1] = Shape.orNaN(d.classifierSeli());
        row[2] = Shape.orNaN(d.classifierEtf());
        row[3] = Shape.orNaN(d.embeddingSeli());
        row[4] = Shape.orNaN(d.embeddingEtf());
        row[5] = Shape.orNaN(d.logitsSeli());
        System.arraycopy(shape, 0, row, 6, shape.length);
        return row;
    }

    @Override
    public Findings present(Plan plan, List<PartNumbers> numbers) {
        NumberTable epochs = numbers.get(0).table("epochs");
        NumberTable cdt = numbers.get(1).table("epochs");
        List<Comparison> comparisons = new ArrayList<>();
        compareDistances(epochs, comparisons);
        compareShape(epochs, comparisons);
        compareCdt(cdt, comparisons);
        String remark =
                "Theory is SELI of the label counts, 5,000 and 500 samples a class: what the unconstrained-features"
                        + " model predicts in the limit. A network that was trained for 350 epochs is near it, not at it.";
        return new Findings(List.of(remark), comparisons, pictures(epochs));
    }

    private static void compareDistances(NumberTable epochs, List<Comparison> comparisons) {
        for (Known known : Known.all()) {
            int row = EPOCHS.indexOf(known.epoch);
            String where = ", epoch " + known.epoch;
            String[] labels = {"D(W'W, SELI)", "D(W'W, ETF)", "D(M'M, SELI), centred", "D(W'M, SELI)"};
            String[] columns = {"classifierSeli", "classifierEtf", "embeddingSeli", "logitsSeli"};
            double[] values = {known.w, known.etf, known.m, known.z};
            for (int i = 0; i < labels.length; i++) {
                comparisons.add(Comparison.of(labels[i] + where, epochs.at(row, columns[i]))
                        .nearReference(values[i], 6e-4, SOURCE));
            }
        }
        comparisons.add(Comparison.of(
                        "D(W'W, ETF) / D(W'W, SELI), epoch 350",
                        epochs.last("classifierEtf") / epochs.last("classifierSeli"))
                .atLeast(2, "the classifiers are closer to SELI than to the ETF"));
        comparisons.add(Comparison.of(
                        "D(M'M, ETF) / D(M'M, SELI), epoch 350",
                        epochs.last("embeddingEtf") / epochs.last("embeddingSeli"))
                .atLeast(1, "and so are the class means"));
        comparisons.add(Comparison.of(
                        "D(M'M, SELI) - D(W'W, SELI), epoch 350",
                        epochs.last("embeddingSeli") - epochs.last("classifierSeli"))
                .atLeast(0, "classifiers come closer than class means"));
    }

    private static ShapeNumbers theory(GeometryModel model) {
        return Shape.of(LimitGeometry.of(model).byGroup());
    }

    private static void compareShape(NumberTable epochs, List<Comparison> comparisons) {
        ShapeNumbers theory = theory(GeometryModel.crossEntropy(StepProfile.of(5, 5, 5000, 500)));
        ShapeNumbers run = Shape.ofRow(epochs, epochs.rows() - 1);
        for (Shape shape : Shape.values()) {
            boolean isRatio = shape == Shape.CLASSIFIER_RATIO || shape == Shape.EMBEDDING_RATIO;
            double value = theory.get(shape);
            Comparison beside = Comparison.of(shape.label() + ", epoch 350", run.get(shape))
                    .nearTheory(value, isRatio ? 0.25 * value : 0.1, "a deep network, not the model");
            comparisons.add(
                    shape == Shape.CLASSIFIER_RATIO
                            ? beside.besidePublished(PUBLISHED_RATIO, "[Behnia23, Fig. 1], read off for other runs")
                            : beside);
        }
    }

    private static void compareCdt(NumberTable cdt, List<Comparison> comparisons) {
        String where = ", CDT with gamma = 0.5, epoch 350";
        comparisons.add(Comparison.of("D(W'W, CDT's geometry)" + where, cdt.last("classifierModel"))
                .besideTheory(0)
                .atMost(cdt.last("classifierSeli"), "closer to the geometry of CDT than to SELI"));
        comparisons.add(Comparison.of("D(M'M, CDT's geometry)" + where, cdt.last("embeddingModel"))
                .besideTheory(0));
        comparisons.add(Comparison.of("D(W'W, SELI)" + where, cdt.last("classifierSeli"))
                .nearReference(.410586, 1e-6, SOURCE));
        comparisons.add(
                Comparison.of("D(W'W, ETF)" + where, cdt.last("classifierEtf")).nearReference(.289747, 1e-6, SOURCE));
        comparisons.add(
                Comparison.of("D(M'M, SELI)" + where, cdt.last("embeddingSeli")).nearReference(.220847, 1e-6, SOURCE));
        ShapeNumbers run = Shape.ofRow(cdt, 0);
        for (Shape shape : List.of(Shape.ALIGNED_MAJORITY, Shape.ALIGNED_MINORITY)) {
            comparisons.add(Comparison.of(shape.label() + where, run.get(shape))
                    .nearTheory(1, 0.1, "perfect alignment at gamma = 1/2, but a deep network, not the model"));
        }
    }

    private static List<Findings.Picture> pictures(NumberTable epochs) {
        double[] x = epochs.column("epoch");
        LineChart distances = chart("distances", "Distances of ResNet-18 to SELI and ETF")
                .yAxis("distance of Gram matrices", Scale.LINEAR)
                .line("classifiers to SELI", x, epochs.column("classifierSeli"))
                .theory("classifiers to ETF", x, epochs.column("classifierEtf"))
                .line("class means to SELI", x, epochs.column("embeddingSeli"))
                .theory("class means to ETF", x, epochs.column("embeddingEtf"))
                .line("logits to SELI", x, epochs.column("logitsSeli"))
                .build();
        LineChart norms = shapes(
                        "norms",
                        "Norm ratios of ResNet-18",
                        epochs,
                        List.of(Shape.CLASSIFIER_RATIO, Shape.EMBEDDING_RATIO))
                .points("|w_maj|²/|w_min|², published", new double[] {350}, new double[] {PUBLISHED_RATIO})
                .build();
        LineChart classifiers = shapes(
                        "classifier-angles",
                        "Angles between classifiers of ResNet-18",
                        epochs,
                        List.of(Shape.CLASSIFIER_MAJORITY, Shape.CLASSIFIER_MINORITY, Shape.CLASSIFIER_BETWEEN))
                .build();
        LineChart means = shapes(
                        "embedding-angles",
                        "Angles between class means of ResNet-18",
                        epochs,
                        List.of(Shape.EMBEDDING_MAJORITY, Shape.EMBEDDING_MINORITY, Shape.EMBEDDING_BETWEEN))
                .build();
        return List.of(
                new Findings.Picture(distances, "Solid: to SELI; dashed: to the ETF."),
                new Findings.Picture(norms, NORMS),
                new Findings.Picture(classifiers, ANGLES),
                new Findings.Picture(means, ANGLES));
    }

    private static LineChart.Builder shapes(String name, String title, NumberTable epochs, List<Shape> shapes) {
        boolean isRatio = shapes.contains(Shape.CLASSIFIER_RATIO);
        LineChart.Builder chart = chart(name, title).yAxis(isRatio ? "ratio of squared norms" : "cosine", Scale.LINEAR);
        ShapeNumbers theory = theory(GeometryModel.crossEntropy(StepProfile.of(5, 5, 5000, 500)));
        double[] x = epochs.column("epoch");
        for (Shape shape : shapes) {
            chart.line(shape.label(), x, epochs.column(shape.name()))
                    .theory("SELI, " + shape.label(), x, StepProfile.map(x, any -> theory.get(shape)));
        }
        return chart;
    }

    private static LineChart.Builder chart(String name, String title) {
        return LineChart.named("resnet-" + name, title).xAxis("epoch", Scale.LINEAR);
    }
}
