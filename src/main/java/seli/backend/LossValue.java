package seli.backend;

/**
 * A sum of losses together with its natural logarithm, which stays finite where the sum underflows.
 *
 * @param value the loss, at least 0; it may underflow to 0
 * @param log its natural logarithm
 */
public record LossValue(double value, double log) {
    /** The sum of two losses. */
    public LossValue plus(LossValue other) {
        double larger = Math.max(log, other.log);
        double smaller = Math.min(log, other.log);
        double sum = larger == Double.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(smaller - larger));
        return new LossValue(value + other.value, sum);
    }
}
