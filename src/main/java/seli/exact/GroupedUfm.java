package seli.exact;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The global optimum of a {@link GroupedProblem}, whatever the number of classes: Newton's method on the factored form
 * by groups, from {@link GroupedStart} or a neighbouring solution, until the duality gap is certified; then the exact
 * rank. Groups at or above their threshold are exactly zero, and so are the directions that the optimum does not use.
 * Cost: some tens of products of m x m matrices for each of about ten steps.
 */
public final class GroupedUfm {
    /** The largest number of groups that are solved; above, the dense products take minutes. */
    public static final int MAX_GROUPS = 2_048;

    /** A gap below this is rounding. */
    private static final double NEGLIGIBLE = 1e-14;

    /** Least lambda over the largest threshold under label smoothing. */
    private static final double SMOOTHED_LEAST = 1e-9;

    /** Steps after the certificate in which what is to vanish may vanish. */
    private static final int SETTLING = 5;

    private static final double[] CUTS = {1e-6, 1e-8, 1e-10, 1e-12, 1e-14, 0};

    /** Least direction of a warm start over its first, so that directions which switch on can grow. */
    private static final double WARM_FLOOR = 1e-4;

    private GroupedUfm() {}

    /**
     * When to stop.
     *
     * @param tolerance relative gap that counts as optimal
     * @param maxSteps most Newton steps
     * @param maxSeconds most seconds
     */
    public record Limits(double tolerance, long maxSteps, double maxSeconds) {
        /** Checks that nothing is negative or not a number. */
        public Limits {
            if (!(tolerance >= 0) || maxSteps < 0 || !(maxSeconds >= 0)) {
                throw new IllegalArgumentException(
                        "limits %s, %s, %s; expected numbers of at least 0".formatted(tolerance, maxSteps, maxSeconds));
            }
        }

        /** A tolerance with room for every problem. */
        public static Limits of(double tolerance) {
            return new Limits(tolerance, 20_000, Double.POSITIVE_INFINITY);
        }
    }

    /**
     * What a step of Newton's method came to.
     *
     * @param number of the step, from 1
     * @param value objective in units of lambda
     * @param gradientNorm norm of its gradient
     * @param relativeGap the last certified relative gap
     */
    public record Step(long number, double value, double gradientNorm, double relativeGap) {}

    /**
     * Solves.
     *
     * @param near a solution for another lambda to start from
     * @param listener told of each step
     * @throws IllegalArgumentException if there are more than {@link #MAX_GROUPS} groups
     */
    public static GroupedSolution solve(
            GroupedProblem problem, Limits limits, Optional<GroupedSolution> near, Consumer<Step> listener) {
        int m = problem.size();
        if (m > MAX_GROUPS) {
            throw new IllegalArgumentException(m + " distinct groups of classes; expected at most " + MAX_GROUPS
                    + ": round the counts to fewer values, or use the method collapsed");
        }
        requireResolution(problem);
        GroupedSolution solution = solve(new GroupedObjective(problem, m - 1), limits, near, listener);
        boolean isTrapped = near.isPresent() && solution.isFinished() && !isWithin(solution, limits);
        return isTrapped ? solve(problem, limits, Optional.empty(), listener) : solution;
    }

    /** The residuals, of the size of lambda, are differences of probabilities from targets that do not vanish. */
    private static void requireResolution(GroupedProblem problem) {
        double least = 0;
        for (int a = 0; a < problem.size() && problem.smoothing() > 0; a++) {
            least = Math.max(least, SMOOTHED_LEAST * problem.collapseThreshold(a));
        }
        if (problem.lambda() < least) {
            throw new IllegalArgumentException(
                    "lambda %s is too small for label smoothing in double precision; expected at least %.3g"
                            .formatted(problem.lambda(), least));
        }
    }

    private static boolean isWithin(GroupedSolution solution, Limits limits) {
        return solution.certificate().relativeGap() <= Math.max(limits.tolerance(), NEGLIGIBLE);
    }

    /** Solves within factors of a given rank; the result need not be optimal for the problem without that limit. */
    static GroupedSolution solve(
            GroupedObjective objective, Limits limits, Optional<GroupedSolution> near, Consumer<Step> listener) {
        double[] zero = zero(objective);
        GroupedCertificate atZero = GroupedCertificate.at(objective, zero);
        if (atZero.spectralNormRatio() <= 1 + NEGLIGIBLE && isZeroExact(objective)) {
            return new GroupedSolution(objective, zero, atZero, 0, true);
        }
        long begin = System.nanoTime();
        TrustRegionNewton newton = new TrustRegionNewton(objective, start(objective, near));
        double goal = Math.min(limits.tolerance(), 1e-2 * limits.tolerance() + NEGLIGIBLE);
        boolean moving = true;
        GroupedCertificate best = GroupedCertificate.at(objective, newton.point());
        int certified = 0;
        while (moving
                && !(best.relativeGap() <= goal && (newton.isSettled() || certified > SETTLING))
                && newton.steps() < limits.maxSteps()
                && inTime(begin, limits)) {
            moving = newton.advance();
            if (newton.isClose()) {
                best = GroupedCertificate.at(objective, newton.point());
                certified += best.relativeGap() <= goal ? 1 : 0;
            }
            listener.accept(new Step(newton.steps(), newton.value(), newton.gradientNorm(), best.relativeGap()));
        }
        return finish(objective, newton, !moving || best.relativeGap() <= goal);
    }

    private static boolean inTime(long begin, Limits limits) {
        return (System.nanoTime() - begin) * 1e-9 < limits.maxSeconds()
                && !Thread.currentThread().isInterrupted();
    }

    /** Zero logits with a free bias are not the point of no bias; with one, the general method finds its optimum. */
    private static boolean isZeroExact(GroupedObjective objective) {
        return !objective.problem().bias().isPresent();
    }

    private static double[] zero(GroupedObjective objective) {
        return new double[objective.length()];
    }

    private static double[] start(GroupedObjective objective, Optional<GroupedSolution> near) {
        double[] cold = GroupedStart.of(objective);
        if (!isFinite(objective.value(cold))) {
            cold = GroupedStart.simplexEncoded(objective);
        }
        if (near.isEmpty()) {
            return cold;
        }
        double[] warm = near.get().pointFor(objective, WARM_FLOOR);
        return objective.value(warm) < objective.value(cold) ? warm : cold;
    }

    /** A value that the slopes at the point can still be multiplied with. */
    private static boolean isFinite(double value) {
        return Math.abs(value) < 1e100;
    }

    /** Cuts the directions that the optimum does not use, as long as the certificate agrees. */
    private static GroupedSolution finish(GroupedObjective objective, TrustRegionNewton newton, boolean finished) {
        double[] full = newton.point().clone();
        GroupedCertificate before = GroupedCertificate.at(objective, full);
        double limit = Math.max(NEGLIGIBLE * Math.abs(before.primal()), 1.5 * before.gap());
        BalancedFactors balanced = new BalancedFactors(objective, full);
        GroupedCertificate after = before;
        double[] x = full;
        for (double cut : CUTS) {
            x = balanced.assign(cut);
            after = GroupedCertificate.at(objective, x);
            if (cut == 0 || after.gap() <= limit) { // exact: the last cut
                break;
            }
        }
        return new GroupedSolution(objective, x, after, newton.steps(), finished);
    }
}
