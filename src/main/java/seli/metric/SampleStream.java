package seli.metric;

import java.util.Arrays;
import seli.linalg.HostMatrix;

/**
 * Embeddings h_1, ..., h_n in R^d in blocks of adjacent samples, read from the first to the last as often as is wanted,
 * so that d x n numbers need not fit into memory. Every reading gives the same samples in the same order.
 */
public interface SampleStream {
    /** Number of features d. */
    int featureDim();

    /** Number of samples n. */
    int samples();

    /**
     * Reads all samples once, in order.
     *
     * @param most samples of a block, at least 1; the last block may have fewer
     * @param sink is handed every block
     * @throws java.io.UncheckedIOException if they cannot be read; its cause says why
     */
    void forEach(int most, Sink sink);

    /** Takes the blocks. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes a block.
         *
         * @param first index of its first sample
         * @param block d x b; column j is sample {@code first + j}
         */
        void accept(int first, HostMatrix block);
    }

    /** The columns of a matrix H (d x n) that is in memory. */
    static SampleStream of(HostMatrix features) {
        return new MatrixSamples(features);
    }

    /** All samples as one matrix, d x n; reads them once. */
    default HostMatrix matrix() {
        HostMatrix.Builder all = HostMatrix.builder(featureDim(), samples());
        double[] column = new double[featureDim()];
        forEach(blockSize(featureDim()), (first, block) -> {
            for (int j = 0; j < block.cols(); j++) {
                block.copyColumn(j, column, 0);
                all.setColumn(first + j, column, 0);
            }
        });
        return all.build();
    }

    /**
     * Some of these samples in the order of this stream.
     *
     * @param chosen indices of samples, strictly increasing; copied
     * @throws IllegalArgumentException if they do not increase or are not indices of samples
     */
    default SampleStream select(int... chosen) {
        return new ChosenSamples(this, Arrays.copyOf(chosen, chosen.length));
    }

    /** These samples times a factor. */
    default SampleStream scaled(double factor) {
        return new ScaledSamples(this, factor);
    }

    /** How many samples of {@code rows} numbers make a block of 16 MiB; at least one. */
    static int blockSize(long rows) {
        return (int) Math.max(1, (1 << 21) / Math.max(1, rows));
    }
}
