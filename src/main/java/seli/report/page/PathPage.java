package seli.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import seli.exact.AsymptoticSlope;
import seli.exact.PathThreshold;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.SingularValue;
import seli.label.ClassCounts;
import seli.metric.GeometryDistances;
import seli.report.HtmlReport;
import seli.report.NumberText;
import seli.report.Provenance;

/**
 * The page of a regularisation path.
 *
 * @param problem what was followed, in words
 * @param counts samples of each class
 * @param points the optima, lambda falling
 * @param thresholds where the structure of the optimum changes
 * @param slope the rate at which distances fall, where it is known
 * @param facts further names and values
 */
public record PathPage(
        String problem,
        ClassCounts counts,
        List<Point> points,
        List<PathThreshold> thresholds,
        Optional<AsymptoticSlope> slope,
        List<List<String>> facts) {
    private static final int MOST_MARKS = 40;
    private static final int MOST_VALUES = 6;
    private static final int MOST_GROUPS = 6;

    /** Copies the lists. */
    public PathPage {
        points = List.copyOf(points);
        thresholds = List.copyOf(thresholds);
        facts = List.copyOf(facts);
    }

    /**
     * The optimum at one lambda.
     *
     * @param lambda weight of the nuclear norm
     * @param relativeGap certified
     * @param distances to SELI and to the simplex ETF
     * @param spectrum singular values of the logits that are not 0, decreasing
     * @param margins least margin of a sample of each group
     */
    public record Point(
            double lambda,
            double relativeGap,
            GeometryDistances distances,
            List<SingularValue> spectrum,
            List<Double> margins) {
        /** Copies the lists. */
        public Point {
            spectrum = List.copyOf(spectrum);
            margins = List.copyOf(margins);
        }
    }

    /** The page. */
    public HtmlReport report(Provenance provenance) {
        HtmlReport page = HtmlReport.titled("Regularisation path of the unconstrained-features model")
                .text(problem);
        if (!points.isEmpty()) {
            page.sentence(sentence());
            addTrajectories(page);
        }
        page.section("Thresholds")
                .table(
                        "Lambdas at which the optimum changes its structure",
                        List.of("lambda", "event", "group"),
                        rows());
        if (!points.isEmpty()) {
            page.section("Certificate")
                    .text("Every point of the path has a certificate of its own; a relative gap below the rounding of a"
                            + " double is drawn as that.")
                    .figure(gaps(), "Certified relative gaps.");
        }
        page.facts("Path", facts);
        return page.provenance(provenance).command(provenance.commandLine());
    }

    private String sentence() {
        Point last = points.get(points.size() - 1);
        double worst = points.stream().mapToDouble(Point::relativeGap).max().orElse(Double.NaN);
        return "At the smallest lambda, %s, %s; all %d points are certified to a relative gap of at most %s."
                .formatted(
                        NumberText.rough(last.lambda()),
                        GeometrySections.verdict(last.distances()),
                        points.size(),
                        NumberText.rough(worst));
    }

    private void addTrajectories(HtmlReport page) {
        page.section("Distances along the path")
                .figure(
                        distances(),
                        "Distances of the normalised Gram matrices of classifiers (W'W), class means (M'M) and logits (W'M)"
                                + " to SELI and to the simplex ETF. Vertical lines: thresholds." + slopeText())
                .section("Spectrum and margins along the path")
                .figures(
                        List.of(spectrum(), margins()),
                        "Singular values of the logits, weighted by samples, by their number in decreasing order (one of each"
                                + " set of equal ones), and least"
                                + " margins of a sample of each group of classes. A value of 0 is left out.");
    }

    private String slopeText() {
        return slope.isEmpty()
                ? ""
                : (" Dashed: theory for small lambda, kappa / log(1/lambda), with kappa %.4f for W'W, %.4f for M'M"
                                + " and %.4f for W'M.")
                        .formatted(
                                slope.get().classifier(),
                                slope.get().embedding(),
                                slope.get().logits());
    }

    private double[] of(ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    private double[] distance(Function<GeometryDistances, OptionalDouble> which) {
        return of(point -> which.apply(point.distances()).orElse(Double.NaN));
    }

    private LineChart.Builder againstLambda(String name, String title) {
        LineChart.Builder chart = LineChart.named(name, title).xAxis("lambda", Scale.LOG);
        List<PathThreshold> marked = thresholds.size() <= MOST_MARKS ? thresholds : List.of();
        for (PathThreshold threshold : marked) {
            chart.mark(
                    switch (threshold.event()) {
                        case ZERO -> "logits become zero";
                        case DIRECTION -> "a direction switches on";
                        case COLLAPSE -> "a group collapses";
                    },
                    threshold.lambda());
        }
        return chart;
    }

    private LineChart distances() {
        double[] lambda = of(Point::lambda);
        LineChart.Builder chart = againstLambda("distances", "Distances to SELI and ETF along the path")
                .yAxis("distance", Scale.LOG)
                .line("W to SELI", lambda, distance(GeometryDistances::classifierSeli));
        slope.ifPresent(theory -> chart.theory("W: theory", lambda, rate(theory.classifier())));
        chart.line("M to SELI", lambda, distance(GeometryDistances::embeddingSeli));
        slope.ifPresent(theory -> chart.theory("M: theory", lambda, rate(theory.embedding())));
        chart.line("Z to SELI", lambda, distance(GeometryDistances::logitsSeli));
        slope.ifPresent(theory -> chart.theory("Z: theory", lambda, rate(theory.logits())));
        return chart.line("W to ETF", lambda, distance(GeometryDistances::classifierEtf))
                .line("M to ETF", lambda, distance(GeometryDistances::embeddingEtf))
                .build();
    }

    /** kappa / log(1/lambda) where lambda is small enough for it to mean something. */
    private double[] rate(double kappa) {
        return of(point -> point.lambda() < 0.05 ? kappa / -Math.log(point.lambda()) : Double.NaN);
    }

    private LineChart spectrum() {
        LineChart.Builder chart = againstLambda("spectrum", "Singular values of the logits along the path")
                .yAxis("singular value", Scale.LOG);
        for (int rank : ranks()) {
            chart.line("number " + rank, of(Point::lambda), of(point -> value(point.spectrum(), rank)));
        }
        return chart.build();
    }

    /**
     * The first number of each run of equal singular values at the smallest lambda, or a few from the first to the
     * last.
     */
    private List<Integer> ranks() {
        List<Integer> starts = new ArrayList<>();
        int before = 0;
        for (SingularValue one : points.get(points.size() - 1).spectrum()) {
            starts.add(before + 1);
            before += one.multiplicity();
        }
        int runs = starts.size();
        int shown = Math.min(runs, MOST_VALUES);
        return IntStream.range(0, shown)
                .map(i -> shown == 1 ? 0 : (int) Math.round((double) i * (runs - 1) / (shown - 1)))
                .mapToObj(starts::get)
                .toList();
    }

    /** The singular value of this number, from 1; NaN if there are fewer. */
    private static double value(List<SingularValue> spectrum, int number) {
        int before = 0;
        for (SingularValue one : spectrum) {
            before += one.multiplicity();
            if (number <= before) {
                return one.value();
            }
        }
        return Double.NaN;
    }

    private LineChart margins() {
        int groups = counts.groups().size();
        int shown = Math.min(groups, MOST_GROUPS);
        LineChart.Builder chart = againstLambda("margins", "Least margins by group along the path")
                .yAxis("margin", Scale.LINEAR);
        for (int i = 0; i < shown; i++) {
            int g = shown == 1 ? 0 : (int) Math.round((double) i * (groups - 1) / (shown - 1));
            chart.line(
                    "samples of a class: " + counts.groups().get(g).count(),
                    of(Point::lambda),
                    of(point -> point.margins().get(g)));
        }
        return chart.build();
    }

    private LineChart gaps() {
        return LineChart.named("gaps", "Certified relative gaps along the path")
                .xAxis("lambda", Scale.LOG)
                .yAxis("relative gap", Scale.LOG)
                .line("relative gap", of(Point::lambda), of(point -> Math.max(point.relativeGap(), 0x1p-53)))
                .build();
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (PathThreshold threshold : thresholds) {
            rows.add(List.of(
                    NumberText.of(threshold.lambda()),
                    switch (threshold.event()) {
                        case ZERO -> "all logits are zero from here on";
                        case DIRECTION -> "a direction between groups switches on below";
                        case COLLAPSE -> "the classes of the group coincide from here on";
                    },
                    threshold.group().isPresent()
                            ? Integer.toString(threshold.group().getAsInt())
                            : ""));
        }
        return rows;
    }
}
