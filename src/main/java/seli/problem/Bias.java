package seli.problem;

/**
 * A bias b in R^k that is added to the logits of every sample, with penalty {@code ridge/2 |b|^2}.
 *
 * @param isPresent whether there is a bias at all
 * @param ridge weight of its penalty, 0 for a free bias
 */
public record Bias(boolean isPresent, double ridge) {
    /** No bias. */
    public static final Bias NONE = new Bias(false, 0);

    /** A bias without penalty. */
    public static final Bias FREE = new Bias(true, 0);

    /** Checks that the weight is finite and not negative, and that only a present bias has one. */
    public Bias {
        if (!(ridge >= 0) || Double.isInfinite(ridge)) {
            throw new IllegalArgumentException(
                    "ridge of the bias is " + ridge + "; expected a finite number of at least 0");
        }
        if (!isPresent && ridge > 0) {
            throw new IllegalArgumentException("ridge " + ridge + " of an absent bias; expected 0");
        }
    }

    /** A bias with penalty {@code ridge/2 |b|^2}; 0 means free. */
    public static Bias ridge(double ridge) {
        return new Bias(true, ridge);
    }
}
