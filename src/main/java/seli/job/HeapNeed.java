package seli.job;

/** Checks, before long work, that the Java heap can hold what must be in memory. */
final class HeapNeed {
    private HeapNeed() {}

    /**
     * Checks that so many doubles may be held.
     *
     * @param what what has them, such as {@code w.npy is 10 x 512}
     * @throws IllegalArgumentException if the heap is smaller
     */
    static void require(double doubles, String what) {
        double bytes = Double.BYTES * doubles;
        double heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap) {
            throw new IllegalArgumentException(
                    "%s and needs %.1f GiB of Java heap, which has %.1f GiB; give more, such as SELI_JAVA_OPTS=-Xmx%dg"
                            .formatted(what, bytes / 0x1p30, heap / 0x1p30, (long) Math.ceil(2 * bytes / 0x1p30)));
        }
    }
}
