package seli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import seli.backend.Backend;

/**
 * Measures durations on one backend. A sample is the time of so many calls in a row that it takes a twentieth of the
 * duration asked for, with one wait for the device at its end, divided by their number. The search for that number
 * warms up caches, clocks and the Java compiler.
 */
final class BenchClock {
    private static final int SAMPLES = 20;
    /** A run of the solver captures a graph and clears a gradient, some milliseconds: a hundredth of this. */
    private static final double RUN_SECONDS = 0.2;

    private static final double RUN_SHARE = 0.4;
    private static final int FEWEST = 3;
    private static final int MOST = 100;
    /** A call this many times as long as the whole duration is made twice only: to warm up, and measured. */
    private static final double PATIENCE = 10;

    private static final long MOST_CALLS = 1L << 40;

    private final Backend backend;
    private final double seconds;
    private final long start = System.nanoTime();
    private final double budget;

    BenchClock(Backend backend, BenchSettings settings) {
        this.backend = backend;
        this.seconds = settings.seconds();
        this.budget = settings.budget();
    }

    /** Seconds of the budget that are left. */
    double left() {
        return budget - (System.nanoTime() - start) * 1e-9;
    }

    /** Seconds that a measurement takes whose calls take {@code callSeconds} each. */
    double cost(double callSeconds) {
        return callSeconds > PATIENCE * seconds ? 2 * callSeconds : 1.5 * seconds + (FEWEST + 2) * callSeconds;
    }

    /** Samples of the seconds of one call; {@code calls} makes as many as it is told and may leave them enqueued. */
    BenchTiming measure(LongConsumer calls) {
        return measure(calls, seconds / SAMPLES);
    }

    /** The same with longer samples, for calls that need a beginning of their own each time. */
    BenchTiming measureRuns(LongConsumer calls) {
        return measure(calls, Math.max(seconds / SAMPLES, Math.min(RUN_SECONDS, RUN_SHARE * seconds)));
    }

    private BenchTiming measure(LongConsumer calls, double target) {
        long count = 1;
        double duration = once(calls, count);
        if (duration > PATIENCE * seconds) {
            return BenchTiming.measured(List.of(once(calls, count)));
        }
        duration = once(calls, count);
        while (duration < target && count < MOST_CALLS) {
            double factor = Math.min(16, Math.max(1.5, 1.1 * target / duration));
            count = (long) Math.ceil(count * factor);
            duration = once(calls, count);
        }
        List<Double> samples = new ArrayList<>();
        long began = System.nanoTime();
        while (samples.size() < FEWEST || samples.size() < MOST && (System.nanoTime() - began) * 1e-9 < seconds) {
            samples.add(once(calls, count) / count);
        }
        return BenchTiming.measured(samples);
    }

    private double once(LongConsumer calls, long count) {
        backend.synchronize();
        long began = System.nanoTime();
        calls.accept(count);
        backend.synchronize();
        return Math.max(1, System.nanoTime() - began) * 1e-9;
    }

    /** A consumer that makes each call by {@code call}. */
    static LongConsumer repeat(Runnable call) {
        return count -> {
            for (long i = 0; i < count; i++) {
                call.run();
            }
        };
    }
}
