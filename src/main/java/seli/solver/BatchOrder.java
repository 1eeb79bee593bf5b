package seli.solver;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The order of the samples in each epoch, a permutation drawn afresh from (seed, epoch) by Fisher-Yates with the
 * generator L64X128MixRandom; so the batch of any step is known from the step alone, and a resumed run draws what it
 * would have drawn.
 */
final class BatchOrder {
    private final int samples;
    private final int batch;
    private final long seed;
    private final int[] order;
    private long drawnEpoch = -1;

    BatchOrder(int samples, int batch, long seed) {
        this.samples = samples;
        this.batch = batch;
        this.seed = seed;
        this.order = new int[samples];
    }

    /**
     * Indices of the samples of the step that follows {@code steps} steps; the last batch of an epoch may be smaller.
     */
    int[] batchAfter(long steps) {
        long batchesPerEpoch = (samples + (long) batch - 1) / batch;
        draw(steps / batchesPerEpoch);
        int from = (int) (steps % batchesPerEpoch) * batch;
        return Arrays.copyOfRange(order, from, Math.min(samples, from + batch));
    }

    private void draw(long epoch) {
        if (epoch == drawnEpoch) {
            return;
        }
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 0x9E3779B97F4A7C15L + epoch);
        for (int i = 0; i < samples; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        drawnEpoch = epoch;
    }
}
