package seli.linalg;

/** The power of two that brings a matrix into range. */
final class PowerOfTwo {
    private PowerOfTwo() {}

    /** The exponent e such that {@code 2^e <= |value| < 2^(e+1)}; 0 for zero. */
    static int exponent(double value) {
        if (value == 0) { // exact: the zero matrix needs no scaling
            return 0;
        }
        int e = Math.getExponent(value);
        return e >= Double.MIN_EXPONENT ? e : Math.getExponent(value * 0x1p54) - 54;
    }
}
