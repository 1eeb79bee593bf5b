package seli.report.page;

import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.metric.GeometryDistances;

/**
 * Norms, angles and distances of classifiers and class means, beside what theory says.
 *
 * @param seli the SELI geometry of the counts
 * @param distances distances to SELI and to the simplex ETF
 * @param classifier W'W by groups of equal counts
 * @param embedding M'M by groups of equal counts
 * @param alignment cosines of classifiers with class means
 */
public record MeasuredGeometry(
        SeliGeometry seli,
        GeometryDistances distances,
        GramGeometry classifier,
        GramGeometry embedding,
        Alignment alignment) {
    /** Samples of each class. */
    public ClassCounts counts() {
        return seli.counts();
    }
}
