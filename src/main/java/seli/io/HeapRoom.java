package seli.io;

/** Refuses an allocation that the Java heap has no room for before it is tried. */
final class HeapRoom {
    /** Left for everything else: this much, or 1/32 of the largest heap if that is more. */
    private static final long RESERVE = 8L << 20;

    private HeapRoom() {}

    /**
     * Checks that {@code bytes} more fit the heap; collects garbage once before it says no.
     *
     * @throws MalformedFileException naming {@code source} and both numbers
     */
    static void require(long bytes, String source) throws MalformedFileException {
        if (bytes > free()) {
            Runtime.getRuntime().gc();
            require(bytes, free(), source);
        }
    }

    /** The same against a given number of free bytes. */
    static void require(long bytes, long free, String source) throws MalformedFileException {
        if (bytes > free) {
            throw new MalformedFileException(
                    source,
                    "needs " + bytes + " bytes of memory, but " + Math.max(0, free)
                            + " are free; use a smaller file, or give Java more memory with -Xmx");
        }
    }

    private static long free() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return runtime.maxMemory() - used - Math.max(RESERVE, runtime.maxMemory() / 32);
    }
}
