package seli.backend;

/**
 * A sum of losses together with its natural logarithm, which stays finite where the sum underflows.
 *
 * @param value the loss, at least 0; it may underflow to 0
 * @param log its natural logarithm
 */
public record LossValue(double value, double log) {}
