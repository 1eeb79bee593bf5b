package seli.exact;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;

/**
 * All thresholds of the regularisation path of a problem by groups, in decreasing order of lambda. The zero threshold
 * is the largest singular value of the residuals that zero logits leave; a group collapses at
 * {@link GroupedProblem#collapseThreshold}; a direction between groups switches on where, at the optimum without it,
 * the next singular value of the residuals reaches lambda. The last is found by root finding on lambda, between points
 * of a grid whose optima differ in rank, to 1e-13 relative (derived in docs).
 */
public final class PathThresholds {
    private static final GroupedUfm.Limits LIMITS = GroupedUfm.Limits.of(1e-12);
    private static final double ACCURACY = 1e-13;
    private static final int MOST_STEPS = 100;

    /** Directions are sought down to this share of the lowest collapse threshold. */
    private static final double LOWEST = 0.5;

    private final GroupedProblem template;
    private final List<PathThreshold> found = new ArrayList<>();

    private PathThresholds(GroupedProblem template) {
        this.template = template;
    }

    /**
     * The thresholds of {@code template}, whose own lambda is not read. Cost: about ten solutions for each direction
     * between groups, and four for each group.
     */
    public static List<PathThreshold> of(GroupedProblem template) {
        return new PathThresholds(template).all();
    }

    /** The zero threshold and those of the groups, which need one singular value. */
    public static List<PathThreshold> inClosedForm(GroupedProblem template) {
        PathThresholds thresholds = new PathThresholds(template);
        thresholds.addClosedForms();
        return thresholds.sorted();
    }

    private double addClosedForms() {
        double zero = zero();
        found.add(PathThreshold.zero(zero));
        for (int a = 0; a < template.size(); a++) {
            if (template.classes(a) > 1) {
                found.add(PathThreshold.collapse(template.collapseThreshold(a), a));
            }
        }
        return zero;
    }

    private List<PathThreshold> all() {
        double zero = addClosedForms();
        double lowest = zero;
        for (int a = 0; a < template.size(); a++) {
            lowest = Math.min(lowest, template.collapseThreshold(a));
        }
        if (template.size() > 1) {
            directions(zero, LOWEST * lowest);
        }
        return sorted();
    }

    private List<PathThreshold> sorted() {
        found.sort(Comparator.comparingDouble(PathThreshold::lambda).reversed());
        return List.copyOf(found);
    }

    /** The largest singular value of the residuals at zero logits and the best bias. */
    private double zero() {
        double high = 1;
        for (int a = 0; a < template.size(); a++) {
            high += template.classes(a) * template.weight(a) * template.delta(a) * template.tau(a);
        }
        GroupedSolution none = GroupedUfm.solve(template.withLambda(high), LIMITS, Optional.empty(), step -> {});
        double between = template.size() > 1 ? high * nextSingularValue(none) : 0;
        double within = 0;
        for (int a = 0; a < template.size(); a++) {
            within = Math.max(within, template.classes(a) > 1 ? template.collapseThreshold(a) : 0);
        }
        return Math.max(between, within);
    }

    /** The largest singular value of the residuals, in units of lambda, beside the directions that are in use. */
    static double nextSingularValue(GroupedSolution solution) {
        HostMatrix rest = solution.residualsBeside();
        return Svd.of(rest).values()[0];
    }

    private void directions(double top, double bottom) {
        int points = 4 * template.size() + 8;
        double ratio = Math.pow(bottom / top, 1.0 / points);
        GroupedSolution above = solve(top * (1 + 1e-6), template.size() - 1, Optional.empty());
        for (int i = 1; i <= points; i++) {
            GroupedSolution below = solve(top * Math.pow(ratio, i), template.size() - 1, Optional.of(above));
            GroupedSolution from = above;
            for (int rank = above.rankBetween(); rank < below.rankBetween(); rank++) {
                double lambda = root(from, below, rank);
                found.add(PathThreshold.direction(lambda));
                from = solve(lambda, rank, Optional.of(from));
            }
            above = below;
        }
    }

    private GroupedSolution solve(double lambda, int rank, Optional<GroupedSolution> near) {
        return GroupedUfm.solve(new GroupedObjective(template.withLambda(lambda), rank), LIMITS, near, step -> {});
    }

    /** Where the residuals of the best point of the given rank reach lambda: regula falsi with bisection [Illinois]. */
    private double root(GroupedSolution above, GroupedSolution below, int rank) {
        double high = above.problem().lambda();
        double low = below.problem().lambda();
        GroupedSolution near = above;
        double atHigh = Math.min(excess(above, rank), -Double.MIN_NORMAL);
        near = solve(low, rank, Optional.of(near));
        double atLow = Math.max(excess(near, rank), Double.MIN_NORMAL);
        for (int i = 0; i < MOST_STEPS && high - low > ACCURACY * high; i++) {
            double weight = atLow / (atLow - atHigh);
            double next = low + (high - low) * Math.min(0.999, Math.max(0.001, weight));
            if (i % 4 == 3) {
                next = low + (high - low) / 2;
            }
            near = solve(next, rank, Optional.of(near));
            double value = excess(near, rank);
            if (value == 0) { // exact: found
                return next;
            }
            if (value > 0) {
                low = next;
                atLow = value;
                atHigh /= 2;
            } else {
                high = next;
                atHigh = value;
                atLow /= 2;
            }
        }
        return low + (high - low) / 2;
    }

    private double excess(GroupedSolution solution, int rank) {
        return solution.rankBetween() > rank ? 1 : nextSingularValue(solution) - 1;
    }
}
