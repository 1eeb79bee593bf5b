package seli.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import seli.exact.AsymptoticSlope;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.job.LossReduction;
import seli.job.PathJob;
import seli.job.PathOutcome;
import seli.job.PathPoint;
import seli.job.PathSettings;
import seli.job.SolveSettings;
import seli.label.ClassCounts;
import seli.metric.GeometryDistances;
import seli.problem.VectorScalingLoss;

/** E3: the optimum at a finite ridge, and its way to SELI as the ridge vanishes. */
final class RidgePaths implements Experiment {
    private static final List<Integer> RATIOS = List.of(1, 10, 100);
    private static final double NEAR = 1e-8;
    private static final double FAR = 1e-250;
    private static final List<String> COLUMNS = List.of(
            "lambda", "relativeGap", "classifierSeli", "classifierEtf", "embeddingSeli", "embeddingEtf", "logitsSeli");
    private static final String SOURCE = "an independent computation in NumPy";

    /** Counts, lambda, objective, rank, distances to SELI of W'W, of M'M as it is, and of W'H. */
    record Known(ClassCounts counts, double lambda, double objective, int rank, double w, double m, double z) {
        private static final ClassCounts FOUR = ClassCounts.of(10, 10, 1, 1);
        private static final ClassCounts TEN = StepProfile.of(5, 5, 50, 5);
        private static final ClassCounts THREE = ClassCounts.of(7, 7, 2);

        static List<Known> all() {
            return List.of(
                    new Known(FOUR, 1, 19.594730632330798, 2, 0.350758, 1.042192, 0.354056),
                    new Known(FOUR, .1, 3.5734284421435927, 3, 0.134731, 0.233946, 0.143247),
                    new Known(FOUR, .01, 0.508009085962633, 3, 0.092196, 0.153102, 0.099348),
                    new Known(FOUR, 1e-4, 0.008076366340564738, 3, 0.057297, 0.092462, 0.062370),
                    new Known(FOUR, 1e-8, 1.4068758646157147e-6, 3, 0.032653, 0.051863, 0.035823),
                    new Known(TEN, 1, 205.393688260969, 9, 0.172120, 0.305850, 0.186258),
                    new Known(TEN, .1, 30.68834784126227, 9, 0.108744, 0.182727, 0.125325),
                    new Known(TEN, .01, 4.0481449343779605, 9, 0.086284, 0.144037, 0.101425),
                    new Known(TEN, 1e-4, 0.060016224007716494, 9, 0.061975, 0.102839, 0.074244),
                    new Known(TEN, 1e-8, 9.910706782387961e-6, 9, 0.039728, 0.065701, 0.048409),
                    new Known(THREE, 1, 12.58145378002615, 2, 0.233163, 0.243536, 0.235197),
                    new Known(THREE, .1, 2.3743849488708735, 2, 0.089010, 0.082574, 0.092610),
                    new Known(THREE, .01, 0.3430139102603293, 2, 0.059047, 0.054728, 0.061929),
                    new Known(THREE, 1e-4, 0.005530719391172082, 2, 0.035647, 0.033113, 0.037595),
                    new Known(THREE, 1e-8, 9.730978405522776e-7, 2, 0.019913, 0.018557, 0.021080));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "n = %s, lambda = %s", StepProfile.text(counts), lambda);
        }
    }

    /** Counts with the limits of distance times log(1/lambda) of W'W, M'M as it is, H'H and W'H. */
    private record Slope(ClassCounts counts, double w, double m, double h, double z) {
        static List<Slope> all() {
            return List.of(
                    new Slope(ClassCounts.of(10, 10, 1, 1), .6995, 1.0945, .8467, .7766),
                    new Slope(ClassCounts.of(100, 100, 1, 1), .8310, .8472, .8764, .8540),
                    new Slope(ClassCounts.of(10, 10, 1), .6638, .5431, .7011, .6827));
        }
    }

    @Override
    public String name() {
        return "ridge-path";
    }

    @Override
    public String title() {
        return "The ridge: certified optima at finite lambda, and their way to SELI";
    }

    @Override
    public String shows() {
        return "Under imbalance no finite ridge gives SELI (Proposition 1), and the optimum tends to SELI as the ridge"
                + " vanishes (Proposition 2). The way is slow: the distance is kappa / log(1/lambda). With balanced counts"
                + " every ridge gives the simplex ETF.";
    }

    @Override
    public String cost(Preset preset) {
        return preset == Preset.QUICK ? "about 2 s" : "about 10 s";
    }

    @Override
    public List<Part> parts(Plan plan) {
        List<Part> parts = new ArrayList<>();
        int points = plan.isFull() ? 480 : 160;
        for (int ratio : RATIOS) {
            ClassCounts counts = StepProfile.half(10, ratio, 5);
            String settings = "%s to %s and %s, %d points each".formatted(counts, NEAR, FAR, points);
            parts.add(Part.of("path-R" + ratio, settings, 300, () -> path(counts, points)));
        }
        parts.add(Part.of("optima", "the tabulated optima, 2", 200, RidgePaths::optima));
        parts.add(Part.of("slopes", "the tabulated slopes", 100, RidgePaths::slopes));
        return parts;
    }

    private static PartNumbers path(ClassCounts counts, int points) {
        PathOutcome near = run(counts, new PathSettings.Range(OptionalDouble.empty(), NEAR, points));
        PathOutcome far = run(counts, new PathSettings.Range(OptionalDouble.of(0.1), FAR, points));
        NumberTable.Builder kappa = NumberTable.builder("classifier", "embedding", "logits");
        if (far.slope().isPresent()) {
            AsymptoticSlope slope = far.slope().get();
            kappa.add(slope.classifier(), slope.embedding(), slope.logits());
        }
        return PartNumbers.of("near", table(near)).plus("far", table(far)).plus("kappa", kappa.build());
    }

    private static PathOutcome run(ClassCounts counts, PathSettings.Range range) {
        PathSettings settings = new PathSettings(
                counts,
                VectorScalingLoss.crossEntropy(counts.classes()),
                SolveSettings.Variant.PLAIN,
                LossReduction.SUM,
                PathSettings.Model.RIDGE,
                range,
                1e-10);
        return PathJob.run(settings, point -> {});
    }

    private static NumberTable table(PathOutcome path) {
        NumberTable.Builder table = NumberTable.builder(COLUMNS);
        for (PathPoint point : path.points()) {
            GeometryDistances d = point.distances();
            table.add(
                    point.lambda(),
                    point.certificate().relativeGap(),
                    Shape.orNaN(d.classifierSeli()),
                    Shape.orNaN(d.classifierEtf()),
                    Shape.orNaN(d.embeddingSeli()),
                    Shape.orNaN(d.embeddingEtf()),
                    Shape.orNaN(d.logitsSeli()));
        }
        return table.build();
    }

    private static PartNumbers optima() {
        NumberTable.Builder table = NumberTable.builder(Optimum.COLUMNS);
        for (Known known : Known.all()) {
            table.add(Optimum.of(known.counts, known.lambda).row());
        }
        return PartNumbers.of("optima", table.build());
    }

    private static PartNumbers slopes() {
        NumberTable.Builder table = NumberTable.builder("w", "m", "h", "z", "wRun", "mRun", "zRun");
        double log = -Math.log(FAR);
        for (Slope known : Slope.all()) {
            VectorScalingLoss loss = VectorScalingLoss.crossEntropy(known.counts.classes());
            AsymptoticSlope slope = AsymptoticSlope.of(known.counts, loss).orElseThrow();
            double[] run = Optimum.of(known.counts, FAR).row();
            table.add(
                    slope.classifier(),
                    slope.uncentred().embedding(),
                    slope.uncentred().samples(),
                    slope.uncentred().sampleLogits(),
                    log * run[Optimum.COLUMNS.indexOf("classifierSeli")],
                    log * run[Optimum.COLUMNS.indexOf("uncentredEmbeddingSeli")],
                    log * run[Optimum.COLUMNS.indexOf("sampleLogitsSeli")]);
        }
        return PartNumbers.of("slopes", table.build());
    }

    @Override
    public Findings present(Plan plan, List<PartNumbers> numbers) {
        List<PartNumbers> paths = numbers.subList(0, RATIOS.size());
        List<Comparison> comparisons = new ArrayList<>();
        compareOptima(numbers.get(RATIOS.size()).table("optima"), comparisons);
        compareSlopes(numbers.get(RATIOS.size() + 1).table("slopes"), comparisons);
        comparePaths(paths, comparisons);
        String remark = "Each point is a global optimum proved by a duality gap; k = 10 classes, half of them with 5"
                + " samples, the others with 5 R, in the figures. Distances are of Gram matrices over their Frobenius"
                + " norms; class means are centred in the figures, and as they are in the published numbers.";
        return new Findings(List.of(remark), comparisons, pictures(paths));
    }

    private static void compareOptima(NumberTable run, List<Comparison> comparisons) {
        List<Known> known = Known.all();
        for (int i = 0; i < known.size(); i++) {
            Known at = known.get(i);
            String where = ", " + at;
            comparisons.add(Comparison.of("objective" + where, run.at(i, "objective"))
                    .nearReference(at.objective, 1e-10 * at.objective, SOURCE));
            comparisons.add(Comparison.of("rank of the logits" + where, run.at(i, "rank"))
                    .nearReference(at.rank, 0, SOURCE));
            comparisons.add(Comparison.of("D(W'W, SELI)" + where, run.at(i, "classifierSeli"))
                    .nearReference(at.w, 1e-6, SOURCE));
            comparisons.add(Comparison.of("D(M'M, SELI), not centred" + where, run.at(i, "uncentredEmbeddingSeli"))
                    .nearReference(at.m, 1e-6, SOURCE));
            comparisons.add(Comparison.of("D(W'H, SELI)" + where, run.at(i, "sampleLogitsSeli"))
                    .nearReference(at.z, 1e-6, SOURCE));
        }
    }

    private static void compareSlopes(NumberTable table, List<Comparison> comparisons) {
        List<Slope> known = Slope.all();
        for (int i = 0; i < known.size(); i++) {
            Slope at = known.get(i);
            String where = ", n = " + StepProfile.text(at.counts);
            comparisons.add(
                    Comparison.of("kappa of H'H" + where, table.at(i, "h")).nearReference(at.h, 6e-5, SOURCE));
            String[] names = {"w", "m", "z"};
            String[] labels = {"W'W", "M'M", "W'H"};
            double[] published = {at.w, at.m, at.z};
            for (int j = 0; j < names.length; j++) {
                double kappa = table.at(i, names[j]);
                comparisons.add(Comparison.of("kappa of " + labels[j] + where, kappa)
                        .nearReference(published[j], 6e-5, SOURCE));
                comparisons.add(Comparison.of(
                                "D(" + labels[j] + ", SELI) log(1/lambda) at lambda = 1e-250" + where,
                                table.at(i, names[j] + "Run"))
                        .nearTheory(kappa, 0.02, "kappa, reached like 1/log(1/lambda)"));
            }
        }
    }

    private static void comparePaths(List<PartNumbers> paths, List<Comparison> comparisons) {
        NumberTable balanced = paths.get(0).table("near");
        comparisons.add(Comparison.of("D(W'W, ETF) at lambda = 1e-8, balanced", balanced.last("classifierEtf"))
                .nearTheory(0, 1e-7, "balanced counts give the ETF at every ridge"));
        for (int i = 1; i < RATIOS.size(); i++) {
            NumberTable far = paths.get(i).table("far");
            comparisons.add(Comparison.of(
                            "D(W'W, SELI) at lambda = 1e-250, R = " + RATIOS.get(i), far.last("classifierSeli"))
                    .nearTheory(paths.get(i).table("kappa").at(0, "classifier") / -Math.log(FAR), 1e-4, "kappa/log"));
            comparisons.add(
                    Comparison.of("D(W'W, SELI) at lambda = 0.1, R = " + RATIOS.get(i), far.at(0, "classifierSeli"))
                            .atLeast(0.05, "no finite ridge gives SELI under imbalance"));
        }
    }

    private static List<Findings.Picture> pictures(List<PartNumbers> paths) {
        return List.of(
                new Findings.Picture(
                        distances(paths, "classifier", "classifiers"),
                        "The classifiers' way to SELI (solid)"
                                + " and away from the ETF (dashed). At R = 1 both are the same, and reached at every ridge."),
                new Findings.Picture(
                        distances(paths, "embedding", "class means"), "The same for the centred class means."),
                new Findings.Picture(
                        logits(paths),
                        "Class logits: for every R they tend to the same simplex, whose" + " margins are all equal."),
                new Findings.Picture(scaled(paths), "The rate: distance times log(1/lambda) tends to kappa (dashed)."));
    }

    private static LineChart distances(List<PartNumbers> paths, String what, String words) {
        LineChart.Builder chart = LineChart.named("ridge-path-" + what, "Optimal " + words + " against the ridge")
                .xAxis("1/lambda", Scale.LOG)
                .yAxis("distance of Gram matrices", Scale.LINEAR);
        for (int i = 0; i < paths.size(); i++) {
            NumberTable near = paths.get(i).table("near");
            double[] x = StepProfile.map(near.column("lambda"), lambda -> 1 / lambda);
            chart.line("to SELI, R = " + RATIOS.get(i), x, near.column(what + "Seli"));
            if (i > 0) { // for R = 1 the same
                chart.theory("to ETF, R = " + RATIOS.get(i), x, near.column(what + "Etf"));
            }
        }
        return chart.build();
    }

    private static LineChart logits(List<PartNumbers> paths) {
        LineChart.Builder chart = LineChart.named("ridge-path-logits", "Optimal logits against the ridge")
                .xAxis("1/lambda", Scale.LOG)
                .yAxis("distance of W'M to SELI's", Scale.LINEAR);
        for (int i = 0; i < paths.size(); i++) {
            NumberTable near = paths.get(i).table("near");
            double[] x = StepProfile.map(near.column("lambda"), lambda -> 1 / lambda);
            chart.line("R = " + RATIOS.get(i), x, near.column("logitsSeli"));
        }
        return chart.build();
    }

    private static LineChart scaled(List<PartNumbers> paths) {
        LineChart.Builder chart = LineChart.named("ridge-path-rate", "The rate at which the optimum tends to SELI")
                .xAxis("log(1/lambda)", Scale.LINEAR)
                .yAxis("distance times log(1/lambda)", Scale.LINEAR);
        for (int i = 1; i < paths.size(); i++) {
            NumberTable far = paths.get(i).table("far");
            double[] x = StepProfile.map(far.column("lambda"), lambda -> -Math.log(lambda));
            for (String what : List.of("classifier", "embedding")) {
                double[] y = far.column(what + "Seli");
                for (int j = 0; j < y.length; j++) {
                    y[j] *= x[j];
                }
                double kappa = paths.get(i).table("kappa").at(0, what);
                String words = (what.equals("classifier") ? "classifiers" : "class means") + ", R = " + RATIOS.get(i);
                chart.line(words, x, y).theory("kappa, " + words, x, StepProfile.map(x, log -> kappa));
            }
        }
        return chart.build();
    }
}
