package seli.cli;

import static seli.report.GeometryBlocks.orNaN;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import seli.geometry.GeometryModel;
import seli.geometry.StreamedGeometry;
import seli.job.AnalyzeOutcome;
import seli.job.AnalyzeResult;
import seli.job.FitOutcome;
import seli.job.SubsampleDraw;
import seli.job.TrajectoryPoint;
import seli.metric.ClassTable;
import seli.metric.CollapseMetrics;
import seli.metric.Convention;
import seli.metric.GeometryDistances;
import seli.report.GeometryTables;
import seli.report.NumberText;
import seli.report.TextTable;

/** What analyze found, as tables for a terminal. */
final class AnalyzeText {
    /** What the columns of {@link #partRows} are. */
    static final List<String> PART_HEAD =
            List.of("median of", "classes", "|w|", "|h|", "cos(w, h)", "variance", "accuracy", "margin");

    private static final int MOST_ROWS = 12;

    private final AnalyzeOutcome outcome;
    private final AnalyzeResult result;
    private final Map<String, String> skipped;

    AnalyzeText(AnalyzeOutcome outcome, Map<String, String> skipped) {
        this.outcome = outcome;
        this.result = outcome.last();
        this.skipped = skipped;
    }

    /** Such as {@code cdt with temperatures (n/nmin)^gamma} or {@code ce with a free bias}. */
    static String named(GeometryModel model) {
        return model.hasFreeBias() ? model.name() + " with a free bias" : model.name();
    }

    @Override
    public String toString() {
        CollapseMetrics metrics = result.metrics();
        return origin() + "\n\n" + trajectory() + distances(metrics.distances()) + theory() + "\n"
                + collapse() + "\n"
                + GeometryTables.ofGroups(
                        metrics.classifierGeometry(), metrics.embeddingGeometry(), metrics.alignment())
                + "\n"
                + GeometryTables.ofPairs(metrics.classifierGeometry(), metrics.embeddingGeometry(), metrics.alignment())
                + "w: classifiers, h: centred class means, primes: another class; groups by decreasing count\n\n"
                + parts() + leftOut()
                + result.verdict() + "\n";
    }

    /** What was measured, and how it was made. */
    String origin() {
        StringBuilder text = new StringBuilder();
        for (SubsampleDraw draw : result.draws()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%d of %d samples drawn by %s with seed %d;%n",
                    draw.size(),
                    draw.from(),
                    draw.rule().profile(),
                    draw.rule().seed()));
        }
        for (FitOutcome fit : result.fit()) {
            text.append(String.format(
                    Locale.ROOT,
                    "classifier fitted with lambda %s: %s after %d steps, within %.1e of the optimum;%n",
                    fit.settings().lambda(),
                    fit.status(),
                    fit.iterations(),
                    fit.relativeError()));
        }
        return text.append("network of ")
                .append(result.counts())
                .append(", ")
                .append(result.featureDim())
                .append(" features")
                .toString();
    }

    private String trajectory() {
        List<TrajectoryPoint> points = outcome.trajectory();
        if (points.isEmpty()) {
            return "";
        }
        TextTable table = TextTable.of(
                "checkpoint", "step", "W'W to SELI", "W'W to ETF", "M'M to SELI", "M'M to ETF", "W'M to SELI", "NC1");
        for (int i : shown(points.size())) {
            if (i < 0) {
                table.row("...", "...", "...", "...", "...", "...", "...", "...");
            } else {
                table.row(row(points.get(i)).toArray(String[]::new));
            }
        }
        return table + "\nThe last one:\n\n";
    }

    private static List<String> row(TrajectoryPoint point) {
        List<String> cells = new ArrayList<>(List.of(point.name(), Long.toString(point.step())));
        for (Convention convention : List.of(
                Convention.CLASSIFIER_SELI,
                Convention.CLASSIFIER_ETF,
                Convention.EMBEDDING_SELI,
                Convention.EMBEDDING_ETF,
                Convention.LOGITS_SELI,
                Convention.NC1)) {
            cells.add(NumberText.of(point.value(convention)));
        }
        return cells;
    }

    /** The indices of the rows of a table, -1 for a gap. */
    private static int[] shown(int size) {
        if (size <= MOST_ROWS) {
            return IntStream.range(0, size).toArray();
        }
        int half = MOST_ROWS / 2;
        return IntStream.concat(
                        IntStream.concat(IntStream.range(0, half), IntStream.of(-1)),
                        IntStream.range(size - half, size))
                .toArray();
    }

    private static TextTable distances(GeometryDistances distances) {
        return TextTable.of("distance", "to SELI", "to ETF")
                .row(
                        "classifiers W'W",
                        NumberText.of(orNaN(distances.classifierSeli())),
                        NumberText.of(orNaN(distances.classifierEtf())))
                .row(
                        "embeddings M'M",
                        NumberText.of(orNaN(distances.embeddingSeli())),
                        NumberText.of(orNaN(distances.embeddingEtf())))
                .row("logits W'M", NumberText.of(orNaN(distances.logitsSeli())), "same");
    }

    private String theory() {
        StringBuilder text = new StringBuilder();
        for (GeometryDistances.ToModel to : result.metrics().theory()) {
            text.append("to the geometry of ")
                    .append(named(to.model()))
                    .append(": classifiers ")
                    .append(NumberText.of(orNaN(to.classifier())))
                    .append(", embeddings ")
                    .append(NumberText.of(orNaN(to.embedding())))
                    .append(", logits ")
                    .append(NumberText.of(orNaN(to.logits())))
                    .append('\n');
        }
        return text.toString();
    }

    private TextTable collapse() {
        TextTable table = TextTable.of("", "measured", "in SELI");
        collapseRows().forEach(row -> table.row(row.toArray(String[]::new)));
        return table;
    }

    /** Name, value and the value in SELI, empty where theory has none, of the usual metrics. */
    List<List<String>> collapseRows() {
        StreamedGeometry seli = result.seli();
        int last = result.counts().groups().size() - 1;
        return List.of(
                row("NC1 within over between classes", Convention.NC1, "0"),
                row("NC2 variation of norms, classifiers", Convention.NC2_CLASSIFIER_NORMS, ""),
                row("NC2 variation of norms, embeddings", Convention.NC2_EMBEDDING_NORMS, ""),
                row("NC2 deviation from equal angles, classifiers", Convention.NC2_CLASSIFIER_ANGLES, ""),
                row("NC2 deviation from equal angles, embeddings", Convention.NC2_EMBEDDING_ANGLES, ""),
                row(
                        "|w|^2 ratio, majority to minority",
                        Convention.NC2_CLASSIFIER_RATIO,
                        NumberText.of(seli.classifierSquaredNorm(0) / seli.classifierSquaredNorm(last))),
                row(
                        "|h|^2 ratio, majority to minority",
                        Convention.NC2_EMBEDDING_RATIO,
                        NumberText.of(seli.embeddingSquaredNorm(0) / seli.embeddingSquaredNorm(last))),
                row("NC3 distance of classifiers to embeddings", Convention.NC3, ""),
                row("NC4 agreement with the nearest class mean", Convention.NC4, "1"),
                row("accuracy", Convention.ACCURACY, "1"));
    }

    private List<String> row(String name, Convention convention, String theory) {
        return List.of(name, NumberText.of(orNaN(convention.value(result.metrics()))), theory);
    }

    private String parts() {
        List<List<String>> rows = partRows();
        if (rows.size() < 2) {
            return "";
        }
        TextTable table = TextTable.of(PART_HEAD.toArray(String[]::new));
        rows.forEach(row -> table.row(row.toArray(String[]::new)));
        return table + "\n";
    }

    /** Medians over the classes of the majority, the middle and the minority, as {@link #PART_HEAD} says. */
    List<List<String>> partRows() {
        ClassTable classes = result.metrics().classes();
        List<List<String>> rows = new ArrayList<>();
        for (ClassTable.Part part : classes.parts()) {
            List<String> cells = new ArrayList<>(List.of(part.name(), Integer.toString(classes.classes(part))));
            for (ClassTable.Column column : List.of(
                    ClassTable.Column.CLASSIFIER_NORM,
                    ClassTable.Column.EMBEDDING_NORM,
                    ClassTable.Column.ALIGNMENT,
                    ClassTable.Column.VARIANCE,
                    ClassTable.Column.ACCURACY,
                    ClassTable.Column.SAMPLE_MARGIN)) {
                cells.add(NumberText.of(classes.quantiles(column, part)[2]));
            }
            rows.add(cells);
        }
        return rows;
    }

    private String leftOut() {
        if (skipped.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("left out (--all-metrics makes what only costs too much):\n");
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        skipped.forEach((key, reason) ->
                byReason.computeIfAbsent(reason, ignored -> new ArrayList<>()).add(key));
        byReason.forEach((reason, keys) -> text.append("  ")
                .append(String.join(", ", keys))
                .append(": ")
                .append(reason)
                .append('\n'));
        return text.append('\n').toString();
    }
}
