package seli.metric;

import java.util.List;

/**
 * The part of {@link CollapseMetrics} that class means alone do not determine; NaN for a number that does not exist.
 *
 * @param variability NC1 in its variants
 * @param decided one entry, or none where no samples were given or their logits were left out
 */
record SampleSummary(Variability variability, List<Decided> decided) {
    /** Nothing is known but class means. */
    static final SampleSummary NONE = new SampleSummary(Variability.NONE, List.of());

    /** Copies the list. */
    SampleSummary {
        decided = List.copyOf(decided);
    }

    /**
     * tr(Sigma_W Sigma_B^+) and tr Sigma_W / tr Sigma_B, for scatters of which every class or every sample weighs the
     * same.
     *
     * @param nc1 Sigma_W by samples, Sigma_B by classes
     * @param classWeighted both by classes
     * @param sampleWeighted both by samples, Sigma_B about the mean of all samples
     * @param sampleCentred Sigma_W by samples, Sigma_B by classes but about the mean of all samples
     * @param quotient Sigma_W by samples, Sigma_B by classes
     * @param classQuotient both by classes
     * @param sampleQuotient both by samples
     */
    record Variability(
            double nc1,
            double classWeighted,
            double sampleWeighted,
            double sampleCentred,
            double quotient,
            double classQuotient,
            double sampleQuotient) {
        private static final double NO = Double.NaN;

        static final Variability NONE = new Variability(NO, NO, NO, NO, NO, NO, NO);
    }

    /** What the classifier and the nearest centre decide. */
    record Decided(double accuracy, double agreement, double nearestAccuracy, GroupMargins margins) {}
}
