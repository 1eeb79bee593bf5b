package seli.cli;

/**
 * While open, a request to end the process (Ctrl-C, SIGTERM) interrupts the thread that works and waits for it, so that
 * it writes a checkpoint first.
 */
final class InterruptOnExit implements AutoCloseable {
    private static final long PATIENCE_MILLISECONDS = 20_000;

    private final Thread hook;

    private InterruptOnExit(Thread hook) {
        this.hook = hook;
    }

    static InterruptOnExit ofCurrentThread() {
        Thread worker = Thread.currentThread();
        Thread hook = new Thread(() -> interruptAndWait(worker), "interrupt-on-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        return new InterruptOnExit(hook);
    }

    private static void interruptAndWait(Thread worker) {
        worker.interrupt();
        try {
            worker.join(PATIENCE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets the request; has no effect once the process is ending. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            Thread.interrupted(); // the process is ending and waits for this thread: let it write its results
            // undisturbed
        }
    }
}
