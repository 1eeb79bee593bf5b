package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepJobTest {
    private static final List<Integer> TEN = IntStream.range(0, 10).boxed().toList();

    private final Map<Integer, Optional<Throwable>> ended = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void everyProblemRunsOnceAndFailuresStayAlone(int workers) {
        Set<Integer> seen = new ConcurrentSkipListSet<>();

        boolean isWhole = SweepJob.run(
                TEN,
                workers,
                index -> {
                    assertTrue(seen.add(index), "run twice");
                    switch (index) {
                        case 2 -> throw new IOException("two");
                        case 3 -> throw new IllegalArgumentException("three");
                        case 4 -> throw new StackOverflowError("four");
                        default -> {
                            return true;
                        }
                    }
                },
                ended::put);

        assertTrue(isWhole);
        assertEquals(Set.copyOf(TEN), ended.keySet());
        assertEquals("two", ended.get(2).orElseThrow().getMessage());
        assertEquals("three", ended.get(3).orElseThrow().getMessage());
        assertEquals("four", ended.get(4).orElseThrow().getMessage());
        assertEquals(3, ended.values().stream().filter(Optional::isPresent).count());
    }

    @Test
    void observerIsToldOnTheCallersThread() {
        Thread caller = Thread.currentThread();
        SweepJob.run(TEN, 2, index -> true, (index, failure) -> assertEquals(caller, Thread.currentThread()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void interruptionReachesTheWorkersAndWhatHadEndedIsTold(int workers) throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(workers);
        Thread caller = Thread.currentThread();
        Thread interrupter = new Thread(() -> {
            try {
                waiting.await();
            } catch (InterruptedException e) {
                return;
            }
            caller.interrupt();
        });
        interrupter.start();

        boolean isWhole = SweepJob.run(
                TEN,
                workers,
                index -> {
                    if (index < 3) {
                        return true;
                    }
                    waiting.countDown();
                    try {
                        new CountDownLatch(1).await();
                        throw new IllegalStateException("waited for nothing");
                    } catch (InterruptedException e) {
                        return false;
                    }
                },
                ended::put);

        assertFalse(isWhole);
        assertEquals(Set.of(0, 1, 2), ended.keySet());
        assertFalse(Thread.currentThread().isInterrupted());
        interrupter.join();
    }

    @Test
    void noProblemsAndNoWorkers() {
        assertTrue(SweepJob.run(List.of(), 1, index -> true, ended::put));
        assertThrows(IllegalArgumentException.class, () -> SweepJob.run(TEN, 0, index -> true, ended::put));
    }
}
