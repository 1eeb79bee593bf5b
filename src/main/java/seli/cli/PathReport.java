package seli.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import seli.exact.AsymptoticSlope;
import seli.exact.GroupedSolution;
import seli.exact.LayerPeeledModel;
import seli.exact.PathThreshold;
import seli.job.PathOutcome;
import seli.job.PathPoint;
import seli.job.PathSettings;
import seli.label.CountGroup;
import seli.metric.GeometryDistances;
import seli.report.GeometryBlocks;
import seli.report.JsonFields;
import seli.report.NumberText;
import seli.report.TextTable;
import seli.report.page.PathPage;

/** What path found, as a table and as JSON. */
final class PathReport {
    /** Points that the table shows; all are in the files. */
    private static final int SHOWN_POINTS = 12;

    private static final int SHOWN_THRESHOLDS = 24;

    private final PathSettings settings;
    private final PathOutcome outcome;
    private final Optional<LayerPeeledModel> budgets;
    private final Optional<GroupedSolution> atBudget;

    PathReport(PathSettings settings, PathOutcome outcome, Optional<LayerPeeledModel> budgets) {
        this.settings = settings;
        this.outcome = outcome;
        this.budgets = budgets;
        this.atBudget = budgets.map(model -> model.optimum(settings.counts()));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(problem())
                .append(String.format(
                        Locale.ROOT,
                        ": %d points in %s%n%n",
                        outcome.points().size(),
                        NumberText.seconds(outcome.seconds())));
        text.append(thresholdTable()).append('\n').append(pointTable());
        outcome.slope().ifPresent(slope -> text.append('\n').append(slopeText(slope)));
        atBudget.ifPresent(solution -> text.append('\n').append(budgetText(solution)));
        return text.toString();
    }

    private String problem() {
        return (settings.model() == PathSettings.Model.LPM ? "Layer-peeled model" : "Ridge path") + " of "
                + settings.counts() + ", loss " + settings.loss().name();
    }

    /** The same as a page. */
    PathPage page() {
        List<PathPage.Point> points = outcome.points().stream()
                .map(point -> new PathPage.Point(
                        point.lambda(),
                        point.certificate().relativeGap(),
                        point.distances(),
                        point.singularValues(),
                        point.margins()))
                .toList();
        return new PathPage(
                problem(),
                settings.counts(),
                points,
                outcome.thresholds(),
                outcome.slope(),
                List.of(
                        List.of("points", Integer.toString(points.size())),
                        List.of("tolerance of the relative gap", NumberText.rough(settings.tolerance())),
                        List.of(
                                "thresholds of directions between groups",
                                outcome.hasAllThresholds() ? "sought" : "not sought: many groups"),
                        List.of("time", NumberText.seconds(outcome.seconds()))));
    }

    private String thresholdTable() {
        List<PathThreshold> all = outcome.thresholds();
        TextTable table = TextTable.of("lambda", "event", "group");
        for (PathThreshold threshold : all.subList(0, Math.min(SHOWN_THRESHOLDS, all.size()))) {
            table.row(
                    String.format(Locale.ROOT, "%.10g", threshold.lambda()),
                    sentence(threshold),
                    threshold.group().isPresent()
                            ? Integer.toString(threshold.group().getAsInt())
                            : "");
        }
        String more = all.size() > SHOWN_THRESHOLDS ? "... " + all.size() + " thresholds in all\n" : "";
        String note = outcome.hasAllThresholds() ? "" : "directions between groups were not sought: many groups\n";
        return table + more + note;
    }

    private static String sentence(PathThreshold threshold) {
        return switch (threshold.event()) {
            case ZERO -> "all logits are zero from here on";
            case DIRECTION -> "a direction between groups switches on below";
            case COLLAPSE -> "the classes of the group coincide from here on";
        };
    }

    private String pointTable() {
        List<PathPoint> points = outcome.points();
        TextTable table = TextTable.of("lambda", "rank", "rel. gap", "W to SELI", "M to SELI", "Z to SELI", "W to ETF");
        int shown = Math.min(SHOWN_POINTS, points.size());
        for (int i = 0; i < shown; i++) {
            PathPoint point = points.get((int) Math.round((double) i * (points.size() - 1) / Math.max(1, shown - 1)));
            GeometryDistances distances = point.distances();
            table.row(
                    NumberText.of(point.lambda()),
                    Long.toString(point.rank()),
                    NumberText.rough(point.certificate().relativeGap()),
                    text(distances.classifierSeli()),
                    text(distances.embeddingSeli()),
                    text(distances.logitsSeli()),
                    text(distances.classifierEtf()));
        }
        return table.toString();
    }

    private static String text(OptionalDouble value) {
        return NumberText.of(GeometryBlocks.orNaN(value));
    }

    private String slopeText(AsymptoticSlope slope) {
        PathPoint last = outcome.points().get(outcome.points().size() - 1);
        return String.format(
                Locale.ROOT,
                "distance x log(1/lambda): W %s, M %s, Z %s at the last point; limit W %s, M %s, Z %s%n",
                text(PathCsv.scaled(last.distances().classifierSeli(), last)),
                text(PathCsv.scaled(last.distances().embeddingSeli(), last)),
                text(PathCsv.scaled(last.distances().logitsSeli(), last)),
                NumberText.of(slope.classifier()),
                NumberText.of(slope.embedding()),
                NumberText.of(slope.logits()));
    }

    private String budgetText(GroupedSolution solution) {
        LayerPeeledModel model = budgets.orElseThrow();
        String ratio = collapseRatio(model).isPresent()
                ? String.format(
                        Locale.ROOT,
                        "; minorities collapse above R_0 = %.10g",
                        collapseRatio(model).getAsDouble())
                : "";
        return String.format(
                Locale.ROOT,
                "budgets E_W = %s, E_H = %s: multiplier %.10g, rank %d%s%n",
                model.energyW(),
                model.energyH(),
                solution.problem().lambda(),
                solution.rank(),
                ratio);
    }

    /** R_0 for profiles of two groups with minorities that can collapse. */
    private OptionalDouble collapseRatio(LayerPeeledModel model) {
        List<CountGroup> groups = settings.counts().groups();
        return groups.size() == 2 && groups.get(1).classes() > 1
                ? OptionalDouble.of(model.collapseRatio(
                        settings.counts().classes(), groups.get(0).classes()))
                : OptionalDouble.empty();
    }

    void writeTo(JsonFields json) throws IOException {
        json.text("model", settings.model().toString());
        json.text("loss", settings.loss().name());
        json.text("lossReduction", settings.reduction().toString());
        json.number("smoothing", settings.variant().smoothing());
        json.text("bias", BiasText.of(settings.variant().bias()));
        json.number("tolerance", settings.tolerance());
        json.number("seconds", outcome.seconds());
        List<PathPoint> points = outcome.points();
        json.list("points", points.size(), (item, i) -> new PathPointBlock(settings, points.get(i)).writeTo(item));
        List<PathThreshold> thresholds = outcome.thresholds();
        json.list("thresholds", thresholds.size(), (item, i) -> {
            PathThreshold threshold = thresholds.get(i);
            item.number("lambda", threshold.lambda());
            item.text("event", PathCsv.name(threshold));
            if (threshold.group().isPresent()) {
                item.integer("group", threshold.group().getAsInt());
            } else {
                item.nothing("group");
            }
        });
        json.flag("allThresholds", outcome.hasAllThresholds());
        writeSlope(json);
        writeBudget(json);
    }

    private void writeSlope(JsonFields json) throws IOException {
        if (outcome.slope().isEmpty()) {
            json.nothing("kappa");
            return;
        }
        AsymptoticSlope slope = outcome.slope().get();
        json.inlineObject("kappa", block -> {
            block.number("classifier", slope.classifier());
            block.number("embedding", slope.embedding());
            block.number("logits", slope.logits());
            block.number("embeddingUncentred", slope.uncentred().embedding());
            block.number("samples", slope.uncentred().samples());
            block.number("sampleLogits", slope.uncentred().sampleLogits());
        });
    }

    private void writeBudget(JsonFields json) throws IOException {
        if (atBudget.isEmpty()) {
            return;
        }
        LayerPeeledModel model = budgets.orElseThrow();
        GroupedSolution solution = atBudget.get();
        json.object("layerPeeled", block -> {
            block.number("energyW", model.energyW());
            block.number("energyH", model.energyH());
            block.number("multiplier", solution.problem().lambda());
            block.number(
                    "loss", solution.certificate().primal() - solution.problem().lambda() * solution.nuclearNorm());
            block.integer("rank", solution.rank());
            block.number("collapseRatio", GeometryBlocks.orNaN(collapseRatio(model)));
        });
    }
}
