package seli.job;

import java.util.Optional;
import seli.certificate.OptimalityCertificate;
import seli.exact.GroupedCertificate;
import seli.exact.GroupedProblem;
import seli.exact.GroupedSolution;
import seli.exact.GroupedUfm;
import seli.label.ClassCounts;
import seli.problem.UfmProblem;
import seli.solver.IterationListener;
import seli.solver.IterationRecord;
import seli.solver.SolverStatus;

/** The method grouped: the optimum by groups of equal counts, and what reports want of it. */
final class GroupedSolve {
    /** Factors of more entries than this are not written down. */
    private static final long MOST_ENTRIES = 1L << 24;

    /** The gap that the method goes for; a looser tolerance would save nothing. */
    private static final double TIGHT = 1e-12;

    private GroupedSolve() {}

    /** Solves on the host; {@code listener} gets every step. */
    static SolveOutcome run(SolveSettings settings, IterationListener listener) {
        long start = System.nanoTime();
        UfmProblem problem = settings.reduced();
        GroupedProblem grouped = GroupedProblem.of(problem)
                .withSmoothing(settings.variant().smoothing())
                .withBias(settings.variant().bias());
        GroupedUfm.Limits limits = new GroupedUfm.Limits(
                Math.min(TIGHT, settings.limits().tolerance()),
                settings.limits().maxIterations(),
                settings.limits().maxSeconds());
        GroupedSolution solution = GroupedUfm.solve(
                grouped,
                limits,
                Optional.empty(),
                step -> listener.onIteration(
                        new IterationRecord(step.number(), step.value(), step.gradientNorm(), step.relativeGap())));
        ClassCounts counts = problem.counts();
        return new SolveOutcome(
                problem,
                SolveMethod.GROUPED,
                status(settings, solution, start),
                certificate(solution),
                new SolveOutcome.Solution(
                        factors(problem, solution),
                        new GroupedGeometry(counts).of(solution, problem.ridge()),
                        0,
                        solution.rank(),
                        solution.nuclearNorm(),
                        solution.singularValues(),
                        Optional.of(solution)),
                new SolveOutcome.Effort(solution.steps(), (System.nanoTime() - start) * 1e-9),
                GroupedGeometry.collapsedGroups(solution));
    }

    static OptimalityCertificate certificate(GroupedSolution solution) {
        GroupedCertificate found = solution.certificate();
        double lambda = solution.problem().lambda();
        return new OptimalityCertificate(found.primal(), found.gap(), lambda * found.spectralNormRatio(), lambda);
    }

    private static SolverStatus status(SolveSettings settings, GroupedSolution solution, long start) {
        if (solution.certificate().relativeGap() <= settings.limits().tolerance()) {
            return SolverStatus.OPTIMAL;
        }
        if (Thread.currentThread().isInterrupted()) {
            return SolverStatus.INTERRUPTED;
        }
        if (solution.isFinished()) {
            return SolverStatus.STALLED;
        }
        boolean late = (System.nanoTime() - start) * 1e-9 >= settings.limits().maxSeconds();
        return late ? SolverStatus.MAX_TIME : SolverStatus.MAX_ITERATIONS;
    }

    private static Optional<SolveOutcome.Factors> factors(UfmProblem problem, GroupedSolution solution) {
        if ((long) problem.featureDim() * problem.classes() > MOST_ENTRIES) {
            return Optional.empty();
        }
        ClassCounts counts = problem.counts();
        return Optional.of(new SolveOutcome.Factors(
                solution.classifier(counts, problem.ridge(), problem.featureDim()),
                solution.classMeans(counts, problem.ridge(), problem.featureDim())));
    }
}
