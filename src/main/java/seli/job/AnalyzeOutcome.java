package seli.job;

import java.util.List;

/**
 * What {@link AnalyzeSeries} found.
 *
 * @param trajectory every checkpoint in order; empty where a single network was given
 * @param last the full result of the last
 */
public record AnalyzeOutcome(List<TrajectoryPoint> trajectory, AnalyzeResult last) {
    /** Copies the list. */
    public AnalyzeOutcome {
        trajectory = List.copyOf(trajectory);
    }
}
