package seli.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import seli.backend.BackendInfo;
import seli.certificate.OptimalityCertificate;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.job.SolveOutcome;
import seli.job.SolveSettings;
import seli.metric.GeometryDistances;
import seli.problem.Ridge;
import seli.report.GeometryBlocks;
import seli.report.GeometryTables;
import seli.report.JsonFields;
import seli.report.NumberText;
import seli.report.TabulatedGroups;
import seli.report.TextTable;
import seli.report.page.MeasuredGeometry;
import seli.report.page.SolvePage;
import seli.solver.IterationRecord;

/** What solve found, as a table and as JSON; the geometry is measured once. */
final class SolveReport {
    private final SolveSettings settings;
    private final SolveOutcome outcome;
    private final BackendInfo backend;
    private final GeometryDistances distances;
    private final GramGeometry classifier;
    private final GramGeometry embedding;
    private final Alignment alignment;

    SolveReport(SolveSettings settings, SolveOutcome outcome, BackendInfo backend) {
        this.settings = settings;
        this.outcome = outcome;
        this.backend = backend;
        SolveOutcome.Geometry geometry = outcome.solution().geometry();
        this.distances = geometry.distances();
        this.classifier = geometry.classifier();
        this.embedding = geometry.embedding();
        this.alignment = geometry.alignment();
    }

    String text() {
        OptimalityCertificate certificate = outcome.certificate();
        TextTable table = TextTable.ofPairs()
                .row("status", outcome.status() + ": " + outcome.status().sentence())
                .row("objective", String.format(Locale.ROOT, "%.12g", certificate.primal()))
                .row("dual bound", String.format(Locale.ROOT, "%.12g", certificate.dual()))
                .row("relative gap", NumberText.rough(certificate.relativeGap()))
                .row("sigma / lambda", String.format(Locale.ROOT, "%.12f", certificate.spectralNormRatio()))
                .row(
                        "rank",
                        outcome.solution().rank() + " of at most "
                                + (outcome.problem().classes() - 1))
                .row("distance to SELI", threeDistances())
                .row("distance to ETF", twoDistances())
                .row(
                        "effort",
                        "%s: %d iterations, %s on %s"
                                .formatted(
                                        outcome.method(),
                                        outcome.effort().iterations(),
                                        NumberText.seconds(outcome.effort().seconds()),
                                        backend.name()));
        return problem() + "\n\n" + table + "\n" + GeometryTables.ofGroups(classifier, embedding, alignment);
    }

    private String problem() {
        Ridge ridge = outcome.problem().ridge();
        String lambda = ridge.lambdaW() == ridge.lambdaH() // exact: one option sets both
                ? "lambda " + ridge.lambdaW()
                : "lambda_W %s, lambda_H %s".formatted(ridge.lambdaW(), ridge.lambdaH());
        return "UFM of " + outcome.problem().counts() + ", d = "
                + outcome.problem().featureDim() + ", " + settings.reduction() + " of the loss "
                + outcome.problem().loss().name() + ", " + lambda;
    }

    /** The same as a page, with the steps of the solver, whose values are in units of lambda. */
    SolvePage page(List<IterationRecord> history) {
        double lambda = settings.problem().ridge().lambda();
        return new SolvePage(
                problem(),
                outcome.status(),
                outcome.certificate(),
                new MeasuredGeometry(
                        SeliGeometry.of(outcome.problem().counts()), distances, classifier, embedding, alignment),
                outcome.solution().singularValues(),
                history.stream()
                        .map(step ->
                                new SolvePage.Step(step.iteration(), lambda * step.gradientNorm(), step.relativeGap()))
                        .toList(),
                List.of(
                        List.of(
                                "tolerance of the relative gap",
                                NumberText.rough(settings.limits().tolerance())),
                        List.of(
                                "rank of the logits",
                                Long.toString(outcome.solution().rank())),
                        List.of(
                                "nuclear norm of the logits",
                                NumberText.of(outcome.solution().nuclearNorm())),
                        List.of("method", outcome.method().toString()),
                        List.of("iterations", Long.toString(outcome.effort().iterations())),
                        List.of("time", NumberText.seconds(outcome.effort().seconds()))));
    }

    private String threeDistances() {
        return "classifier %s, embedding %s, logits %s"
                .formatted(
                        NumberText.of(GeometryBlocks.orNaN(distances.classifierSeli())),
                        NumberText.of(GeometryBlocks.orNaN(distances.embeddingSeli())),
                        NumberText.of(GeometryBlocks.orNaN(distances.logitsSeli())));
    }

    private String twoDistances() {
        return "classifier %s, embedding %s"
                .formatted(
                        NumberText.of(GeometryBlocks.orNaN(distances.classifierEtf())),
                        NumberText.of(GeometryBlocks.orNaN(distances.embeddingEtf())));
    }

    void writeTo(JsonFields json) throws IOException {
        json.text("status", outcome.status().name());
        CertificateBlock.writeTo(json, outcome.certificate());
        json.integer("rank", outcome.solution().rank());
        json.number("nuclearNorm", outcome.solution().nuclearNorm());
        GeometryBlocks.writeSingularValues(json, outcome.solution().singularValues());
        json.text("method", outcome.method().toString());
        json.number("withinClassSpread", outcome.solution().spread());
        json.text("lossReduction", settings.reduction().toString());
        json.text("backend", backend.name());
        json.text("precision", backend.precision().name().toLowerCase(Locale.ROOT));
        json.integer("iterations", outcome.effort().iterations());
        json.number("seconds", outcome.effort().seconds());
        json.number("tolerance", settings.limits().tolerance());
        json.integer("dim", outcome.problem().featureDim());
        json.text("loss", outcome.problem().loss().name());
        json.number("smoothing", settings.variant().smoothing());
        json.text("bias", BiasText.of(settings.variant().bias()));
        json.number("lambda", outcome.problem().ridge().lambda());
        json.number("lambdaW", outcome.problem().ridge().lambdaW());
        json.number("lambdaH", outcome.problem().ridge().lambdaH());
        GeometryBlocks.writeDistance(json, distances);
        json.integers("collapsedGroups", outcome.collapsedGroups());
        int groups = outcome.problem().counts().groups().size();
        GeometryBlocks.writeSelected(json, TabulatedGroups.of(groups));
        GeometryBlocks.writeGram(json, "classifier", classifier);
        GeometryBlocks.writeGram(json, "embedding", embedding);
        GeometryBlocks.writeAlignment(json, groups, alignment);
        if (outcome.solution().blocks().isPresent()) {
            SolutionBlocks.writeTo(json, outcome.solution().blocks().get());
        }
    }
}
