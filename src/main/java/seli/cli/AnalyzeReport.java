package seli.cli;

import static seli.report.GeometryBlocks.orNaN;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import seli.job.AnalyzeOutcome;
import seli.job.AnalyzeResult;
import seli.job.FitOutcome;
import seli.job.SubsampleDraw;
import seli.job.TrajectoryPoint;
import seli.metric.ClassTable;
import seli.metric.CollapseMetrics;
import seli.metric.GeometryDistances;
import seli.metric.GroupMargins;
import seli.report.GeometryBlocks;
import seli.report.JsonFields;
import seli.report.TabulatedGroups;
import seli.report.page.AnalyzePage;

/** What analyze found, as JSON; {@link AnalyzeText} is the same as tables. */
final class AnalyzeReport {
    /** Up to so many drawn samples their indices are listed. */
    private static final int MOST_INDICES = 100_000;

    private final AnalyzeOutcome outcome;
    private final AnalyzeResult result;
    private final Map<String, String> skipped;

    /** Of an outcome; {@code lacksTheory} where no closed form is known for its loss with a bias. */
    AnalyzeReport(AnalyzeOutcome outcome, boolean lacksTheory) {
        this.outcome = outcome;
        this.result = outcome.last();
        this.skipped = new LinkedHashMap<>(result.metrics().skipped());
        if (lacksTheory) {
            skipped.put("theory", "no closed form is known for this loss with a free bias");
        }
    }

    String text() {
        return new AnalyzeText(outcome, skipped).toString();
    }

    /** The same as a page. */
    AnalyzePage page() {
        return new NetworkPage(outcome, new AnalyzeText(outcome, skipped), skipped).page();
    }

    void writeTo(JsonFields json) throws IOException {
        CollapseMetrics metrics = result.metrics();
        ConventionTree tree = new ConventionTree(convention -> orNaN(convention.value(metrics)));
        json.integer("dim", result.featureDim());
        json.text("verdict", result.verdict());
        json.object("metrics", block -> {
            tree.writeMembers(block, "metrics");
            block.object("margin", margin -> {
                writeMargins(margin, "samples", metrics.sampleMargins().stream().toList());
                writeMargins(
                        margin, "classMeans", metrics.classMargins().stream().toList());
            });
        });
        GeometryBlocks.writeDistance(json, metrics.distances());
        json.object("distanceBySample", block -> tree.writeMembers(block, "distanceBySample"));
        writeTheory(json, metrics.theory());
        TabulatedGroups shown = TabulatedGroups.of(result.counts().groups().size());
        GeometryBlocks.writeSelected(json, shown);
        GeometryBlocks.writeGram(json, "classifier", metrics.classifierGeometry());
        GeometryBlocks.writeGram(json, "embedding", metrics.embeddingGeometry());
        GeometryBlocks.writeAlignment(json, result.counts().groups().size(), metrics.alignment());
        writeGroups(json, shown, metrics.classes());
        writeQuantiles(json, metrics.classes());
        json.object("skipped", block -> {
            for (Map.Entry<String, String> reason : skipped.entrySet()) {
                block.text(reason.getKey(), reason.getValue());
            }
        });
        writeOrigin(json);
        writeTrajectory(json);
        json.object("conventions", block -> {
            for (Map.Entry<String, String> convention :
                    AnalyzeResult.conventions().entrySet()) {
                block.text(convention.getKey(), convention.getValue());
            }
        });
    }

    private static void writeMargins(JsonFields json, String name, List<GroupMargins> margins) throws IOException {
        if (margins.isEmpty()) {
            json.nothing(name);
            return;
        }
        json.inlineObject(name, block -> {
            List<Double> means = margins.get(0).groupMeans();
            block.number("minimum", margins.get(0).minimum());
            block.numbers("mean", means.size(), means::get);
        });
    }

    private static void writeTheory(JsonFields json, List<GeometryDistances.ToModel> theory) throws IOException {
        if (theory.isEmpty()) {
            json.nothing("theory");
            return;
        }
        GeometryDistances.ToModel distances = theory.get(0);
        json.inlineObject("theory", block -> {
            block.text("model", AnalyzeText.named(distances.model()));
            block.number("classifier", orNaN(distances.classifier()));
            block.number("embedding", orNaN(distances.embedding()));
            block.number("logits", orNaN(distances.logits()));
        });
    }

    private static void writeGroups(JsonFields json, TabulatedGroups shown, ClassTable classes) throws IOException {
        Map<ClassTable.Column, double[]> means = new LinkedHashMap<>();
        for (ClassTable.Column column : ClassTable.Column.values()) {
            means.put(column, classes.groupMeans(column));
        }
        json.list("perGroup", shown.size(), (item, i) -> {
            int g = shown.group(i);
            item.integer("group", g);
            item.integer("count", classes.counts().groups().get(g).count());
            item.integer("classes", classes.counts().groups().get(g).classes());
            for (Map.Entry<ClassTable.Column, double[]> mean : means.entrySet()) {
                item.number(mean.getKey().key(), mean.getValue()[g]);
            }
        });
    }

    private static void writeQuantiles(JsonFields json, ClassTable classes) throws IOException {
        json.object("quantiles", block -> {
            block.numbers("levels", ClassTable.LEVELS.size(), ClassTable.LEVELS::get);
            for (ClassTable.Part part : classes.parts()) {
                block.object(part.name(), inner -> {
                    inner.integer("classes", classes.classes(part));
                    inner.integer(
                            "largestCount",
                            classes.counts().groups().get(part.first()).count());
                    inner.integer(
                            "smallestCount",
                            classes.counts().groups().get(part.end() - 1).count());
                    for (ClassTable.Column column : ClassTable.Column.values()) {
                        double[] values = classes.quantiles(column, part);
                        inner.numbers(column.key(), values.length, level -> values[level]);
                    }
                });
            }
        });
    }

    private void writeOrigin(JsonFields json) throws IOException {
        for (FitOutcome fit : result.fit()) {
            json.object("fit", block -> {
                block.number("lambda", fit.settings().lambda());
                block.text("status", fit.status().name());
                block.integer("iterations", fit.iterations());
                block.number("objective", fit.value());
                block.number("gradientNorm", fit.gradientNorm());
                block.number("initialGradientNorm", fit.initialNorm());
                block.number("relativeError", fit.relativeError());
                block.number("tolerance", fit.settings().tolerance());
            });
        }
        for (SubsampleDraw draw : result.draws()) {
            json.object("subsample", block -> {
                block.text("profile", draw.rule().profile());
                block.integer("seed", draw.rule().seed());
                block.integer("from", draw.from());
                block.integer("drawn", draw.size());
                if (draw.size() <= MOST_INDICES) {
                    block.integers(
                            "indices",
                            IntStream.range(0, draw.size())
                                    .map(draw::index)
                                    .boxed()
                                    .toList());
                } else {
                    block.nothing("indices");
                }
            });
        }
    }

    private void writeTrajectory(JsonFields json) throws IOException {
        List<TrajectoryPoint> points = outcome.trajectory();
        if (points.isEmpty()) {
            return;
        }
        json.list("trajectory", points.size(), (item, i) -> {
            TrajectoryPoint point = points.get(i);
            ConventionTree tree = new ConventionTree(point::value);
            item.text("name", point.name());
            item.integer("step", point.step());
            item.object("metrics", block -> tree.writeMembers(block, "metrics"));
            item.object("distance", block -> tree.writeMembers(block, "distance"));
            item.object("distanceBySample", block -> tree.writeMembers(block, "distanceBySample"));
            writeTheory(item, point.theory());
        });
    }
}
