package seli.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.SingularValue;
import seli.report.HtmlReport;
import seli.report.Provenance;

/**
 * The page of a trained network.
 *
 * @param network what was measured, in words
 * @param verdict which geometry it is closer to, in a sentence
 * @param geometry norms, angles and distances; of the last checkpoint of several
 * @param metrics rows of a name, the measured value and the one in SELI (empty where there is none)
 * @param spectrum singular values of the logits that are not 0, decreasing; may be empty
 * @param trajectory the checkpoints in their order; empty for one network
 * @param conventions what the numbers of the result mean: place in the JSON report, and words
 */
public record AnalyzePage(
        String network,
        String verdict,
        MeasuredGeometry geometry,
        List<List<String>> metrics,
        List<SingularValue> spectrum,
        List<Checkpoint> trajectory,
        Map<String, String> conventions) {
    /** Copies lists; the order of the conventions is the caller's. */
    public AnalyzePage {
        metrics = List.copyOf(metrics);
        spectrum = List.copyOf(spectrum);
        trajectory = List.copyOf(trajectory);
    }

    /**
     * One of several checkpoints.
     *
     * @param name its file
     * @param position its epoch or step, or its number where that is not known
     * @param nc1 variability within classes over between, NaN where it does not exist
     * @param distances distances of Gram matrices
     */
    public record Checkpoint(String name, double position, double nc1, Distances distances) {}

    /** The page. */
    public HtmlReport report(Provenance provenance) {
        HtmlReport page = HtmlReport.titled("Geometry of a trained network")
                .sentence(verdict)
                .text(network);
        new GeometrySections(page, geometry).add();
        if (trajectory.size() > 1) {
            addTrajectory(page);
        }
        if (!spectrum.isEmpty()) {
            page.section("Spectrum beside the SEL matrix's")
                    .figure(
                            SpectrumFigure.of(spectrum, geometry.seli().singularValues()),
                            "Singular values of the logits at the class means, weighted by samples (k x k), in units of"
                                    + " their sum; dashed: those of the SEL matrix.");
        }
        page.section("Metrics")
                .table("Measured, and in the SELI geometry", List.of("metric", "measured", "in SELI"), metrics)
                .facts("What the numbers of result.json mean", meanings());
        return page.provenance(provenance).command(provenance.commandLine());
    }

    private List<List<String>> meanings() {
        List<List<String>> rows = new ArrayList<>();
        conventions.forEach((key, words) -> rows.add(List.of(key, words)));
        return rows;
    }

    private void addTrajectory(HtmlReport page) {
        page.section("Distance trajectories")
                .figures(
                        List.of(distances(), nc1()),
                        "Distances of the normalised Gram matrices of classifiers (W'W), class means (M'M) and logits"
                                + " (W'M) to SELI and to the simplex ETF, and NC1, over the checkpoints.")
                .table("Checkpoints", List.of("file", "position"), files());
    }

    private double[] of(ToDoubleFunction<Checkpoint> value) {
        return trajectory.stream().mapToDouble(value).toArray();
    }

    private double[] distance(ToDoubleFunction<Distances> value) {
        return of(checkpoint -> value.applyAsDouble(checkpoint.distances()));
    }

    private LineChart distances() {
        double[] x = of(Checkpoint::position);
        return LineChart.named("distances", "Distances to SELI and ETF over the checkpoints")
                .xAxis("epoch or number of the checkpoint", Scale.LINEAR)
                .yAxis("distance", Scale.LINEAR)
                .line("W to SELI", x, distance(Distances::classifierSeli))
                .line("M to SELI", x, distance(Distances::embeddingSeli))
                .line("Z to SELI", x, distance(Distances::logitsSeli))
                .line("W to ETF", x, distance(Distances::classifierEtf))
                .line("M to ETF", x, distance(Distances::embeddingEtf))
                .build();
    }

    private LineChart nc1() {
        return LineChart.named("nc1", "NC1: variability within classes")
                .xAxis("epoch or number of the checkpoint", Scale.LINEAR)
                .yAxis("NC1", Scale.LOG)
                .line("NC1", of(Checkpoint::position), of(Checkpoint::nc1))
                .build();
    }

    private List<List<String>> files() {
        return trajectory.stream()
                .map(checkpoint -> List.of(
                        checkpoint.name(),
                        checkpoint.position() == Math.rint(checkpoint.position()) // exact: whole numbers as such
                                ? Long.toString(Math.round(checkpoint.position()))
                                : Double.toString(checkpoint.position())))
                .toList();
    }
}
