package seli.job;

import java.util.Arrays;
import seli.label.ClassCounts;

/**
 * The size of a problem, or of a matrix of the order k = n = d.
 *
 * @param classes k, at least 2
 * @param samples n, at least k
 * @param featureDim d, at least 1
 */
public record BenchSize(int classes, int samples, int featureDim) {
    /** Checks the ranges. */
    public BenchSize {
        if (classes < 2 || samples < classes || featureDim < 1) {
            throw new IllegalArgumentException(
                    "size %d,%d,%d; expected k,n,d with k at least 2, n at least k and d at least 1"
                            .formatted(classes, samples, featureDim));
        }
    }

    /** The square matrix of this order. */
    public static BenchSize square(int order) {
        return new BenchSize(order, order, order);
    }

    /** n samples in k classes, as even as can be, the larger classes first. */
    ClassCounts counts() {
        long[] counts = new long[classes];
        Arrays.fill(counts, samples / classes);
        for (int c = 0; c < samples % classes; c++) {
            counts[c]++;
        }
        return ClassCounts.of(counts);
    }

    /** Flops of one product of a step, and the same for all three: 2 k n d. */
    double productFlops() {
        return 2.0 * classes * samples * featureDim;
    }

    /** Numbers in W and H: d (k + n). */
    double factorNumbers() {
        return (double) featureDim * ((double) classes + samples);
    }

    /** As the command line writes it: {@code k,n,d}. */
    @Override
    public String toString() {
        return classes + "," + samples + "," + featureDim;
    }
}
