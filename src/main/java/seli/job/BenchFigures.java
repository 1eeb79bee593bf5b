package seli.job;

/**
 * What one call does, counted, and what it needs; NaN where it has no meaning.
 *
 * @param flops floating-point operations of the algorithm, without overheads
 * @param bytes bytes of device memory read and written, each matrix once
 * @param floorSeconds seconds of the three products alone, for a step
 * @param peakBytes most bytes of matrices that were live, for a step
 * @param expectedBytes bytes of W, H, their gradients and velocities and of the logits, for a step
 */
public record BenchFigures(double flops, double bytes, double floorSeconds, double peakBytes, double expectedBytes) {
    static BenchFigures ofFlops(double flops) {
        return new BenchFigures(flops, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    static BenchFigures ofBytes(double bytes) {
        return new BenchFigures(Double.NaN, bytes, Double.NaN, Double.NaN, Double.NaN);
    }

    BenchFigures withFloor(double seconds) {
        return new BenchFigures(flops, bytes, seconds, peakBytes, expectedBytes);
    }

    BenchFigures withMemory(double peak, double expected) {
        return new BenchFigures(flops, bytes, floorSeconds, peak, expected);
    }
}
