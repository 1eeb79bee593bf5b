package seli.solver;

/**
 * How a run ended. The point itself is the {@link seli.objective.FactorPair} that the solver was given, overwritten.
 *
 * @param status why it ended
 * @param iterations steps taken in this run
 * @param evaluations evaluations of value and gradient in this run
 * @param value last value of the objective, in the units of {@link IterationRecord#value}
 * @param relativeGap last certified relative gap, NaN if there was none
 */
public record SolverResult(SolverStatus status, long iterations, long evaluations, double value, double relativeGap) {}
