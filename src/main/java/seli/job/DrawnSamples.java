package seli.job;

import java.util.List;
import seli.metric.LabeledFeatures;

/**
 * Samples with their labels, and how they were drawn.
 *
 * @param samples what is measured
 * @param draws one entry, or none where these are all samples
 */
record DrawnSamples(LabeledFeatures samples, List<SubsampleDraw> draws) {
    /** Copies the list. */
    DrawnSamples {
        draws = List.copyOf(draws);
    }
}
