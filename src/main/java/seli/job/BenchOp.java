package seli.job;

/** What a benchmark measures. */
public enum BenchOp {
    /** Whole steps of gradient descent, and their fused parts. */
    STEP,
    /** The three products of a step. */
    GEMM,
    /** A copy within the device's memory. */
    COPY,
    /** The thin singular value decomposition. */
    SVD,
    /** The symmetric eigendecomposition. */
    EIGEN,
    /** Steps of one small problem. */
    SMALL,
    /** All of these. */
    ALL;

    /** Whether a run of this measures {@code op}. */
    boolean includes(BenchOp op) {
        return this == ALL || this == op;
    }
}
