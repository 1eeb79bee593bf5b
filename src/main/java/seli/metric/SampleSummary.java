package seli.metric;

import java.util.List;

/**
 * The part of {@link CollapseMetrics} that class means alone do not determine; NaN for a number that does not exist.
 *
 * @param margins one entry, or none where no samples were given
 */
record SampleSummary(
        double nc1, double nc1Quotient, double cdnv, double nc4, double accuracy, List<GroupMargins> margins) {
    /** Nothing is known but class means. */
    static final SampleSummary NONE =
            new SampleSummary(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, List.of());

    /** Copies the list. */
    SampleSummary {
        margins = List.copyOf(margins);
    }

    /** What the within-class covariance tells, by its trace and its NC1. */
    static SampleSummary ofScatter(BetweenClassScatter between, double withinTrace, double nc1) {
        return new SampleSummary(nc1, between.quotient(withinTrace), Double.NaN, Double.NaN, Double.NaN, List.of());
    }

    /** Everything. */
    static SampleSummary ofSamples(BetweenClassScatter between, SampleMetrics measured) {
        double cdnv = measured.classDistanceVariance();
        return new SampleSummary(
                between.rank() == 0 ? Double.NaN : measured.withinBetweenRatio(),
                between.quotient(measured.withinTrace()),
                Double.isInfinite(cdnv) ? Double.NaN : cdnv,
                measured.decisions().agreement(),
                measured.decisions().accuracy(),
                List.of(measured.decisions().margins()));
    }
}
