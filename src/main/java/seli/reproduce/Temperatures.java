package seli.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.GeometryModel;
import seli.geometry.LimitGeometry;
import seli.job.LogSchedule;
import seli.job.LossReduction;
import seli.job.TrainMethod;
import seli.job.TrainSettings;
import seli.label.ClassCounts;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;
import seli.solver.DescentSettings;
import seli.solver.LearningRate;

/** The follow-up's figures: the geometry of CDT and LDT against the exponent gamma of the temperatures. */
final class Temperatures implements Experiment {
    private static final ClassCounts COUNTS = StepProfile.half(10, 10, 5);
    private static final int DIM = 20;
    private static final double SCALE = 0.01;
    private static final double LEAST = -0.5;
    private static final double MOST = 1.5;
    private static final double SMALL = 1e-250;
    private static final List<Double> GAMMAS = List.of(-0.5, -0.25, 0., 0.25, 0.5, 0.75, 1., 1.25, 1.5);

    private static final String ANGLES =
            "Cosines of the classifiers, and of the class means, of two classes; dashed: theory.";

    private final Kind kind;

    Temperatures(Kind kind) {
        this.kind = kind;
    }

    /** Which loss. */
    enum Kind {
        /** Temperatures of the logits' classes. */
        CDT,
        /** Temperatures of the samples' labels. */
        LDT;

        VectorScalingLoss loss(double gamma) {
            return this == CDT ? VectorScalingLoss.cdt(COUNTS, gamma) : VectorScalingLoss.ldt(COUNTS, gamma);
        }

        /**
         * Factor of the rate of normalised descent. Its bound of the curvature holds for all factors, and is the more
         * cautious the further the temperatures are apart.
         */
        double haste(double gamma) {
            return Math.pow(10, (this == CDT ? 1.8 : 0.5) * Math.abs(gamma));
        }

        GeometryModel model(double gamma) {
            return this == CDT ? GeometryModel.cdt(COUNTS, gamma) : GeometryModel.ldt(COUNTS, gamma);
        }
    }

    @Override
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String title() {
        return kind + ": norms and angles against gamma, theory and unconstrained features";
    }

    @Override
    public String shows() {
        return kind == Kind.CDT
                ? "With temperatures delta_c = (n_c/n_min)^gamma on the logits' classes the geometry moves with gamma:"
                        + " at gamma = 1/2, delta_c = sqrt(n_c), every classifier is parallel to its class mean."
                : "With temperatures delta_c = (n_c/n_min)^gamma on the samples' labels the geometry is SELI of the"
                        + " counts n_c/delta_c²: at gamma = 1/2 the classifiers are the simplex ETF, whatever the imbalance.";
    }

    @Override
    public String cost(Preset preset) {
        return preset == Preset.QUICK
                ? "about 10 s: 9 runs of 8,000 steps"
                : "about 15 minutes: 9 runs of 200,000 steps and 9 of 6,000 epochs in mini-batches of 5";
    }

    @Override
    public List<Part> parts(Plan plan) {
        List<Part> parts = new ArrayList<>();
        int points = plan.isFull() ? 401 : 81;
        String settings = "%s %s gamma=%s:%s points=%d".formatted(kind, COUNTS, LEAST, MOST, points);
        parts.add(Part.of("theory", settings, 20, () -> theory(points)));
        parts.add(Part.of(
                "optima", "%s %s lambda=%s gamma=%s".formatted(kind, COUNTS, SMALL, GAMMAS), 200, this::optima));
        for (double gamma : GAMMAS) {
            parts.add(descent(plan, gamma));
        }
        if (plan.isFull()) {
            for (double gamma : GAMMAS) {
                parts.add(epochs(plan, gamma));
            }
        }
        return parts;
    }

    private PartNumbers theory(int points) {
        NumberTable.Builder table = NumberTable.builder(withGamma(Shape.columns()));
        for (double gamma : StepProfile.linear(LEAST, MOST, points)) {
            table.add(withGamma(gamma, Shape.row(limit(gamma))));
        }
        return PartNumbers.of("curve", table.build());
    }

    private ShapeNumbers limit(double gamma) {
        return Shape.of(LimitGeometry.of(kind.model(gamma)).byGroup());
    }

    private PartNumbers optima() {
        NumberTable.Builder table = NumberTable.builder(withGamma(TrainPart.endColumns()));
        for (double gamma : GAMMAS) {
            Optimum optimum = Optimum.of(COUNTS, kind.loss(gamma), SMALL);
            UfmProblem problem = optimum.outcome().problem();
            table.add(withGamma(
                    gamma, TrainPart.measured(kind.model(gamma), problem, optimum.classifier(), optimum.classMeans())));
        }
        return PartNumbers.of("end", table.build());
    }

    private static List<String> withGamma(List<String> columns) {
        List<String> all = new ArrayList<>(List.of("gamma"));
        all.addAll(columns);
        return all;
    }

    private static double[] withGamma(double gamma, double... row) {
        double[] all = new double[row.length + 1];
        all[0] = gamma;
        System.arraycopy(row, 0, all, 1, row.length);
        return all;
    }

    /** Descent whose rate grows as the loss falls: as far as gradient flow in a time that no constant rate reaches. */
    private Part descent(Plan plan, double gamma) {
        long steps = plan.steps(8_000, 200_000);
        DescentSettings descent = new DescentSettings(
                new LearningRate.Constant(kind.haste(gamma)), 0, Double.POSITIVE_INFINITY, 0, plan.seed());
        return train("gamma%s".formatted(text(gamma)), gamma, TrainMethod.NGD, descent, steps);
    }

    /** The protocol of the follow-up: mini-batches of 5, constant rate, 6,000 epochs, no ridge. */
    private Part epochs(Plan plan, double gamma) {
        double hottest = Math.pow(10, 2 * Math.max(0, gamma));
        DescentSettings descent = new DescentSettings(
                new LearningRate.Constant(0.1 / hottest), 0, Double.POSITIVE_INFINITY, 5, plan.seed());
        long steps = plan.steps(1, 6_000 * (COUNTS.samples() / 5));
        return train("epochs-gamma%s".formatted(text(gamma)), gamma, TrainMethod.GD, descent, steps);
    }

    private Part train(String name, double gamma, TrainMethod method, DescentSettings descent, long steps) {
        TrainSettings settings = new TrainSettings(
                new UfmProblem(COUNTS, DIM, kind.loss(gamma), Ridge.NONE),
                method == TrainMethod.NGD ? LossReduction.SUM : LossReduction.MEAN,
                method,
                descent,
                steps,
                LogSchedule.parse("log:60", steps),
                Math.max(1, steps / 20),
                0.01);
        return new TrainPart(name, settings, SCALE, kind.model(gamma));
    }

    private static String text(double gamma) {
        return String.format(Locale.ROOT, "%.2f", gamma);
    }

    @Override
    public Findings present(Plan plan, List<PartNumbers> numbers) {
        NumberTable curve = numbers.get(0).table("curve");
        NumberTable optima = numbers.get(1).table("end");
        NumberTable runs = ends(numbers.subList(2, 2 + GAMMAS.size()));
        List<Comparison> comparisons = new ArrayList<>();
        compareAlignment(comparisons);
        compareEnds("optimum, lambda = 1e-250", optima, 0.02, "a finite ridge", comparisons);
        compareEnds("descent", runs, 0.1, "a finite number of steps", comparisons);
        String remark =
                "k = 10 classes, d = 20, five with 50 samples and five with 5. Theory: the closed form. Optimum: the"
                        + " certified optimum at lambda = 1e-250. Descent: %d steps from random factors, without ridge, at rates that"
                                .formatted(plan.steps(8_000, 200_000))
                        + " grow as the loss falls; the angle of two majorities is the last to settle for CDT with gamma >= 1/4.";
        List<Findings.Picture> pictures = new ArrayList<>(pictures("", "descent", curve, runs));
        if (plan.isFull()) {
            NumberTable epochs = ends(numbers.subList(2 + GAMMAS.size(), 2 + 2 * GAMMAS.size()));
            pictures.addAll(pictures("epochs-", "6,000 epochs", curve, epochs));
        }
        return new Findings(List.of(remark), comparisons, pictures);
    }

    private static NumberTable ends(List<PartNumbers> runs) {
        NumberTable.Builder table = NumberTable.builder(withGamma(TrainPart.endColumns()));
        for (int i = 0; i < runs.size(); i++) {
            NumberTable end = runs.get(i).table("end");
            double[] row = new double[end.columns().size()];
            for (int j = 0; j < row.length; j++) {
                row[j] = end.at(0, j);
            }
            table.add(withGamma(GAMMAS.get(i), row));
        }
        return table.build();
    }

    /** What theory says at gamma = 1/2, and the formulas of the follow-up. */
    private void compareAlignment(List<Comparison> comparisons) {
        ShapeNumbers half = limit(0.5);
        if (kind == Kind.CDT) {
            for (Shape shape : List.of(Shape.ALIGNED_MAJORITY, Shape.ALIGNED_MINORITY)) {
                comparisons.add(Comparison.of(shape.label() + " at gamma = 1/2, spectral route", half.get(shape))
                        .nearTheory(1, 1e-12, "delta_c = sqrt(n_c) aligns classifiers and class means"));
            }
            for (double gamma : GAMMAS) {
                comparisons.add(Comparison.of(
                                Shape.CLASSIFIER_RATIO.label() + " at gamma = " + text(gamma) + ", spectral route",
                                limit(gamma).get(Shape.CLASSIFIER_RATIO))
                        .nearTheory(classifierRatio(Math.pow(10, gamma)), 1e-11, "[Behnia23, Lemma D.1]"));
            }
        } else {
            comparisons.add(Comparison.of(
                            Shape.CLASSIFIER_RATIO.label() + " at gamma = 1/2, spectral route",
                            half.get(Shape.CLASSIFIER_RATIO))
                    .nearTheory(1, 1e-12, "the ETF [Behnia23, Cor. 1.2]"));
            for (Shape shape :
                    List.of(Shape.CLASSIFIER_MAJORITY, Shape.CLASSIFIER_MINORITY, Shape.CLASSIFIER_BETWEEN)) {
                comparisons.add(Comparison.of(shape.label() + " at gamma = 1/2, spectral route", half.get(shape))
                        .nearTheory(-1 / 9., 1e-12, "the ETF [Behnia23, Cor. 1.2]"));
            }
            for (double gamma : GAMMAS) {
                double ratio = Math.pow(10, 1 - 2 * gamma);
                comparisons.add(Comparison.of(
                                Shape.CLASSIFIER_RATIO.label() + " at gamma = " + text(gamma) + ", spectral route",
                                limit(gamma).get(Shape.CLASSIFIER_RATIO))
                        .nearTheory(
                                new StepFormulas(10, 0.5, ratio).shape().get(Shape.CLASSIFIER_RATIO),
                                1e-11,
                                "SELI with R (delta_min/delta_maj)² in the place of R"));
            }
        }
    }

    /** [Behnia23, Lemma D.1] for k = 10, R = 10 and rho = 1/2; {@code hot} is delta_maj over delta_min. */
    private static double classifierRatio(double hot) {
        double k = 10;
        double root = Math.sqrt(10);
        double common = 2 * Math.sqrt(11) / (k * Math.pow(1 + hot * hot, 1.5));
        double majority = root / hot * (1 - 2 / k) + hot * hot * root / root * common;
        double minority = 1 - 2 / k + common;
        return majority / minority;
    }

    /** Norm ratios in relative terms, cosines in absolute ones. */
    private void compareEnds(String what, NumberTable ends, double band, String reason, List<Comparison> comparisons) {
        for (int i = 0; i < ends.rows(); i++) {
            ShapeNumbers theory = limit(GAMMAS.get(i));
            ShapeNumbers run = Shape.ofRow(ends, i);
            for (Shape shape : Shape.values()) {
                boolean isRatio = shape == Shape.CLASSIFIER_RATIO || shape == Shape.EMBEDDING_RATIO;
                double value = theory.get(shape);
                Comparison beside = Comparison.of(
                                "%s at gamma = %s, %s".formatted(shape.label(), text(GAMMAS.get(i)), what),
                                run.get(shape))
                        .nearTheory(value, isRatio ? band * value : band, reason);
                boolean isPublished = GAMMAS.get(i) == 0 && shape == Shape.CLASSIFIER_RATIO;
                comparisons.add(isPublished ? beside.besidePublished(2.67, "[Behnia23, Fig. 1], read off") : beside);
            }
        }
    }

    private List<Findings.Picture> pictures(String prefix, String source, NumberTable curve, NumberTable runs) {
        Drawing drawing = new Drawing(kind, prefix, source, curve, runs);
        return List.of(
                drawing.of(
                        "norms",
                        "Squared norms, majority over minority; dashed: theory.",
                        List.of(Shape.CLASSIFIER_RATIO, Shape.EMBEDDING_RATIO)),
                drawing.of(
                        "classifier-angles",
                        ANGLES,
                        List.of(Shape.CLASSIFIER_MAJORITY, Shape.CLASSIFIER_MINORITY, Shape.CLASSIFIER_BETWEEN)),
                drawing.of(
                        "embedding-angles",
                        ANGLES,
                        List.of(Shape.EMBEDDING_MAJORITY, Shape.EMBEDDING_MINORITY, Shape.EMBEDDING_BETWEEN)),
                drawing.of(
                        "alignment",
                        kind == Kind.CDT
                                ? "Classifiers and class means are parallel at gamma = 1/2; dashed: theory."
                                : "Classifiers and class means; dashed: theory.",
                        List.of(Shape.ALIGNED_MAJORITY, Shape.ALIGNED_MINORITY)));
    }

    /**
     * Figures of runs beside theory.
     *
     * @param kind which loss
     * @param prefix of the figures' names
     * @param source what the points are
     * @param curve theory
     * @param runs the points
     */
    private record Drawing(Kind kind, String prefix, String source, NumberTable curve, NumberTable runs) {
        Findings.Picture of(String name, String caption, List<Shape> shapes) {
            boolean isRatio = shapes.contains(Shape.CLASSIFIER_RATIO);
            LineChart.Builder chart = LineChart.named(
                            kind.name().toLowerCase(Locale.ROOT) + "-" + prefix + name,
                            kind + ": " + name.replace('-', ' ') + " against gamma, " + source)
                    .xAxis("gamma", Scale.LINEAR)
                    .yAxis(isRatio ? "ratio of squared norms" : "cosine", isRatio ? Scale.LOG : Scale.LINEAR);
            for (Shape shape : shapes) {
                chart.points(shape.label() + ", " + source, runs.column("gamma"), runs.column(shape.name()))
                        .theory(shape.label() + ", theory", curve.column("gamma"), curve.column(shape.name()));
            }
            return new Findings.Picture(chart.build(), caption);
        }
    }
}
