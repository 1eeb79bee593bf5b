package seli.backend.arena;

import java.util.ArrayList;
import java.util.List;

/** The lifetime of what one workspace hands out: frees it all on {@link #close}, newest first. Not thread-safe. */
public final class Arena {
    private final MemoryLedger ledger;
    private final String name;
    private final List<Runnable> frees = new ArrayList<>();
    private long bytes;
    private boolean closed;

    Arena(MemoryLedger ledger, String name) {
        this.ledger = ledger;
        this.name = name;
    }

    /** Such as {@code workspace 2 of cpu FLOAT64}. */
    public String name() {
        return name;
    }

    /** Takes over {@code size} bytes that {@code free} releases. */
    public void adopt(long size, Runnable free) {
        requireOpen("workspace");
        frees.add(free);
        bytes += size;
        ledger.add(size);
    }

    /**
     * Checks that this arena is open.
     *
     * @param handle what is being used, for the message
     * @throws IllegalStateException if it is closed
     */
    public void requireOpen(Object handle) {
        if (closed) {
            throw new IllegalStateException("%s is used after %s was closed".formatted(handle, name));
        }
    }

    /**
     * Checks that {@code handle}, which this arena owns, is alive and belongs to the backend of {@code user}.
     *
     * @throws IllegalStateException otherwise
     */
    public void requireUsableBy(MemoryLedger user, Object handle) {
        if (user != ledger) { // identity: each backend instance is its own
            throw foreign(user, handle);
        }
        requireOpen(handle);
    }

    /** The exception for a handle of another backend, naming both. */
    public static IllegalStateException foreign(MemoryLedger user, Object handle) {
        return new IllegalStateException("%s is used with %s; a matrix works only with the backend that made it"
                .formatted(handle, user.owner()));
    }

    /**
     * Frees everything, newest first; idempotent. The first failure is thrown in the end, further ones are attached to
     * it.
     */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ledger.closed(this);
        ledger.add(-bytes);
        List<RuntimeException> failures = new ArrayList<>();
        for (int i = frees.size() - 1; i >= 0; i--) {
            try {
                frees.get(i).run();
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        frees.clear();
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
