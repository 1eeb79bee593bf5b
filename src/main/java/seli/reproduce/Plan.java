package seli.reproduce;

import java.nio.file.Path;

/**
 * What the experiments are run with.
 *
 * @param preset how much is computed
 * @param seed seed of the random starts
 * @param data folder of published networks, which may be missing
 * @param shortening number of steps that become one, for tests; 1 otherwise
 */
public record Plan(Preset preset, long seed, Path data, long shortening) {
    /** Checks the shortening. */
    public Plan {
        if (shortening < 1) {
            throw new IllegalArgumentException("shortening by " + shortening + "; expected at least 1");
        }
    }

    /** A plan at full length. */
    public static Plan of(Preset preset, long seed, Path data) {
        return new Plan(preset, seed, data, 1);
    }

    /** The number of steps of the preset. */
    long steps(long quick, long full) {
        return Math.max(1, (preset == Preset.QUICK ? quick : full) / shortening);
    }

    /** Whether the preset is full. */
    boolean isFull() {
        return preset == Preset.FULL;
    }
}
