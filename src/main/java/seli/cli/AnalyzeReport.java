package seli.cli;

import static seli.report.GeometryBlocks.orNaN;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.job.AnalyzeResult;
import seli.metric.CollapseMetrics;
import seli.metric.Convention;
import seli.metric.GeometryDistances;
import seli.metric.GroupMargins;
import seli.report.GeometryBlocks;
import seli.report.GeometryTables;
import seli.report.JsonFields;
import seli.report.NumberText;
import seli.report.TabulatedGroups;
import seli.report.TextTable;

/** What analyze found, as tables and as JSON. */
final class AnalyzeReport {
    private static final String METRICS = "metrics.";

    private final AnalyzeResult result;

    AnalyzeReport(AnalyzeResult result) {
        this.result = result;
    }

    String text() {
        CollapseMetrics metrics = result.metrics();
        return "network of " + result.counts() + ", " + result.featureDim() + " features\n\n"
                + distances(metrics.distances()) + "\n"
                + collapse() + "\n"
                + GeometryTables.ofGroups(
                        metrics.classifierGeometry(), metrics.embeddingGeometry(), metrics.alignment())
                + "\n"
                + GeometryTables.ofPairs(metrics.classifierGeometry(), metrics.embeddingGeometry(), metrics.alignment())
                + "w: classifiers, h: centred class means, primes: another class; groups by decreasing count\n\n"
                + result.verdict() + "\n";
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

    private TextTable collapse() {
        SeliGeometry seli = result.seli();
        TextTable table = TextTable.of("", "measured", "in SELI");
        row(table, "NC1 within over between classes", Convention.NC1, "0");
        row(table, "NC2 variation of norms, classifiers", Convention.NC2_CLASSIFIER_NORMS, "");
        row(table, "NC2 variation of norms, embeddings", Convention.NC2_EMBEDDING_NORMS, "");
        row(table, "NC2 deviation from equal angles, classifiers", Convention.NC2_CLASSIFIER_ANGLES, "");
        row(table, "NC2 deviation from equal angles, embeddings", Convention.NC2_EMBEDDING_ANGLES, "");
        row(table, "|w|^2 ratio, majority to minority", Convention.NC2_CLASSIFIER_RATIO, ratio(seli.classifier()));
        row(table, "|h|^2 ratio, majority to minority", Convention.NC2_EMBEDDING_RATIO, ratio(seli.embedding()));
        row(table, "NC3 distance of classifiers to embeddings", Convention.NC3, "");
        row(table, "NC4 agreement with the nearest class mean", Convention.NC4, "1");
        return row(table, "accuracy", Convention.ACCURACY, "1");
    }

    private TextTable row(TextTable table, String name, Convention convention, String theory) {
        return table.row(name, NumberText.of(orNaN(convention.value(result.metrics()))), theory);
    }

    private static String ratio(GramGeometry gram) {
        return NumberText.of(
                gram.squaredNorm(0) / gram.squaredNorm(gram.counts().groups().size() - 1));
    }

    void writeTo(JsonFields json) throws IOException {
        CollapseMetrics metrics = result.metrics();
        json.integer("dim", result.featureDim());
        json.text("verdict", result.verdict());
        json.object("metrics", block -> {
            List<Convention> numbers = new ArrayList<>(List.of(Convention.values()));
            numbers.removeIf(number -> !number.key().startsWith(METRICS));
            writeTree(block, METRICS.length(), numbers);
            block.object("margin", margin -> {
                if (metrics.sampleMargins().isPresent()) {
                    writeMargins(margin, "samples", metrics.sampleMargins().get());
                } else {
                    margin.nothing("samples");
                }
                writeMargins(margin, "classMeans", metrics.classMargins());
            });
        });
        GeometryBlocks.writeDistance(json, metrics.distances());
        GeometryBlocks.writeSelected(
                json, TabulatedGroups.of(result.counts().groups().size()));
        GeometryBlocks.writeGram(json, "classifier", metrics.classifierGeometry());
        GeometryBlocks.writeGram(json, "embedding", metrics.embeddingGeometry());
        GeometryBlocks.writeAlignment(json, result.counts().groups().size(), metrics.alignment());
        json.object("conventions", block -> {
            for (Map.Entry<String, String> convention :
                    AnalyzeResult.conventions().entrySet()) {
                block.text(convention.getKey(), convention.getValue());
            }
        });
    }

    /** Writes the numbers whose keys, from character {@code start} on, name their places in nested objects. */
    private void writeTree(JsonFields json, int start, List<Convention> numbers) throws IOException {
        Map<String, List<Convention>> byName = new LinkedHashMap<>();
        for (Convention number : numbers) {
            String name = number.key().substring(start).split("\\.", 2)[0];
            byName.computeIfAbsent(name, ignored -> new ArrayList<>()).add(number);
        }
        for (Map.Entry<String, List<Convention>> entry : byName.entrySet()) {
            int end = start + entry.getKey().length();
            Convention first = entry.getValue().get(0);
            if (first.key().length() == end) {
                json.number(entry.getKey(), orNaN(first.value(result.metrics())));
            } else {
                json.object(entry.getKey(), inner -> writeTree(inner, end + 1, entry.getValue()));
            }
        }
    }

    private static void writeMargins(JsonFields json, String name, GroupMargins margins) throws IOException {
        json.inlineObject(name, block -> {
            block.number("minimum", margins.minimum());
            block.numbers("mean", margins.groupMeans().size(), margins.groupMeans()::get);
        });
    }
}
