package seli.backend.cpu;

import java.util.Arrays;

/**
 * Entrywise operations and reductions in double precision, one stretch of numbers at a time: native memory to heap,
 * compute, and back. Each reduction adds four interleaved sums within a stretch, then stretch after stretch: a fixed
 * order.
 */
final class BlockLoops {
    private static final double SAFE_LOW = 0x1p-900;
    private static final double SAFE_HIGH = 0x1p1000;

    private final double[] first = new double[CpuMatrix.BLOCK];
    private final double[] second = new double[CpuMatrix.BLOCK];
    private final double[] third = new double[CpuMatrix.BLOCK];

    /** The sum of {@code x_i y_i}; shapes are equal. */
    double dot(CpuMatrix x, CpuMatrix y) {
        double sum = 0;
        for (long b = 0; b < x.blocks(); b++) {
            int count = x.blockLength(b);
            x.read(x.blockOffset(b), first, count);
            y.read(x.blockOffset(b), second, count);
            sum += dot(first, second, count);
        }
        return sum;
    }

    private static double dot(double[] x, double[] y, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            s0 += x[i] * y[i];
            s1 += x[i + 1] * y[i + 1];
            s2 += x[i + 2] * y[i + 2];
            s3 += x[i + 3] * y[i + 3];
        }
        for (; i < count; i++) {
            s0 += x[i] * y[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** The Frobenius norm: by the plain sum of squares where that is in range, else once more with scaled entries. */
    double norm(CpuMatrix x) {
        double squares = 0;
        for (long b = 0; b < x.blocks(); b++) {
            int count = x.blockLength(b);
            x.read(x.blockOffset(b), first, count);
            squares += dot(first, first, count);
        }
        if (squares > SAFE_LOW && squares < SAFE_HIGH) {
            return Math.sqrt(squares);
        }
        double max = maxAbs(x);
        if (max == 0 || !Double.isFinite(max)) { // exact: nothing to divide by
            return max;
        }
        double scaled = 0;
        for (long b = 0; b < x.blocks(); b++) {
            int count = x.blockLength(b);
            x.read(x.blockOffset(b), first, count);
            for (int i = 0; i < count; i++) {
                first[i] /= max;
            }
            scaled += dot(first, first, count);
        }
        return max * Math.sqrt(scaled);
    }

    /** The largest magnitude; NaN if there is one. */
    double maxAbs(CpuMatrix x) {
        double max = 0;
        for (long b = 0; b < x.blocks(); b++) {
            int count = x.blockLength(b);
            x.read(x.blockOffset(b), first, count);
            for (int i = 0; i < count; i++) {
                max = Math.max(max, Math.abs(first[i])); // NaN stays
            }
        }
        return max;
    }

    /** {@code y <- alpha x + beta y}, where a zero factor gives zero whatever it multiplies. */
    void axpby(double alpha, CpuMatrix x, double beta, CpuMatrix y) {
        for (long b = 0; b < y.blocks(); b++) {
            int count = y.blockLength(b);
            long offset = y.blockOffset(b);
            readScaled(alpha, x, offset, first, count);
            readScaled(beta, y, offset, second, count);
            for (int i = 0; i < count; i++) {
                second[i] += first[i];
            }
            y.write(second, offset, count);
        }
    }

    /** {@code x <- factor x}, where a zero factor gives zero whatever x is. */
    void scale(double factor, CpuMatrix x) {
        for (long b = 0; b < x.blocks(); b++) {
            int count = x.blockLength(b);
            readScaled(factor, x, x.blockOffset(b), first, count);
            x.write(first, x.blockOffset(b), count);
        }
    }

    private static void readScaled(double factor, CpuMatrix x, long offset, double[] into, int count) {
        if (factor == 0) { // exact: 0 means "not read"
            Arrays.fill(into, 0, count, 0);
            return;
        }
        x.read(offset, into, count);
        for (int i = 0; i < count; i++) {
            into[i] *= factor;
        }
    }

    /** {@code v <- momentum v + (g + ridge x)}, {@code x <- x - rate v}. */
    // waiver(parameters): the shape of UfmKernels.momentumStep
    void momentumStep(CpuMatrix x, CpuMatrix g, CpuMatrix v, double rate, double momentum, double ridge) {
        for (long b = 0; b < x.blocks(); b++) {
            int count = x.blockLength(b);
            long offset = x.blockOffset(b);
            x.read(offset, first, count);
            g.read(offset, second, count);
            v.read(offset, third, count);
            for (int i = 0; i < count; i++) {
                double velocity = momentum * third[i] + (second[i] + ridge * first[i]);
                third[i] = velocity;
                first[i] -= rate * velocity;
            }
            v.write(third, offset, count);
            x.write(first, offset, count);
        }
    }
}
