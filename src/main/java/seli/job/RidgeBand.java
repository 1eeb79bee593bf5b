package seli.job;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import seli.exact.GroupedProblem;
import seli.exact.GroupedSolution;
import seli.exact.GroupedUfm;
import seli.label.ClassCounts;
import seli.metric.GeometryDistances;
import seli.problem.UfmProblem;

/**
 * How far from SELI the certified optima of UFM itself are at a ridge above 0: what a trained network can be expected
 * to reach, since distances fall as slowly as 1/log(1/lambda). Cross-entropy, a sum over samples, without bias.
 */
public final class RidgeBand {
    /** The smallest ridge in units of sqrt(n_min), at which the smallest class alone would collapse. */
    public static final double SMALLEST = 1e-8;

    /** The largest ridge in the same units. */
    public static final double LARGEST = 0.1;

    private static final int POINTS = 8;
    private static final int MOST_GROUPS = 12;
    private static final double TOLERANCE = 1e-8;
    private static final int MOST_STEPS = 1_000;
    private static final double MOST_SECONDS = 10;

    private RidgeBand() {}

    /**
     * Distances of the optima at ridges evenly spaced by their logarithm from {@link #SMALLEST} to {@link #LARGEST}
     * times sqrt(n_min); empty where there are more than 12 distinct counts. Cost m^6 for m of them.
     */
    public static List<GeometryDistances> of(ClassCounts counts) {
        int groups = counts.groups().size();
        if (groups > MOST_GROUPS) {
            return List.of();
        }
        double unit = Math.sqrt(counts.groups().get(groups - 1).count());
        GroupedGeometry geometry = new GroupedGeometry(counts);
        return IntStream.range(0, POINTS)
                .mapToDouble(i -> LARGEST * Math.pow(SMALLEST / LARGEST, i / (POINTS - 1.0)))
                .mapToObj(share -> UfmProblem.crossEntropy(counts, counts.classes(), share * unit))
                .map(problem -> optimum(problem, geometry))
                .toList();
    }

    private static GeometryDistances optimum(UfmProblem problem, GroupedGeometry geometry) {
        GroupedUfm.Limits limits = new GroupedUfm.Limits(TOLERANCE, MOST_STEPS, MOST_SECONDS);
        GroupedSolution solution = GroupedUfm.solve(GroupedProblem.of(problem), limits, Optional.empty(), step -> {});
        return geometry.of(solution, problem.ridge()).distances();
    }
}
