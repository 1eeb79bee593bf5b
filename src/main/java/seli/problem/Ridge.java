package seli.problem;

/**
 * The ridge penalty {@code lambdaW/2 |W|_F^2 + lambdaH/2 |H|_F^2}, for the sum (not the mean) of the losses over
 * samples.
 *
 * @param lambdaW weight of the classifier's squared norm, finite, at least 0
 * @param lambdaH weight of the embeddings' squared norm, finite, at least 0
 */
public record Ridge(double lambdaW, double lambdaH) {
    /** No penalty. */
    public static final Ridge NONE = new Ridge(0, 0);

    /** Checks that both weights are finite and not negative, and both or neither positive. */
    public Ridge {
        if (!(lambdaW >= 0) || !(lambdaH >= 0) || Double.isInfinite(lambdaW) || Double.isInfinite(lambdaH)) {
            throw new IllegalArgumentException(
                    "ridge " + values(lambdaW, lambdaH) + "; expected two finite numbers of at least 0");
        }
        if ((lambdaW == 0) != (lambdaH == 0)) {
            throw new IllegalArgumentException("ridge " + values(lambdaW, lambdaH)
                    + "; expected both positive or both 0, since the factors drift apart when only one is penalised");
        }
    }

    private static String values(double lambdaW, double lambdaH) {
        return "lambdaW = " + lambdaW + ", lambdaH = " + lambdaH;
    }

    /** The same weight on both factors. */
    public static Ridge of(double lambda) {
        return new Ridge(lambda, lambda);
    }

    /**
     * {@code sqrt(lambdaW lambdaH)}, the weight of the nuclear norm in the equivalent convex problem [TKVB22, Thm 2];
     * formed without under- or overflow of the product.
     */
    public double lambda() {
        return lambdaW == lambdaH // exact: one number for both is lambda itself
                ? lambdaW
                : Math.sqrt(lambdaW) * Math.sqrt(lambdaH);
    }

    /** Whether there is no penalty. */
    public boolean isZero() {
        return lambdaW == 0;
    }

    /** Both weights times {@code factor}. */
    public Ridge times(double factor) {
        return new Ridge(lambdaW * factor, lambdaH * factor);
    }
}
