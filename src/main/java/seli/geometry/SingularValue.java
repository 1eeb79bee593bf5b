package seli.geometry;

/**
 * A singular value of the SEL matrix and how often it occurs.
 *
 * @param value the singular value, positive and finite
 * @param multiplicity how often, at least 1
 */
public record SingularValue(double value, int multiplicity) {
    /** Checks the ranges. */
    public SingularValue {
        if (!(value > 0) || Double.isInfinite(value) || multiplicity < 1) {
            throw new IllegalArgumentException("singular value " + value + " of multiplicity " + multiplicity
                    + "; expected a positive finite value and a multiplicity of at least 1");
        }
    }
}
