package seli.backend.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;

class ArenaTest {
    private final MemoryLedger ledger = new MemoryLedger("test", 100, () -> Long.MAX_VALUE);

    @Test
    void freesInReverseOrder() {
        List<String> freed = new ArrayList<>();
        Arena arena = ledger.openArena();
        arena.adopt(1, () -> freed.add("first"));
        arena.adopt(2, () -> freed.add("second"));
        assertEquals(3, ledger.liveBytes());

        arena.close();

        assertEquals(List.of("second", "first"), freed);
        assertEquals(0, ledger.liveBytes());
    }

    @Test
    void failureToFreeOneStillFreesTheRest() {
        List<String> freed = new ArrayList<>();
        Arena arena = ledger.openArena();
        IllegalStateException early = new IllegalStateException("early");
        IllegalStateException late = new IllegalStateException("late");
        arena.adopt(1, () -> freed.add("kept going"));
        arena.adopt(1, () -> {
            throw late;
        });
        arena.adopt(1, () -> {
            throw early;
        });

        assertSame(early, assertThrows(IllegalStateException.class, arena::close));

        assertEquals(List.of("kept going"), freed);
        assertEquals(List.of(late), List.of(early.getSuppressed()));
        arena.close();
        assertEquals(0, ledger.liveBytes());
    }

    @Test
    void peakCountsArenasAndTheBackendItselfAndStays() {
        Arena arena = ledger.openArena();
        arena.adopt(40, () -> {});
        ledger.addOwn(25);
        arena.close();
        ledger.addOwn(-25);
        ledger.addOwn(3);

        assertEquals(new Backend.MemoryUse(100, 65), ledger.use());
        assertEquals(97, ledger.roomBytes());
        assertThrows(IllegalArgumentException.class, () -> ledger.requireRoom(98, 1, 1, "it"));
        assertEquals(97, ledger.requireRoom(97, 1, 1, "it"));
    }

    @Test
    void closedArenaAdoptsNothing() {
        Arena arena = ledger.openArena();
        arena.close();

        assertThrows(IllegalStateException.class, () -> arena.adopt(1, () -> {}));
    }

    @Test
    void roomIsWhatTheLimitLeaves() {
        Arena arena = ledger.openArena();
        arena.adopt(ledger.requireRoom(3, 2, 8, "a"), () -> {});

        assertEquals(48, ledger.requireRoom(6, 1, 8, "b"));
        String message = assertThrows(IllegalArgumentException.class, () -> ledger.requireRoom(7, 1, 8, "c"))
                .getMessage();
        assertTrue(message.contains("c needs 56 bytes but test has 52 bytes left"), message);
        arena.close();
        assertEquals(96, ledger.requireRoom(12, 1, 8, "d"));
    }

    @Test
    void largeRequestsAlsoHeedTheFreeMemory() {
        MemoryLedger crowded = new MemoryLedger("test", 1L << 40, () -> 5_000_000);

        assertEquals(4_000_000, crowded.requireRoom(500_000, 1, 8, "a"));
        String message = assertThrows(IllegalArgumentException.class, () -> crowded.requireRoom(1_000_000, 1, 8, "b"))
                .getMessage();
        assertTrue(message.contains("b needs 8 MB but test has 5 MB left"), message);
    }

    @Test
    void sizesBeyond64BitsAreRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> ledger.requireRoom(1L << 40, 1L << 40, 8, "matrix"))
                .getMessage();

        assertTrue(message.contains("2^63"), message);
    }

    @Test
    void closingTheLedgerClosesArenasNewestFirstAndComplainsOnce() {
        List<String> freed = new ArrayList<>();
        ledger.openArena().adopt(1, () -> freed.add("older"));
        ledger.openArena().adopt(1, () -> freed.add("newer"));

        String message =
                assertThrows(IllegalStateException.class, ledger::close).getMessage();

        assertEquals("test was closed with 2 open workspaces; close workspaces first", message);
        assertEquals(List.of("newer", "older"), freed);
        ledger.close();
        assertThrows(IllegalStateException.class, ledger::openArena);
    }
}
