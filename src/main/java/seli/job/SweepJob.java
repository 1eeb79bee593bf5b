package seli.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Many problems side by side, each on one thread from beginning to end. A problem that fails fails alone; an
 * interruption reaches every worker, and what had ended before it is told.
 */
public final class SweepJob {
    /** Seconds that workers get to store what they have when the sweep is interrupted. */
    private static final long PATIENCE = 15;

    private SweepJob() {}

    /** What is done with one problem, on a worker's thread. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does it.
         *
         * @return false if it was interrupted, so that it is still to be done
         * @throws IOException if a file cannot be read or written
         */
        boolean run(int index) throws IOException;
    }

    /** Gets what ends, on the thread of {@link #run}. */
    @FunctionalInterface
    public interface Observer {
        /** Called once for each problem that ended, in the order in which they end, with its failure if it failed. */
        void ended(int index, Optional<Throwable> failure);
    }

    private record Ended(int index, boolean isDone, Optional<Throwable> failure) {}

    /**
     * Runs {@code task} on each of {@code indices}, {@code workers} at a time, in their order; a single worker is this
     * thread.
     *
     * @return whether all ended; false if this thread was interrupted, which clears the mark of the interruption
     */
    public static boolean run(List<Integer> indices, int workers, Task task, Observer observer) {
        if (workers < 1) {
            throw new IllegalArgumentException(workers + " workers; expected at least 1");
        }
        return workers == 1 ? runHere(indices, task, observer) : runBeside(indices, workers, task, observer);
    }

    /** On this thread, to which a backend of one thread may belong. */
    private static boolean runHere(List<Integer> indices, Task task, Observer observer) {
        for (int index : indices) {
            Ended ended = attempt(task, index);
            if (ended.isDone()) {
                observer.ended(index, ended.failure());
            }
            if (Thread.interrupted() || !ended.isDone()) {
                return false;
            }
        }
        return true;
    }

    private static boolean runBeside(List<Integer> indices, int workers, Task task, Observer observer) {
        BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
        ExecutorService pool = Executors.newFixedThreadPool(workers, work -> {
            Thread thread = new Thread(work, "sweep");
            thread.setDaemon(true);
            return thread;
        });
        try {
            indices.forEach(index -> pool.execute(() -> ended.add(attempt(task, index))));
            for (int left = indices.size(); left > 0; left--) {
                Ended next = ended.take();
                if (!next.isDone()) {
                    throw new InterruptedException("a worker was interrupted");
                }
                observer.ended(next.index(), next.failure());
            }
            return true;
        } catch (InterruptedException e) {
            stop(pool);
            List<Ended> rest = new ArrayList<>();
            ended.drainTo(rest);
            rest.stream().filter(Ended::isDone).forEach(last -> observer.ended(last.index(), last.failure()));
            return false;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Whatever a problem does to its thread, short of the end of the process, is its own failure. */
    private static Ended attempt(Task task, int index) {
        try {
            return new Ended(index, task.run(index), Optional.empty());
        } catch (IOException | RuntimeException | Error failure) {
            return new Ended(index, true, Optional.of(failure));
        }
    }

    /** Interrupts the workers and waits until they have stored what they have. */
    private static void stop(ExecutorService pool) {
        pool.shutdownNow();
        try {
            pool.awaitTermination(PATIENCE, TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt(); // a second request: do not wait
        }
    }
}
