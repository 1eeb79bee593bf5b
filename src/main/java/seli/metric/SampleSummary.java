package seli.metric;

import java.util.List;

/**
 * The part of {@link CollapseMetrics} that class means alone do not determine; NaN for a number that does not exist.
 *
 * @param decided one entry, or none where no samples were given
 */
record SampleSummary(double nc1, double nc1Quotient, double cdnv, List<Decided> decided) {
    /** Nothing is known but class means. */
    static final SampleSummary NONE = new SampleSummary(Double.NaN, Double.NaN, Double.NaN, List.of());

    /** Copies the list. */
    SampleSummary {
        decided = List.copyOf(decided);
    }

    /** What the classifier and the nearest centre decide. */
    record Decided(double accuracy, double agreement, GroupMargins margins) {}

    /** What the within-class covariance tells, by its trace and its NC1. */
    static SampleSummary ofScatter(BetweenClassScatter between, double withinTrace, double nc1) {
        return new SampleSummary(nc1, between.quotient(withinTrace), Double.NaN, List.of());
    }

    /** Everything. */
    static SampleSummary ofSamples(BetweenClassScatter between, SampleMetrics measured) {
        Decisions decisions = measured.decisions();
        double cdnv = measured.classDistanceVariance();
        return new SampleSummary(
                between.rank() == 0 ? Double.NaN : measured.withinBetweenRatio(),
                between.quotient(measured.withinTrace()),
                Double.isInfinite(cdnv) ? Double.NaN : cdnv,
                List.of(new Decided(decisions.accuracy(), decisions.agreement(), decisions.margins())));
    }
}
