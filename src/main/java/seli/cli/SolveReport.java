package seli.cli;

import java.io.IOException;
import java.util.Locale;
import seli.backend.BackendInfo;
import seli.certificate.OptimalityCertificate;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.job.SolveOutcome;
import seli.job.SolveSettings;
import seli.label.ClassCounts;
import seli.metric.GeometryDistances;
import seli.problem.Ridge;
import seli.report.GeometryBlocks;
import seli.report.GeometryTables;
import seli.report.JsonFields;
import seli.report.NumberText;
import seli.report.TextTable;

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
        ClassCounts counts = outcome.problem().counts();
        SolveOutcome.Products products = outcome.solution().products();
        this.distances = GeometryDistances.ofProducts(
                SeliGeometry.of(counts), products.classifier(), products.centredEmbedding(), products.logits());
        this.classifier = GramGeometry.measured(counts, products.classifier());
        this.embedding = GramGeometry.measured(counts, products.embedding());
        this.alignment = Alignment.measured(counts, products.classifier(), products.embedding(), products.logits());
    }

    String text() {
        OptimalityCertificate certificate = outcome.certificate();
        Ridge ridge = outcome.problem().ridge();
        String lambda = ridge.lambdaW() == ridge.lambdaH() // exact: one option sets both
                ? "lambda " + ridge.lambdaW()
                : "lambda_W %s, lambda_H %s".formatted(ridge.lambdaW(), ridge.lambdaH());
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
        return "UFM of " + outcome.problem().counts() + ", d = "
                + outcome.problem().featureDim() + ", " + settings.reduction() + " of the loss "
                + outcome.problem().loss().name() + ", " + lambda + "\n\n" + table + "\n"
                + GeometryTables.ofGroups(classifier, embedding, alignment);
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
        json.number("lambda", outcome.problem().ridge().lambda());
        json.number("lambdaW", outcome.problem().ridge().lambdaW());
        json.number("lambdaH", outcome.problem().ridge().lambdaH());
        GeometryBlocks.writeDistance(json, distances);
        json.integers("collapsedGroups", outcome.collapsedGroups());
        GeometryBlocks.writeGram(json, "classifier", classifier);
        GeometryBlocks.writeGram(json, "embedding", embedding);
        GeometryBlocks.writeAlignment(json, outcome.problem().counts().groups().size(), alignment);
    }
}
