package seli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import seli.exact.AsymptoticSlope;
import seli.exact.GroupedProblem;
import seli.exact.GroupedSolution;
import seli.exact.GroupedUfm;
import seli.exact.PathThreshold;
import seli.exact.PathThresholds;
import seli.problem.Ridge;
import seli.solver.SolverStatus;

/** The regularisation path: certified optima at falling lambdas, each from the one before, and all thresholds. */
public final class PathJob {
    /** Norms and angles of all pairs of groups are kept up to this many groups. */
    private static final int FEW_GROUPS = 16;

    /** Thresholds of directions, each some ten optima, are sought up to this many groups. */
    private static final int SOME_GROUPS = 32;

    private static final double TIGHT = 1e-12;
    private static final double ABOVE_ZERO = 1.25;

    private final PathSettings settings;
    private final GroupedProblem template;
    private final GroupedGeometry geometry;

    private PathJob(PathSettings settings) {
        this.settings = settings;
        this.template = settings.template();
        this.geometry = new GroupedGeometry(settings.counts());
    }

    /**
     * Follows the path.
     *
     * @param listener told the number of each point, from 1
     * @throws IllegalArgumentException if there are too many groups, or the default start is below the end
     */
    public static PathOutcome run(PathSettings settings, IntConsumer listener) {
        return new PathJob(settings).run(listener);
    }

    private PathOutcome run(IntConsumer listener) {
        long start = System.nanoTime();
        PathSettings.Range range = settings.range();
        boolean all = template.size() <= SOME_GROUPS;
        List<PathThreshold> thresholds = all ? PathThresholds.of(template) : PathThresholds.inClosedForm(template);
        double first = range.from().orElse(ABOVE_ZERO * thresholds.get(0).lambda());
        if (first <= range.to()) {
            throw new IllegalArgumentException("path to lambda %s, but the logits are zero from %s on; expected less"
                    .formatted(range.to(), thresholds.get(0).lambda()));
        }
        List<PathPoint> points = new ArrayList<>();
        Optional<GroupedSolution> near = Optional.empty();
        for (int i = 0; i < range.points() && !Thread.currentThread().isInterrupted(); i++) {
            GroupedProblem problem = template.withLambda(range.lambda(first, i));
            GroupedSolution solution = GroupedUfm.solve(problem, GroupedUfm.Limits.of(TIGHT), near, step -> {});
            points.add(point(solution));
            near = Optional.of(solution);
            listener.accept(i + 1);
        }
        return new PathOutcome(points, thresholds, all, slope(), (System.nanoTime() - start) * 1e-9);
    }

    private PathPoint point(GroupedSolution solution) {
        int m = template.size();
        boolean isOptimal = solution.certificate().relativeGap() <= settings.tolerance();
        return new PathPoint(
                solution.problem().lambda(),
                isOptimal ? SolverStatus.OPTIMAL : SolverStatus.STALLED,
                GroupedSolve.certificate(solution),
                solution.rank(),
                solution.nuclearNorm(),
                solution.singularValues(),
                solution.steps(),
                geometry.distances(solution),
                geometry.sampleDistances(solution),
                GroupedGeometry.collapsedGroups(solution),
                IntStream.range(0, m).mapToObj(solution::leastMargin).toList(),
                IntStream.range(0, m).mapToObj(solution::targetProbability).toList(),
                m <= FEW_GROUPS
                        ? Optional.of(geometry.of(
                                solution, Ridge.of(solution.problem().lambda())))
                        : Optional.empty());
    }

    /** Known for plain ridge on losses that do not scale logits; a smoothed loss is not at SELI's rate. */
    private Optional<AsymptoticSlope> slope() {
        boolean isKnown = settings.model() == PathSettings.Model.RIDGE
                && settings.variant().isPlain();
        return isKnown ? AsymptoticSlope.of(settings.counts(), settings.loss()) : Optional.empty();
    }

    /** {@code distance * log(1/lambda)}, which tends to the slope; empty from lambda 1 on. */
    public static OptionalDouble scaled(double distance, double lambda) {
        return lambda < 1 ? OptionalDouble.of(-Math.log(lambda) * distance) : OptionalDouble.empty();
    }
}
