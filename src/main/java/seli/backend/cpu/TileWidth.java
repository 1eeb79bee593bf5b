package seli.backend.cpu;

/**
 * How many samples' logits each thread makes at a time: so many that they stay in its share of the caches between the
 * products, but never so few that the products lose speed (at 512 columns none, at 256 8 %, at 128 16 %).
 *
 * @param numberBytes bytes of a number
 * @param threads number of threads
 */
record TileWidth(int numberBytes, int threads) {
    private static final long CACHE = 4L << 20;
    private static final int FEWEST = 512;
    private static final int MOST = 2048;
    private static final int WHOLE = 64;

    /** Columns for all threads together. */
    int columns(int classes) {
        long inCache = CACHE / ((long) classes * numberBytes) / WHOLE * WHOLE;
        long each = Math.max(FEWEST, Math.min(MOST, inCache));
        return (int) Math.min(Integer.MAX_VALUE, each * threads);
    }
}
