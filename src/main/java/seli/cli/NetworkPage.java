package seli.cli;

import static seli.report.GeometryBlocks.orNaN;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import seli.geometry.SeliGeometry;
import seli.geometry.SingularValue;
import seli.job.AnalyzeOutcome;
import seli.job.AnalyzeResult;
import seli.job.RidgeBand;
import seli.job.TrajectoryPoint;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;
import seli.metric.ClassGrams;
import seli.metric.CollapseMetrics;
import seli.metric.Convention;
import seli.metric.GeometryDistances;
import seli.report.NumberText;
import seli.report.page.AnalyzePage;
import seli.report.page.Distances;
import seli.report.page.MeasuredGeometry;

/** What analyze found, as a page. */
final class NetworkPage {
    /** Up to so many distinct counts the page has the Gram matrices of SELI. */
    private static final int MOST_GROUPS = 600;

    /** Below this times the largest, a singular value is rounding. */
    private static final double ROUNDING = 1e-12;

    private final AnalyzeOutcome outcome;
    private final AnalyzeResult result;
    private final AnalyzeText text;
    private final Map<String, String> skipped;

    NetworkPage(AnalyzeOutcome outcome, AnalyzeText text, Map<String, String> skipped) {
        this.outcome = outcome;
        this.result = outcome.last();
        this.text = text;
        this.skipped = skipped;
    }

    AnalyzePage page() {
        CollapseMetrics metrics = result.metrics();
        return new AnalyzePage(
                text.origin(),
                result.verdict(),
                geometry(metrics),
                result.seli(),
                metrics.classes(),
                metrics.grams(),
                tables(),
                spectrum(metrics),
                trajectory());
    }

    private Optional<MeasuredGeometry> geometry(CollapseMetrics metrics) {
        boolean isZero = metrics.distances().classifierEtf().isEmpty()
                || metrics.distances().embeddingEtf().isEmpty();
        if (isZero || result.counts().groups().size() > MOST_GROUPS) {
            return Optional.empty();
        }
        return Optional.of(new MeasuredGeometry(
                SeliGeometry.of(result.counts()),
                metrics.distances(),
                metrics.classifierGeometry(),
                metrics.embeddingGeometry(),
                metrics.alignment()));
    }

    private List<AnalyzePage.Table> tables() {
        List<AnalyzePage.Table> tables = new ArrayList<>();
        tables.add(new AnalyzePage.Table(
                "Measured, and in the SELI geometry", List.of("metric", "measured", "in SELI"), text.collapseRows()));
        GeometryDistances d = result.metrics().distances();
        List<List<String>> rows = new ArrayList<>(List.of(
                List.of("SELI", number(d.classifierSeli()), number(d.embeddingSeli()), number(d.logitsSeli())),
                List.of("simplex ETF", number(d.classifierEtf()), number(d.embeddingEtf()), number(d.logitsSeli()))));
        for (GeometryDistances.ToModel to : result.metrics().theory()) {
            rows.add(List.of(
                    AnalyzeText.named(to.model()),
                    number(to.classifier()),
                    number(to.embedding()),
                    number(to.logits())));
        }
        tables.add(new AnalyzePage.Table(
                "Distances to the geometries that theory predicts",
                List.of("geometry", "classifiers W'W", "class means M'M", "logits W'M"),
                rows));
        if (text.partRows().size() > 1) {
            tables.add(new AnalyzePage.Table(
                    "Medians over the classes of the majority, the middle and the minority",
                    AnalyzeText.PART_HEAD,
                    text.partRows()));
        }
        if (!skipped.isEmpty()) {
            tables.add(new AnalyzePage.Table(
                    "Left out",
                    List.of("key", "reason"),
                    skipped.entrySet().stream()
                            .map(entry -> List.of(entry.getKey(), entry.getValue()))
                            .toList()));
        }
        tables.add(new AnalyzePage.Table(
                "The numbers of result.json, and what they mean", List.of("key", "value", "meaning"), all()));
        return tables;
    }

    private List<List<String>> all() {
        Map<String, String> values = new HashMap<>();
        for (Convention convention : Convention.values()) {
            values.put(convention.key(), number(convention.value(result.metrics())));
        }
        return AnalyzeResult.conventions().entrySet().stream()
                .map(entry -> List.of(entry.getKey(), values.getOrDefault(entry.getKey(), ""), entry.getValue()))
                .toList();
    }

    private static String number(OptionalDouble value) {
        return NumberText.of(orNaN(value));
    }

    /** Of P W'M N^(1/2), k x k. */
    private List<SingularValue> spectrum(CollapseMetrics metrics) {
        if (metrics.grams().isEmpty()) {
            return List.of();
        }
        ClassGrams grams = metrics.grams().get();
        long[] n = result.counts().toArray();
        HostMatrix logits = grams.logits();
        double[] means = new double[n.length];
        for (int c = 0; c < n.length; c++) {
            for (int l = 0; l < n.length; l++) {
                means[c] += logits.get(l, c) / n.length;
            }
        }
        HostMatrix weighted =
                HostMatrix.generate(n.length, n.length, (l, c) -> (logits.get(l, c) - means[c]) * Math.sqrt(n[c]));
        double[] values = Svd.of(weighted).values();
        return DoubleStream.of(values)
                .filter(value -> value > ROUNDING * values[0])
                .mapToObj(value -> new SingularValue(value, 1))
                .toList();
    }

    private AnalyzePage.Trajectory trajectory() {
        List<AnalyzePage.Checkpoint> points = new ArrayList<>();
        for (TrajectoryPoint point : outcome.trajectory()) {
            points.add(new AnalyzePage.Checkpoint(
                    point.name(), point.step(), point.value(Convention.NC1), distances(point)));
        }
        return new AnalyzePage.Trajectory(points, points.size() > 1 ? band() : Optional.empty());
    }

    private static Distances distances(TrajectoryPoint point) {
        return new Distances(
                point.value(Convention.CLASSIFIER_SELI),
                point.value(Convention.CLASSIFIER_ETF),
                point.value(Convention.EMBEDDING_SELI),
                point.value(Convention.EMBEDDING_ETF),
                point.value(Convention.LOGITS_SELI));
    }

    /** Where the loss is cross-entropy without bias, which alone has SELI as its limit. */
    private Optional<AnalyzePage.Band> band() {
        List<Distances> optima = result.metrics().theory().isEmpty() && !result.hasBias()
                ? RidgeBand.of(result.counts()).stream().map(Distances::of).toList()
                : List.of();
        if (optima.isEmpty()) {
            return Optional.empty();
        }
        String meaning = String.format(
                Locale.ROOT,
                "the certified optima of the unconstrained-features model with these counts, at ridges from %.0e to %.1f"
                        + " times the root of the smallest count",
                RidgeBand.SMALLEST,
                RidgeBand.LARGEST);
        return Optional.of(new AnalyzePage.Band(meaning, extreme(optima, Math::min), extreme(optima, Math::max)));
    }

    private static Distances extreme(List<Distances> all, DoubleBinaryOperator least) {
        return all.stream()
                .reduce((a, b) -> new Distances(
                        least.applyAsDouble(a.classifierSeli(), b.classifierSeli()),
                        least.applyAsDouble(a.classifierEtf(), b.classifierEtf()),
                        least.applyAsDouble(a.embeddingSeli(), b.embeddingSeli()),
                        least.applyAsDouble(a.embeddingEtf(), b.embeddingEtf()),
                        least.applyAsDouble(a.logitsSeli(), b.logitsSeli())))
                .orElseThrow();
    }
}
