package seli.backend.arena;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import seli.backend.Backend;

/** The account of one backend's memory: what its open arenas hold, and how much more there may be. Not thread-safe. */
public final class MemoryLedger {
    /** Smaller requests do not ask the system for its free memory, which costs as much as making them. */
    private static final long ASK_FROM = 1L << 20;

    private final String owner;
    private final long limit;
    private final LongSupplier free;
    private final List<Arena> open = new ArrayList<>();
    private long liveBytes;
    private long ownBytes;
    private long peakBytes;
    private int opened;
    private boolean closed;

    /**
     * An empty account.
     *
     * @param owner the backend in words, for messages
     * @param limit bytes that may be live at once
     * @param free bytes that the system can give now, asked before each larger allocation
     */
    public MemoryLedger(String owner, long limit, LongSupplier free) {
        this.owner = owner;
        this.limit = limit;
        this.free = free;
    }

    /** The backend in words. */
    public String owner() {
        return owner;
    }

    /** Bytes that open arenas hold. */
    public long liveBytes() {
        return liveBytes;
    }

    /** The most bytes that arenas and the backend itself held at once, and how many they may. */
    public Backend.MemoryUse use() {
        return new Backend.MemoryUse(limit, peakBytes);
    }

    /** Counts {@code bytes} that the backend takes for itself, or gives back if negative. */
    public void addOwn(long bytes) {
        ownBytes += bytes;
        peakBytes = Math.max(peakBytes, liveBytes + ownBytes);
    }

    /** Bytes that may still be allocated: what the limit leaves, as far as the system has it. */
    public long roomBytes() {
        return Math.max(0, Math.min(limit - liveBytes - ownBytes, free.getAsLong()));
    }

    /**
     * A new, empty arena.
     *
     * @throws IllegalStateException if the backend is closed
     */
    public Arena openArena() {
        requireOpen();
        opened++;
        Arena arena = new Arena(this, "workspace %d of %s".formatted(opened, owner));
        open.add(arena);
        return arena;
    }

    /**
     * Checks that the backend is open.
     *
     * @throws IllegalStateException if it is closed
     */
    public void requireOpen() {
        if (closed) {
            throw new IllegalStateException("%s is used after it was closed".formatted(owner));
        }
    }

    /**
     * The bytes of {@code columns} columns of {@code leading} numbers, if they may be allocated now.
     *
     * @throws IllegalArgumentException if they overflow 64 bits or exceed the free memory
     */
    public long requireRoom(long leading, long columns, int bytesEach, String what) {
        long bytes;
        try {
            bytes = Math.multiplyExact(Math.multiplyExact(leading, columns), (long) bytesEach);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("%s exceeds 2^63 bytes".formatted(what), e);
        }
        long allowed = limit - liveBytes - ownBytes;
        long left = bytes < ASK_FROM ? allowed : Math.min(allowed, free.getAsLong());
        if (bytes > left) {
            throw new IllegalArgumentException(
                    "%s needs %s but %s has %s left; use a smaller problem, tiles or more memory"
                            .formatted(what, megabytes(bytes), owner, megabytes(left)));
        }
        return bytes;
    }

    /** Closes arenas that are still open, newest first; idempotent. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        int left = open.size();
        for (int i = left - 1; i >= 0; i--) {
            open.get(i).close();
        }
        if (left > 0) {
            throw new IllegalStateException("%s was closed with %d open workspace%s; close workspaces first"
                    .formatted(owner, left, left == 1 ? "" : "s"));
        }
    }

    void add(long bytes) {
        liveBytes += bytes;
        peakBytes = Math.max(peakBytes, liveBytes + ownBytes);
    }

    void closed(Arena arena) {
        open.remove(arena);
    }

    private static String megabytes(long bytes) {
        return bytes < 1_000_000 ? bytes + " bytes" : String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
    }
}
