package seli.job;

/**
 * One measurement.
 *
 * @param op its kind
 * @param name what was measured, in words
 * @param size of the problem or matrix
 * @param timing the durations, or why there are none
 * @param figures what one call does
 */
public record BenchResult(BenchOp op, String name, BenchSize size, BenchTiming timing, BenchFigures figures) {
    /** Flops a second at the median; NaN where flops are not counted. */
    public double flopsPerSecond() {
        return figures.flops() / timing.median();
    }

    /** Calls a second at the median, times the problems that a call moves. */
    public double perSecond() {
        return figures.problems() / timing.median();
    }

    /** Bytes a second at the median; NaN where bytes are not counted. */
    public double bytesPerSecond() {
        return figures.bytes() / timing.median();
    }

    /** Seconds of the products alone over those of the whole step; NaN for anything but a step. */
    public double floorRatio() {
        return figures.floorSeconds() / timing.median();
    }

    /** The same with a remark added. */
    BenchResult withNote(String remark) {
        return new BenchResult(op, name, size, timing.withNote(remark), figures);
    }
}
