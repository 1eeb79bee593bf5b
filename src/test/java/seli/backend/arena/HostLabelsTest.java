package seli.backend.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HostLabelsTest {
    @Test
    void samplesOfEachClassAreListedInOrder() {
        MemoryLedger ledger = new MemoryLedger("test", 100, () -> 100);
        HostLabels labels = new HostLabels(ledger.openArena(), new int[] {2, 0, 2, 1, 2}, 4);

        assertEquals(3, labels.count(2));
        assertEquals(0, labels.sample(2, 0));
        assertEquals(2, labels.sample(2, 1));
        assertEquals(4, labels.sample(2, 2));
        assertEquals(1, labels.sample(0, 0));
        assertEquals(3, labels.sample(1, 0));
        assertEquals(0, labels.count(3));
    }
}
