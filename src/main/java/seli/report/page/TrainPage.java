package seli.report.page;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import seli.certificate.OptimalityCertificate;
import seli.exact.AsymptoticSlope;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.report.HtmlReport;
import seli.report.NumberText;
import seli.report.Provenance;
import seli.solver.SolverStatus;

/**
 * The page of a training run.
 *
 * @param problem what was trained, in words
 * @param status how the run ended
 * @param history what was measured, steps growing
 * @param slope the rate of theory at which distances fall with log(1/loss), where it applies
 * @param geometry measured at the end, where there are few enough classes
 * @param certificate at the last step's ridge, if there is one
 * @param facts further names and values, such as the method and its effort
 */
public record TrainPage(
        String problem,
        SolverStatus status,
        List<Point> history,
        Optional<AsymptoticSlope> slope,
        Optional<MeasuredGeometry> geometry,
        Optional<OptimalityCertificate> certificate,
        List<List<String>> facts) {
    /** From so many steps on, their axis is logarithmic. */
    private static final long MANY_STEPS = 200;

    /** Natural logarithm of a loss below which it leaves the range of a double. */
    private static final double UNDERFLOW = -690;

    /** Copies the lists. */
    public TrainPage {
        history = List.copyOf(history);
        facts = List.copyOf(facts);
    }

    /**
     * What was measured after some steps; NaN where a number does not exist.
     *
     * @param step steps taken
     * @param logLoss natural logarithm of the loss without ridge
     * @param gradientNorm norm of the gradient
     * @param nc1 variability within classes over between
     * @param distances distances of Gram matrices
     */
    public record Point(long step, double logLoss, double gradientNorm, double nc1, Distances distances) {}

    /** The page. */
    public HtmlReport report(Provenance provenance) {
        HtmlReport page = HtmlReport.titled("Training of the unconstrained-features model")
                .sentence(sentence())
                .text(problem);
        geometry.ifPresent(measured -> new GeometrySections(page, measured).add());
        if (!history.isEmpty()) {
            addTrajectories(page);
        }
        if (certificate.isPresent()) {
            CertificateSection.add(page, certificate.get(), facts);
        } else {
            page.section("Run")
                    .text("Without a ridge there is no optimum to certify.")
                    .facts("Effort", facts);
        }
        return page.provenance(provenance).command(provenance.commandLine());
    }

    private String sentence() {
        if (history.isEmpty()) {
            return "Nothing was measured: " + status.sentence() + ".";
        }
        Point last = history.get(history.size() - 1);
        Distances d = last.distances();
        return ("After %d steps the loss is %s; the classifiers are at distance %s from SELI and %s from the simplex"
                        + " ETF, the class means at %s and %s.")
                .formatted(
                        last.step(),
                        lossText(last.logLoss()),
                        GeometrySections.rough(d.classifierSeli()),
                        GeometrySections.rough(d.classifierEtf()),
                        GeometrySections.rough(d.embeddingSeli()),
                        GeometrySections.rough(d.embeddingEtf()));
    }

    /** The loss, or its power of ten where a double cannot hold it. */
    private static String lossText(double logLoss) {
        return logLoss < UNDERFLOW ? "10^%.1f".formatted(logLoss / Math.log(10)) : NumberText.rough(Math.exp(logLoss));
    }

    private void addTrajectories(HtmlReport page) {
        page.section("Distance trajectories")
                .figures(
                        List.of(distances(), againstLoss()),
                        "Distances of the normalised Gram matrices of classifiers (W'W), class means (M'M) and logits (W'M)"
                                + " to SELI and to the simplex ETF, against steps and against the logarithm of the loss."
                                + slopeText())
                .section("Loss, gradient and collapse")
                .figures(
                        List.of(loss(), gradient(), nc1()),
                        "The loss without ridge, the norm of the gradient of the"
                                + " objective, and NC1 = tr(S_W S_B^+), the variability within classes over that between.");
    }

    private String slopeText() {
        return slope.isEmpty()
                ? ""
                : (" Dashed: theory for small losses, kappa / log(1/loss) to first order, with kappa %.4f for"
                                + " W'W, %.4f for M'M and %.4f for W'M; training reaches it after many steps, and later from larger"
                                + " starts.")
                        .formatted(
                                slope.get().classifier(),
                                slope.get().embedding(),
                                slope.get().logits());
    }

    private boolean manySteps() {
        return history.get(history.size() - 1).step() >= MANY_STEPS;
    }

    /** The points that the axis of steps can show: not step 0 on a logarithmic one. */
    private List<Point> shown() {
        return history.stream()
                .filter(point -> !manySteps() || point.step() > 0)
                .toList();
    }

    private double[] of(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    private double[] steps() {
        return of(shown(), Point::step);
    }

    private LineChart.Builder againstSteps(String name, String title) {
        LineChart.Builder chart = LineChart.named(name, title).xAxis("steps", manySteps() ? Scale.LOG : Scale.LINEAR);
        return manySteps() && history.get(0).step() == 0 // exact: the start
                ? chart.note("The start, step 0, is left out of the logarithmic axis.")
                : chart;
    }

    private LineChart distances() {
        List<Point> points = shown();
        return againstSteps("distances", "Distances to SELI and ETF against steps")
                .yAxis("distance", Scale.LOG)
                .line("W to SELI", steps(), of(points, p -> p.distances().classifierSeli()))
                .line("M to SELI", steps(), of(points, p -> p.distances().embeddingSeli()))
                .line("Z to SELI", steps(), of(points, p -> p.distances().logitsSeli()))
                .line("W to ETF", steps(), of(points, p -> p.distances().classifierEtf()))
                .line("M to ETF", steps(), of(points, p -> p.distances().embeddingEtf()))
                .build();
    }

    private LineChart againstLoss() {
        List<Point> points = history.stream().filter(p -> p.logLoss() < 0).toList();
        double[] x = of(points, p -> -p.logLoss());
        LineChart.Builder chart = LineChart.named("distances-loss", "Distances to SELI against the loss")
                .xAxis("log(1/loss)", Scale.LOG)
                .yAxis("distance", Scale.LOG)
                .line("W to SELI", x, of(points, p -> p.distances().classifierSeli()));
        slope.ifPresent(theory -> chart.theory("W: theory", tail(x), rate(theory.classifier(), tail(x))));
        chart.line("M to SELI", x, of(points, p -> p.distances().embeddingSeli()));
        slope.ifPresent(theory -> chart.theory("M: theory", tail(x), rate(theory.embedding(), tail(x))));
        chart.line("Z to SELI", x, of(points, p -> p.distances().logitsSeli()));
        slope.ifPresent(theory -> chart.theory("Z: theory", tail(x), rate(theory.logits(), tail(x))));
        if (points.size() < history.size()) {
            chart.note("Points with a loss of 1 or more are left out.");
        }
        return chart.build();
    }

    /** Where the rate means something: log(1/loss) above 2. */
    private static double[] tail(double[] x) {
        return Arrays.stream(x).filter(value -> value > 2).toArray();
    }

    private static double[] rate(double kappa, double[] x) {
        return Arrays.stream(x).map(value -> kappa / value).toArray();
    }

    private LineChart loss() {
        List<Point> points = shown();
        boolean tiny = history.stream().anyMatch(point -> point.logLoss() < UNDERFLOW);
        LineChart.Builder chart = againstSteps("loss", "Loss");
        return tiny
                ? chart.yAxis("log10 of the loss", Scale.LINEAR)
                        .line("loss", steps(), of(points, p -> p.logLoss() / Math.log(10)))
                        .build()
                : chart.yAxis("loss", Scale.LOG)
                        .line("loss", steps(), of(points, p -> Math.exp(p.logLoss())))
                        .build();
    }

    private LineChart gradient() {
        return againstSteps("gradient", "Gradient")
                .yAxis("norm of the gradient", Scale.LOG)
                .line("norm of the gradient", steps(), of(shown(), Point::gradientNorm))
                .build();
    }

    private LineChart nc1() {
        return againstSteps("nc1", "NC1: variability within classes")
                .yAxis("NC1", Scale.LOG)
                .line("NC1", steps(), of(shown(), Point::nc1))
                .build();
    }
}
