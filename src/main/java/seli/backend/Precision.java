package seli.backend;

/** Floating-point format of every matrix of one backend. */
public enum Precision {
    /** IEEE double, unit roundoff 2^-53; the default, and the only one in which a gap of 1e-8 may be claimed. */
    FLOAT64(Double.BYTES, 0x1p-53),
    /** IEEE single, unit roundoff 2^-24; sums and host scalars are double. */
    FLOAT32(Float.BYTES, 0x1p-24),
    /** Single in memory, but matrix products round their inputs to 11 bits (NVIDIA's TF32); the cuda backend only. */
    TF32(Float.BYTES, 0x1p-11);

    private final int bytes;
    private final double roundoff;

    Precision(int bytes, double roundoff) {
        this.bytes = bytes;
        this.roundoff = roundoff;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** Unit roundoff u: half the distance from 1 to the next larger number. */
    public double roundoff() {
        return roundoff;
    }
}
