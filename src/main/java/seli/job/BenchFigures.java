package seli.job;

/**
 * What one call does, counted, and what it needs; NaN where it has no meaning.
 *
 * @param flops floating-point operations of the algorithm, without overheads
 * @param bytes bytes of device memory read and written, each matrix once
 * @param floorSeconds seconds of the three products alone, for a step
 * @param peakBytes most bytes of matrices that were live, for a step
 * @param expectedBytes bytes of W, H, their gradients and velocities and of the logits, for a step
 * @param problems number of problems that one call moves
 */
// waiver(parameters): counts of one call
public record BenchFigures(
        double flops, double bytes, double floorSeconds, double peakBytes, double expectedBytes, int problems) {
    static BenchFigures ofFlops(double flops) {
        return new BenchFigures(flops, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 1);
    }

    static BenchFigures ofBytes(double bytes) {
        return new BenchFigures(Double.NaN, bytes, Double.NaN, Double.NaN, Double.NaN, 1);
    }

    BenchFigures withFloor(double seconds) {
        return new BenchFigures(flops, bytes, seconds, peakBytes, expectedBytes, problems);
    }

    BenchFigures withMemory(double peak, double expected) {
        return new BenchFigures(flops, bytes, floorSeconds, peak, expected, problems);
    }

    BenchFigures withProblems(int together) {
        return new BenchFigures(flops, bytes, floorSeconds, peakBytes, expectedBytes, together);
    }
}
