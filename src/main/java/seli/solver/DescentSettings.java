package seli.solver;

/**
 * How gradient descent steps.
 *
 * @param rate learning rate schedule
 * @param momentum heavy-ball coefficient in [0, 1)
 * @param ridgeHalving number of steps T in the ridge's decay 1 / (1 + t / T); infinite for a constant ridge
 * @param batch samples in a mini-batch, or 0 for all samples in every step
 * @param seed seed of the order in which mini-batches are drawn
 */
public record DescentSettings(LearningRate rate, double momentum, double ridgeHalving, int batch, long seed) {
    /** Checks the ranges. */
    public DescentSettings {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum %s; expected a number in [0, 1)".formatted(momentum));
        }
        if (!(ridgeHalving > 0)) {
            throw new IllegalArgumentException(
                    "ridge decay over %s steps; expected a positive number".formatted(ridgeHalving));
        }
        if (batch < 0) {
            throw new IllegalArgumentException(
                    "batch of %d samples; expected at least 1, or 0 for all".formatted(batch));
        }
    }

    /** What the ridge is multiplied by after {@code steps} steps. */
    public double ridgeFactor(long steps) {
        return Double.isInfinite(ridgeHalving) ? 1 : 1 / (1 + steps / ridgeHalving);
    }
}
