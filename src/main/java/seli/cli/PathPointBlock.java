package seli.cli;

import java.io.IOException;
import java.util.OptionalDouble;
import seli.job.PathJob;
import seli.job.PathPoint;
import seli.job.PathSettings;
import seli.job.SolveOutcome;
import seli.metric.GeometryDistances;
import seli.report.GeometryBlocks;
import seli.report.JsonFields;

/** One point of a path in JSON: what solve writes, and the scaled distances. */
final class PathPointBlock {
    private final PathSettings settings;
    private final PathPoint point;

    PathPointBlock(PathSettings settings, PathPoint point) {
        this.settings = settings;
        this.point = point;
    }

    void writeTo(JsonFields json) throws IOException {
        json.number("lambda", point.lambda());
        json.text("status", point.status().name());
        CertificateBlock.writeTo(json, point.certificate());
        json.integer("rank", point.rank());
        json.number("nuclearNorm", point.nuclearNorm());
        if (settings.model() == PathSettings.Model.LPM) {
            double root = point.nuclearNorm() / settings.counts().classes();
            json.number("energyProduct", root * root);
        }
        json.text("method", "grouped");
        json.text("backend", "host");
        json.text("precision", "float64");
        json.integer("iterations", point.steps());
        GeometryBlocks.writeDistance(json, point.distances());
        json.inlineObject("sampleDistance", block -> {
            block.number("embeddingUncentred", point.sampleDistances().embedding());
            block.number("samples", point.sampleDistances().samples());
            block.number("sampleLogits", point.sampleDistances().sampleLogits());
        });
        GeometryDistances distances = point.distances();
        json.inlineObject("scaledDistance", block -> {
            block.number("classifier", scaled(distances.classifierSeli()));
            block.number("embedding", scaled(distances.embeddingSeli()));
            block.number("logits", scaled(distances.logitsSeli()));
        });
        json.integers("collapsedGroups", point.collapsedGroups());
        json.numbers("margins", point.margins().size(), point.margins()::get);
        json.numbers("probabilities", point.probabilities().size(), point.probabilities()::get);
        if (point.geometry().isPresent()) {
            SolveOutcome.Geometry geometry = point.geometry().get();
            GeometryBlocks.writeGram(json, "classifier", geometry.classifier());
            GeometryBlocks.writeGram(json, "embedding", geometry.embedding());
            GeometryBlocks.writeAlignment(json, settings.counts().groups().size(), geometry.alignment());
        }
    }

    private double scaled(OptionalDouble distance) {
        return distance.isPresent()
                ? GeometryBlocks.orNaN(PathJob.scaled(distance.getAsDouble(), point.lambda()))
                : Double.NaN;
    }
}
