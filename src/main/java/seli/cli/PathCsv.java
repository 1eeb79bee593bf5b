package seli.cli;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import seli.exact.PathThreshold;
import seli.io.CsvTable;
import seli.job.PathJob;
import seli.job.PathOutcome;
import seli.job.PathPoint;
import seli.metric.GeometryDistances;

/** The points and thresholds of a path as CSV. */
final class PathCsv {
    private PathCsv() {}

    /** One line for each point. */
    static String ofPoints(PathOutcome outcome) {
        StringBuilder text = new StringBuilder("lambda,status,objective,dualBound,relativeGap,spectralNormRatio,rank,"
                + "nuclearNorm,classifierSeli,embeddingSeli,logitsSeli,classifierEtf,embeddingEtf,"
                + "classifierSeliScaled,embeddingSeliScaled,logitsSeliScaled,leastMargin,leastProbability,"
                + "collapsedGroups\n");
        for (PathPoint point : outcome.points()) {
            GeometryDistances distances = point.distances();
            text.append(CsvTable.cell(point.lambda())).append(',').append(point.status());
            append(text, point.certificate().primal());
            append(text, point.certificate().dual());
            append(text, point.certificate().relativeGap());
            append(text, point.certificate().spectralNormRatio());
            text.append(',').append(point.rank());
            append(text, point.nuclearNorm());
            append(text, distances.classifierSeli());
            append(text, distances.embeddingSeli());
            append(text, distances.logitsSeli());
            append(text, distances.classifierEtf());
            append(text, distances.embeddingEtf());
            append(text, scaled(distances.classifierSeli(), point));
            append(text, scaled(distances.embeddingSeli(), point));
            append(text, scaled(distances.logitsSeli(), point));
            append(text, least(point.margins()));
            append(text, least(point.probabilities()));
            text.append(',').append(point.collapsedGroups().size()).append('\n');
        }
        return text.toString();
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
    }

    private static void append(StringBuilder text, double value) {
        text.append(',').append(CsvTable.cell(value));
    }

    private static void append(StringBuilder text, OptionalDouble value) {
        text.append(',');
        if (value.isPresent()) {
            text.append(CsvTable.cell(value.getAsDouble()));
        }
    }

    /** One line for each threshold. */
    static String ofThresholds(PathOutcome outcome) {
        StringBuilder text = new StringBuilder("lambda,event,group\n");
        for (PathThreshold threshold : outcome.thresholds()) {
            text.append(CsvTable.cell(threshold.lambda()))
                    .append(',')
                    .append(name(threshold))
                    .append(',');
            threshold.group().ifPresent(text::append);
            text.append('\n');
        }
        return text.toString();
    }

    /** The name of the event in files. */
    static String name(PathThreshold threshold) {
        return threshold.event().name().toLowerCase(Locale.ROOT);
    }

    /** A distance times log(1 / lambda), where it is known. */
    static OptionalDouble scaled(OptionalDouble distance, PathPoint point) {
        return distance.isPresent() ? PathJob.scaled(distance.getAsDouble(), point.lambda()) : distance;
    }
}
