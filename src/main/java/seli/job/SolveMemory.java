package seli.job;

/** How many pairs L-BFGS may remember. More than a few help little, and each costs two passes over the factors. */
final class SolveMemory {
    /** Share of the physical memory that the solver's matrices may take. */
    private static final double SHARE = 0.5;

    private static final int FEWEST_PAIRS = 3;

    /** Factors up to this size get the most pairs, where they cost nothing; larger ones few. */
    private static final double SMALL = 0x1p20;

    private static final int MOST_PAIRS = 30;
    private static final int MOST_LARGE_PAIRS = 6;

    private SolveMemory() {}

    /**
     * The number of pairs, each of which takes two points, beside six points and {@code others} bytes.
     *
     * @param what the problem in words, for the refusal
     * @param remedy what to do about it
     * @param point bytes of one pair of factors
     * @throws IllegalArgumentException if not even a few fit half of the memory
     */
    static int pairs(String what, String remedy, double point, double others) {
        double budget = SHARE * PhysicalMemory.bytes();
        double needed = others + (6 + 2 * FEWEST_PAIRS) * point;
        if (needed > budget) {
            throw new IllegalArgumentException("%s need about %.1f GiB, more than %.1f GiB (half of the memory); %s"
                    .formatted(what, needed / 0x1p30, budget / 0x1p30, remedy));
        }
        double fit = FEWEST_PAIRS + Math.floor((budget - needed) / (2 * point));
        return (int) Math.min(point <= SMALL ? MOST_PAIRS : MOST_LARGE_PAIRS, fit);
    }
}
