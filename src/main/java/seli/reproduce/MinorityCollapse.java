package seli.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import seli.exact.GroupedProblem;
import seli.exact.GroupedSolution;
import seli.exact.LayerPeeledModel;
import seli.exact.PathThreshold;
import seli.exact.PathThresholds;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.label.ClassCounts;
import seli.problem.Ridge;
import seli.problem.VectorScalingLoss;

/** Minority collapse at a finite ridge, and in the layer-peeled model. */
final class MinorityCollapse implements Experiment {
    private static final List<Integer> RATIOS = List.of(10, 100, 1000);
    private static final List<Double> ENERGIES = List.of(5., 10., 20.);
    private static final List<Integer> MAJORITIES = List.of(3, 5, 7);
    private static final long NMIN = 50;
    private static final double LARGEST = 1e4;
    private static final String SOURCE = "an independent computation in NumPy";
    private static final double[][] PUBLISHED_RATIOS = {{245.5, 12.19, 4.00}, {6350, 81.1, 13.67}, {6.4e5, 1290.5, 95.4}
    };
    private static final double[][] PUBLISHED_DIGITS = {{.05, .005, .005}, {5, .05, .005}, {5e3, .05, .05}};

    @Override
    public String name() {
        return "collapse";
    }

    @Override
    public String title() {
        return "Minority collapse: thresholds in the ridge and in the imbalance ratio";
    }

    @Override
    public String shows() {
        return "At a finite ridge the classes of a group of n samples each share one classifier and one class mean if"
                + " and only if lambda is at least sqrt(n); SELI itself never collapses. In the layer-peeled model minorities collapse"
                + " above a ratio R_0 that depends on the budgets.";
    }

    @Override
    public String cost(Preset preset) {
        return preset == Preset.QUICK ? "about 3 s" : "about 10 s";
    }

    @Override
    public List<Part> parts(Plan plan) {
        int points = plan.isFull() ? 200 : 50;
        List<Part> parts = new ArrayList<>();
        for (int ratio : RATIOS) {
            ClassCounts counts = StepProfile.half(10, ratio, NMIN);
            parts.add(Part.of("ridge-R" + ratio, counts + ", points=" + points, 200, () -> overRidge(counts, points)));
        }
        for (double energy : ENERGIES) {
            String settings = "k=10 5 majorities nmin=%d E_W=1 E_H=%s points=%d".formatted(NMIN, energy, points);
            parts.add(Part.of("peeled-E%.0f".formatted(energy), settings, 500, () -> overRatio(energy, points)));
        }
        parts.add(Part.of("thresholds", "the tabulated thresholds", 300, MinorityCollapse::thresholds));
        return parts;
    }

    /** Lambda in units of sqrt(n_min). */
    private static PartNumbers overRidge(ClassCounts counts, int points) {
        NumberTable.Builder table = NumberTable.builder("scaledLambda", "cosine", "normRatio", "difference");
        double root = Math.sqrt(counts.minimum());
        for (double scaled : ridges(points)) {
            GroupedSolution solution = Optimum.of(counts, scaled * root)
                    .outcome()
                    .solution()
                    .blocks()
                    .orElseThrow();
            var gram = solution.classifierGram(counts, Ridge.of(1)).gram(counts);
            double cosine = gram.squaredNorm(1) > 0 ? Shape.orNaN(gram.cosine(1, 1)) : Double.NaN;
            table.add(
                    scaled,
                    cosine,
                    gram.squaredNorm(1) / gram.squaredNorm(0),
                    Shape.orNaN(solution.probabilityDifference(1)));
        }
        return PartNumbers.of("path", table.build());
    }

    /** Lambdas in units of the threshold, closer together below it. */
    private static double[] ridges(int points) {
        return Stream.of(
                        StepProfile.logarithmic(1e-3, 0.3, points / 2),
                        StepProfile.linear(0.32, 1, points - points / 2),
                        new double[] {1.25, 1.5, 1.75, 2})
                .flatMapToDouble(DoubleStream::of)
                .toArray();
    }

    private static PartNumbers overRatio(double energy, int points) {
        LayerPeeledModel model = new LayerPeeledModel(1, energy);
        NumberTable.Builder table = NumberTable.builder("R", "cosine");
        double threshold = model.collapseRatio(10, 5);
        double[] ratios = Stream.of(
                        StepProfile.logarithmic(1, threshold, points), StepProfile.logarithmic(threshold, LARGEST, 10))
                .flatMapToDouble(DoubleStream::of)
                .toArray();
        for (double ratio : ratios) {
            ClassCounts counts = StepProfile.half(10, ratio, NMIN);
            var gram = model.optimum(counts).classifierGram(counts, Ridge.of(1)).gram(counts);
            int last = counts.groups().size() - 1;
            double exact = counts.maximum() / (double) NMIN;
            table.add(exact, gram.squaredNorm(last) > 0 ? Shape.orNaN(gram.cosine(last, last)) : Double.NaN);
        }
        return PartNumbers.of("curve", table.build());
    }

    private static PartNumbers thresholds() {
        NumberTable.Builder ratios = NumberTable.builder("energy", "majorities", "R0");
        for (double energy : ENERGIES) {
            for (int majorities : MAJORITIES) {
                ratios.add(energy, majorities, new LayerPeeledModel(1, energy).collapseRatio(10, majorities));
            }
        }
        NumberTable.Builder directions = NumberTable.builder("zero", "direction", "majority", "minority");
        for (Known known : Known.all()) {
            directions.add(thresholds(known.counts));
        }
        return PartNumbers.of("ratios", ratios.build()).plus("directions", directions.build());
    }

    /** STEP counts with thresholds in lambda: the direction between the groups as published. */
    private record Known(ClassCounts counts, double direction) {
        static List<Known> all() {
            return List.of(
                    new Known(StepProfile.of(2, 2, 10, 1), 2.110815),
                    new Known(StepProfile.of(3, 3, 20, 4), 3.053842),
                    new Known(StepProfile.of(5, 5, 100, 1), 2.642943));
        }
    }

    private static double[] thresholds(ClassCounts counts) {
        GroupedProblem problem =
                GroupedProblem.of(counts, VectorScalingLoss.crossEntropy(counts.classes()), Ridge.of(1));
        double[] found = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
        for (PathThreshold threshold : PathThresholds.of(problem)) {
            int place = switch (threshold.event()) {
                case ZERO -> 0;
                case DIRECTION -> 1;
                case COLLAPSE -> 2 + threshold.group().orElse(0);
            };
            found[place] = threshold.lambda();
        }
        return found;
    }

    @Override
    public Findings present(Plan plan, List<PartNumbers> numbers) {
        int peeled = RATIOS.size();
        List<PartNumbers> paths = numbers.subList(0, peeled);
        List<PartNumbers> curves = numbers.subList(peeled, peeled + ENERGIES.size());
        PartNumbers thresholds = numbers.get(peeled + ENERGIES.size());
        List<Comparison> comparisons = new ArrayList<>();
        compareThresholds(thresholds, comparisons);
        comparePaths(paths, comparisons);
        String remark =
                "k = 10 classes, five with %d samples and five with R times as many, unless a row says otherwise."
                        .formatted(NMIN);
        return new Findings(List.of(remark), comparisons, pictures(paths, curves, thresholds.table("ratios")));
    }

    private static void compareThresholds(PartNumbers thresholds, List<Comparison> comparisons) {
        NumberTable directions = thresholds.table("directions");
        List<Known> known = Known.all();
        for (int i = 0; i < known.size(); i++) {
            ClassCounts counts = known.get(i).counts;
            String where = ", n = " + StepProfile.text(counts);
            String exact = "rounding";
            comparisons.add(Comparison.of("lambda from which all logits are zero" + where, directions.at(i, "zero"))
                    .nearTheory(Math.sqrt(counts.maximum()), 1e-9, exact));
            comparisons.add(Comparison.of("lambda at which minorities collapse" + where, directions.at(i, "minority"))
                    .nearTheory(Math.sqrt(counts.minimum()), 1e-12, exact));
            comparisons.add(Comparison.of(
                            "lambda at which majorities part from minorities" + where, directions.at(i, "direction"))
                    .nearReference(known.get(i).direction, 6e-7, SOURCE));
        }
        NumberTable ratios = thresholds.table("ratios");
        for (int i = 0; i < ratios.rows(); i++) {
            int energy = i / MAJORITIES.size();
            int majorities = i % MAJORITIES.size();
            comparisons.add(Comparison.of(
                            String.format(
                                    Locale.ROOT,
                                    "R_0 of the layer-peeled model, E_W = 1, E_H = %.0f, %d majorities of 10",
                                    ENERGIES.get(energy),
                                    MAJORITIES.get(majorities)),
                            ratios.at(i, "R0"))
                    .nearReference(PUBLISHED_RATIOS[energy][majorities], PUBLISHED_DIGITS[energy][majorities], SOURCE));
        }
    }

    /** The exact relation of probabilities within a group, and the collapse that follows from it. */
    private static void comparePaths(List<PartNumbers> paths, List<Comparison> comparisons) {
        for (int i = 0; i < paths.size(); i++) {
            NumberTable path = paths.get(i).table("path");
            double worst = 0;
            double collapsed = 0;
            for (int row = 0; row < path.rows(); row++) {
                double scaled = path.at(row, "scaledLambda");
                worst = Math.max(worst, Math.abs(path.at(row, "difference") - Math.max(0, 1 - scaled)));
                double cosine = path.at(row, "cosine");
                collapsed = Math.max(collapsed, scaled >= 1 && !Double.isNaN(cosine) ? 1 - cosine : 0);
            }
            String where = ", R = " + RATIOS.get(i);
            comparisons.add(
                    Comparison.of("largest error of p_same - p_other = max(0, 1 - lambda/sqrt(n_min))" + where, worst)
                            .nearTheory(0, 1e-6, "exact at the optimum; certified to a relative gap of 1e-12"));
            comparisons.add(
                    Comparison.of("largest 1 - cos(w_min, w_min') from lambda = sqrt(n_min) on" + where, collapsed)
                            .nearTheory(0, 1e-12, "rounding"));
        }
    }

    private static List<Findings.Picture> pictures(
            List<PartNumbers> paths, List<PartNumbers> curves, NumberTable ratios) {
        LineChart.Builder ridge = LineChart.named("collapse-ridge", "Minority classifiers against the ridge")
                .xAxis("lambda / sqrt(n_min)", Scale.LOG)
                .yAxis("cos(w_min, w_min')", Scale.LINEAR);
        LineChart.Builder relation = LineChart.named("collapse-probabilities", "Predictions for minorities")
                .xAxis("lambda / sqrt(n_min)", Scale.LINEAR)
                .yAxis("p_same - p_other", Scale.LINEAR);
        double[] line = StepProfile.linear(0, 2, 201);
        relation.theory("max(0, 1 - lambda/sqrt(n_min))", line, StepProfile.map(line, at -> Math.max(0, 1 - at)));
        for (int i = 0; i < paths.size(); i++) {
            NumberTable path = paths.get(i).table("path");
            String label = "R = " + RATIOS.get(i);
            double seli = new StepFormulas(10, 0.5, RATIOS.get(i)).shape().get(Shape.CLASSIFIER_MINORITY);
            double[] x = path.column("scaledLambda");
            ridge.line(label, x, path.column("cosine")).theory("SELI, " + label, x, StepProfile.map(x, any -> seli));
            relation.points(label, third(x, i), third(path.column("difference"), i));
        }
        return List.of(
                new Findings.Picture(
                        ridge.mark("collapse threshold", 1).build(),
                        "From lambda = sqrt(n_min) on all minorities share one classifier; as lambda falls the angle tends"
                                + " to SELI's (dashed), slowly: the distance is of the order of 1/log(1/lambda)."),
                new Findings.Picture(
                        relation.build(),
                        "A sample of a minority class gives its own class more than another minority by the same straight line for every R; of each R a third of the ridges is drawn."),
                new Findings.Picture(
                        peeled(curves, ratios),
                        "In the layer-peeled model the minorities collapse at R_0"
                                + " (marks), later for larger budgets."));
    }

    /** Every third number, beginning with {@code first}. */
    private static double[] third(double[] values, int first) {
        return IntStream.range(0, values.length)
                .filter(i -> i % 3 == first)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static LineChart peeled(List<PartNumbers> curves, NumberTable ratios) {
        LineChart.Builder chart = LineChart.named("collapse-peeled", "Minority classifiers in the layer-peeled model")
                .xAxis("imbalance ratio R", Scale.LOG)
                .yAxis("cos(w_min, w_min')", Scale.LINEAR);
        for (int i = 0; i < curves.size(); i++) {
            NumberTable curve = curves.get(i).table("curve");
            chart.line(
                    String.format(Locale.ROOT, "E_H = %.0f", ENERGIES.get(i)),
                    curve.column("R"),
                    curve.column("cosine"));
        }
        for (int i = 0; i < curves.size(); i++) {
            chart.mark("R_0", ratios.at(i * MAJORITIES.size() + 1, "R0"));
        }
        return chart.build();
    }
}
