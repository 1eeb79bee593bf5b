package seli.solver;

/**
 * What one iteration knows of itself.
 *
 * @param iteration steps taken so far, 0 before the first
 * @param value objective in the units of the method: F for gradient descent on samples, F / lambda on class means; for
 *     mini-batches the value on the last batch
 * @param gradientNorm norm of the gradient at that point, NaN where the method does not know it
 * @param relativeGap the last certified relative gap, NaN before the first
 */
public record IterationRecord(long iteration, double value, double gradientNorm, double relativeGap) {}
