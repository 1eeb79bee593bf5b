package seli.cli;

import picocli.CommandLine.Option;

/** {@code --seed}: where the random numbers start. */
final class SeedOption {
    @Option(
            names = "--seed",
            paramLabel = "N",
            converter = Numbers.Seed.class,
            description = "Seed of the random numbers; the same seed gives the same result (default: 1).")
    private long seed = 1;

    /** The seed. */
    long seed() {
        return seed;
    }
}
