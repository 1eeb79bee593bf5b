package seli.job;

import java.util.List;

/**
 * All measurements of one run on one backend.
 *
 * @param results in the order of measurement
 */
public record BenchOutcome(List<BenchResult> results) {
    /** Copies the list. */
    public BenchOutcome {
        results = List.copyOf(results);
    }

    /**
     * The highest rate of a product in this run, in flops a second: the ceiling of all that multiplies; NaN if none.
     */
    public double gemmCeiling() {
        return results.stream()
                .filter(result -> result.op() == BenchOp.GEMM)
                .mapToDouble(BenchResult::flopsPerSecond)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    /** The rate of the copy in this run, in bytes read and written a second; NaN if there was none. */
    public double copyCeiling() {
        return results.stream()
                .filter(result -> result.op() == BenchOp.COPY)
                .mapToDouble(BenchResult::bytesPerSecond)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
    }

    /** Whether an operation failed or gave a wrong result; what was skipped has not failed. */
    public boolean hasFailure() {
        return results.stream().anyMatch(result -> result.timing().status() == BenchTiming.Status.FAILED);
    }
}
