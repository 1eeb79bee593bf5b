package seli.job;

import java.util.ArrayList;
import java.util.List;
import seli.metric.Convention;
import seli.metric.GeometryDistances;

/**
 * The numbers of one of several checkpoints.
 *
 * @param name its file without folder and ending, or the text that a pattern's star stands for
 * @param step the last number in the name where all names have different ones, otherwise the place in the order
 * @param values of every convention in their order; NaN where there is none
 * @param theory distances to the geometry that theory predicts, or none
 */
public record TrajectoryPoint(String name, long step, List<Double> values, List<GeometryDistances.ToModel> theory) {
    private static final List<Convention> ORDER = List.of(Convention.values());

    /** Copies the lists. */
    public TrajectoryPoint {
        values = List.copyOf(values);
        theory = List.copyOf(theory);
    }

    static TrajectoryPoint of(String name, long step, AnalyzeResult result) {
        List<Double> values = new ArrayList<>();
        for (Convention convention : ORDER) {
            values.add(convention.value(result.metrics()).orElse(Double.NaN));
        }
        return new TrajectoryPoint(name, step, values, result.metrics().theory());
    }

    /** The number of a convention; NaN where there is none. */
    public double value(Convention convention) {
        return values.get(ORDER.indexOf(convention));
    }
}
