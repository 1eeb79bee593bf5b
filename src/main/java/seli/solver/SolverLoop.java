package seli.solver;

import java.util.Optional;
import seli.certificate.OptimalityCertificate;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;

/**
 * The one loop that drives every method: step, record, listen, certify, decide.
 *
 * <pre>
 *   repeat   stop if interrupted, out of steps or out of time
 *            step                       (the method)
 *            every certifyEvery steps, or when no step helps:  gap of (problem, x)
 *            gap within tolerance -> OPTIMAL;  no step helps -> escape a saddle once more, or STALLED
 * </pre>
 *
 * <p>The certificate is computed from host copies of the factors; nothing of the method's state enters it.
 */
final class SolverLoop {
    private static final int MAX_ESCAPES = 20;
    /** Certificates in a row with neither a smaller gap nor a smaller value, after which a run counts as stuck. */
    private static final int MAX_FRUITLESS = 8;

    /**
     * How far sigma / lambda may exceed 1 when a run ends as optimal: the gap is of second order in the error of the
     * factors, this excess of first. With more than {@link #MANY_CLASSES} it may exceed 1 in proportion to the square
     * of their number, as a step costs its cube: the steps that are left would take minutes.
     */
    private static final double SETTLED = 1e-6;

    private static final double MANY_CLASSES = 128;

    /** Relative decrease of the value that counts as one. */
    private static final double DECREASE = 1e-14;

    private final UfmObjective objective;
    private final FactorPair x;
    private final SolverSettings settings;
    private final IterationListener listener;
    private final long start = System.nanoTime();
    private double relativeGap = Double.NaN;
    private double bestGap = Double.POSITIVE_INFINITY;
    private double bestValue = Double.POSITIVE_INFINITY;
    private int fruitless;
    private int escapes;

    SolverLoop(UfmObjective objective, FactorPair x, SolverSettings settings, IterationListener listener) {
        this.objective = objective;
        this.x = x;
        this.settings = settings;
        this.listener = listener;
    }

    SolverResult run(DescentMethod method) {
        long iteration = method.stepsBefore();
        if (isWanted(iteration, method)) {
            report(iteration, method);
        }
        while (true) {
            Optional<SolverStatus> limit = limit(iteration);
            if (limit.isPresent()) {
                return method.hasFailed() ? failed(method) : result(limit.get(), iteration, method);
            }
            DescentMethod.Step step = method.step();
            if (step == DescentMethod.Step.NON_FINITE) {
                return result(SolverStatus.NON_FINITE, iteration, method);
            }
            if (step == DescentMethod.Step.TAKEN) {
                iteration++;
            }
            boolean stuck = step == DescentMethod.Step.NO_PROGRESS;
            boolean isWanted = isWanted(iteration, method); // once: it may depend on the time
            if (isWanted && method.hasFailed()) {
                return failed(method);
            }
            boolean optimal = certify(iteration, stuck, method);
            if (isWanted) {
                report(iteration, method);
            }
            if (optimal) {
                return result(SolverStatus.OPTIMAL, iteration, method);
            }
            if ((stuck || fruitless >= MAX_FRUITLESS) && !escape(method)) {
                return result(SolverStatus.STALLED, iteration, method);
            }
        }
    }

    private Optional<SolverStatus> limit(long iteration) {
        if (Thread.currentThread().isInterrupted()) {
            return Optional.of(SolverStatus.INTERRUPTED);
        }
        if (iteration >= settings.maxIterations()) {
            return Optional.of(SolverStatus.MAX_ITERATIONS);
        }
        if ((System.nanoTime() - start) * 1e-9 > settings.maxSeconds()) {
            return Optional.of(SolverStatus.MAX_TIME);
        }
        return Optional.empty();
    }

    private boolean certify(long iteration, boolean stuck, DescentMethod method) {
        if (settings.certifyEvery() == 0 || !(stuck || iteration % settings.certifyEvery() == 0)) {
            return false;
        }
        OptimalityCertificate certificate = PointCertificate.at(objective, x);
        relativeGap = certificate.relativeGap();
        double value = method.value();
        boolean better = relativeGap < bestGap || value < bestValue - DECREASE * Math.abs(value);
        fruitless = better ? 0 : fruitless + 1;
        bestGap = Math.min(bestGap, relativeGap);
        bestValue = Math.min(bestValue, value);
        double many = Math.max(1, objective.problem().classes() / MANY_CLASSES);
        double settling = SETTLED * many * many;
        boolean settled = certificate.spectralNormRatio() <= 1 + Math.max(settling, settings.tolerance());
        return certificate.provesOptimal(settings.tolerance()) && (settled || stuck || fruitless >= MAX_FRUITLESS);
    }

    private boolean escape(DescentMethod method) {
        fruitless = 0;
        return escapes++ < MAX_ESCAPES && method.escape();
    }

    private boolean isWanted(long iteration, DescentMethod method) {
        return !method.isEnqueued() || listener.wants(iteration);
    }

    private SolverResult failed(DescentMethod method) {
        return result(SolverStatus.NON_FINITE, method.stepsBefore() + method.evaluations(), method);
    }

    private SolverResult result(SolverStatus status, long iteration, DescentMethod method) {
        return new SolverResult(
                status, iteration - method.stepsBefore(), method.evaluations(), method.value(), relativeGap);
    }

    private void report(long iteration, DescentMethod method) {
        listener.onIteration(new IterationRecord(iteration, method.value(), method.gradientNorm(), relativeGap));
    }
}
