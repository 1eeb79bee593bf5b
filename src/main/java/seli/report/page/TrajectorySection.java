package seli.report.page;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import seli.figure.Figure;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.SeliGeometry;
import seli.label.CountGroup;
import seli.report.HtmlReport;
import seli.report.NumberText;

/** Distances and NC1 over the checkpoints of a training, beside what theory expects of them. */
final class TrajectorySection {
    private static final String POSITION = "epoch or number of the checkpoint";

    private final List<AnalyzePage.Checkpoint> points;
    private final Optional<AnalyzePage.Band> ridge;
    private final Optional<MeasuredGeometry> geometry;

    TrajectorySection(AnalyzePage.Trajectory trajectory, Optional<MeasuredGeometry> geometry) {
        this.points = trajectory.points();
        this.ridge = trajectory.ridge();
        this.geometry = geometry;
    }

    void addTo(HtmlReport page) {
        page.section("Distance trajectories");
        page.figures(
                List.of(
                        chart("classifier", "Classifiers W'W", Distances::classifierSeli, Distances::classifierEtf),
                        chart("embedding", "Class means M'M", Distances::embeddingSeli, Distances::embeddingEtf),
                        logits()),
                "Distances of the normalised Gram matrices of classifiers (W'W) and class means (M'M) and of the logits"
                        + " (W'M) to SELI and to the simplex ETF, over the checkpoints."
                        + ridge.map(band -> " Shaded: " + band.meaning() + ".").orElse("")
                        + (geometry.isPresent() ? " Dashed: the distance of SELI itself to the simplex ETF." : ""));
        if (points.stream().anyMatch(point -> point.nc1() > 0)) {
            page.figure(nc1(), "NC1 = tr(Sigma_W Sigma_B^+), the variability within classes over that between.");
        }
        page.table(
                "Checkpoints",
                List.of("file", "position", "W: SELI", "W: ETF", "M: SELI", "M: ETF", "Z: SELI", "NC1"),
                points.stream().map(TrajectorySection::row).toList());
    }

    private static List<String> row(AnalyzePage.Checkpoint point) {
        Distances d = point.distances();
        double x = point.position();
        return List.of(
                point.name(),
                x == Math.rint(x) ? Long.toString(Math.round(x)) : Double.toString(x), // exact: whole numbers as such
                NumberText.of(d.classifierSeli()),
                NumberText.of(d.classifierEtf()),
                NumberText.of(d.embeddingSeli()),
                NumberText.of(d.embeddingEtf()),
                NumberText.of(d.logitsSeli()),
                NumberText.of(point.nc1()));
    }

    private double[] of(ToDoubleFunction<AnalyzePage.Checkpoint> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    private double[] positions() {
        return of(AnalyzePage.Checkpoint::position);
    }

    private double[] distance(ToDoubleFunction<Distances> value) {
        return of(point -> value.applyAsDouble(point.distances()));
    }

    private static LineChart.Builder named(String name, String title) {
        return LineChart.named("distances-" + name, title + ": distances over the checkpoints")
                .xAxis(POSITION, Scale.LINEAR)
                .yAxis("distance", Scale.LINEAR);
    }

    private Figure chart(
            String name, String title, ToDoubleFunction<Distances> toSeli, ToDoubleFunction<Distances> toEtf) {
        LineChart.Builder chart = named(name, title);
        addSeli(chart, toSeli);
        chart.line("to simplex ETF", positions(), distance(toEtf));
        geometry.ifPresent(found -> chart.theory(
                "SELI to simplex ETF",
                positions(),
                constant(name.equals("classifier") ? classifierToEtf(found.seli()) : embeddingToEtf(found.seli()))));
        return chart.build();
    }

    private Figure logits() {
        LineChart.Builder chart = named("logits", "Logits W'M");
        addSeli(chart, Distances::logitsSeli);
        return chart.build();
    }

    private void addSeli(LineChart.Builder chart, ToDoubleFunction<Distances> value) {
        chart.line("to SELI", positions(), distance(value));
        ridge.ifPresent(band -> chart.band(
                "optima of UFM to SELI",
                positions(),
                constant(value.applyAsDouble(band.low())),
                constant(value.applyAsDouble(band.high()))));
    }

    private double[] constant(double value) {
        double[] values = new double[points.size()];
        Arrays.fill(values, value);
        return values;
    }

    /** {@code sqrt(2 - 2 <A, P> / (|A| |P|))}, where the inner product is the trace, the nuclear norm. */
    private static double classifierToEtf(SeliGeometry seli) {
        return apart(seli.nuclearNorm(), seli.classifierNorm(), seli.counts().classes());
    }

    private static double embeddingToEtf(SeliGeometry seli) {
        double trace = 0;
        List<CountGroup> groups = seli.counts().groups();
        for (int g = 0; g < groups.size(); g++) {
            trace += groups.get(g).classes() * seli.embedding().squaredNorm(g);
        }
        return apart(trace, seli.embeddingNorm(), seli.counts().classes());
    }

    private static double apart(double trace, double norm, int classes) {
        return Math.sqrt(Math.max(0, 2 - 2 * trace / (norm * Math.sqrt(classes - 1.0))));
    }

    private Figure nc1() {
        return LineChart.named("nc1", "NC1: variability within classes")
                .xAxis(POSITION, Scale.LINEAR)
                .yAxis("NC1", Scale.LOG)
                .line("NC1", positions(), of(AnalyzePage.Checkpoint::nc1))
                .build();
    }
}
