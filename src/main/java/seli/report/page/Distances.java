package seli.report.page;

import java.util.OptionalDouble;
import seli.metric.GeometryDistances;

/**
 * Distances of Gram matrices at one point of a trajectory; NaN where one does not exist.
 *
 * @param classifierSeli of W'W to SELI
 * @param classifierEtf of W'W to the simplex ETF
 * @param embeddingSeli of M'M to SELI
 * @param embeddingEtf of M'M to the simplex ETF
 * @param logitsSeli of W'M to SELI
 */
public record Distances(
        double classifierSeli, double classifierEtf, double embeddingSeli, double embeddingEtf, double logitsSeli) {
    /** Measured ones. */
    public static Distances of(GeometryDistances measured) {
        return new Distances(
                orNaN(measured.classifierSeli()),
                orNaN(measured.classifierEtf()),
                orNaN(measured.embeddingSeli()),
                orNaN(measured.embeddingEtf()),
                orNaN(measured.logitsSeli()));
    }

    private static double orNaN(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }
}
