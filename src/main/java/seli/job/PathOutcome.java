package seli.job;

import java.util.List;
import java.util.Optional;
import seli.exact.AsymptoticSlope;
import seli.exact.PathThreshold;

/**
 * What {@link PathJob} found.
 *
 * @param points the optima, lambda falling
 * @param thresholds where the structure of the optimum changes, lambda falling
 * @param hasAllThresholds false if there are so many groups that only those with a closed form are listed
 * @param slope the rate at which distances to SELI fall, where it is known
 * @param seconds wall-clock time
 */
public record PathOutcome(
        List<PathPoint> points,
        List<PathThreshold> thresholds,
        boolean hasAllThresholds,
        Optional<AsymptoticSlope> slope,
        double seconds) {
    /** Copies the lists. */
    public PathOutcome {
        points = List.copyOf(points);
        thresholds = List.copyOf(thresholds);
    }
}
