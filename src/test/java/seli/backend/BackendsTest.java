package seli.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import seli.backend.reference.ReferenceProvider;

class BackendsTest {
    /** A provider whose libraries are broken in a given way. */
    private record Broken(String name, LinkageError failure) implements BackendProvider {
        @Override
        public Backend open(Request request) {
            throw failure;
        }
    }

    private static BackendUnavailableException refusal(Backends.Choice choice, Precision precision) {
        return assertThrows(BackendUnavailableException.class, () -> Backends.open(choice, precision, 1));
    }

    @Test
    void choicesAreReadInAnyCase() {
        assertEquals(Backends.Choice.REFERENCE, Backends.Choice.of("reference"));
        assertEquals(Backends.Choice.AUTO, Backends.Choice.of("Auto"));
        String message = assertThrows(IllegalArgumentException.class, () -> Backends.Choice.of("gpu"))
                .getMessage();
        assertTrue(message.contains("'gpu'") && message.contains("auto, cuda, cpu or reference"), message);
    }

    @Test
    void namedBackendIsOpenedAndNeverReplaced() {
        try (Backend backend = Backends.open(Backends.Choice.REFERENCE, Precision.FLOAT64, 0)) {
            assertEquals("reference", backend.info().name());
        }
        BackendUnavailableException single = refusal(Backends.Choice.REFERENCE, Precision.FLOAT32);
        assertEquals("reference", single.backend());
        assertTrue(single.reason().contains("FLOAT64 only"), single.reason());
        assertFalse(single.remedy().isBlank());
    }

    @Test
    void negativeThreadsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Backends.open(Backends.Choice.AUTO, Precision.FLOAT64, -1));
        assertThrows(IllegalArgumentException.class, () -> Backends.refusals(Precision.FLOAT64, -1));
    }

    @Test
    void autoPassesOverWhatDoesNotLoadAndTellsWhy() {
        UnsatisfiedLinkError missing = new UnsatisfiedLinkError("no such library");
        List<BackendProvider> providers = List.of(new ReferenceProvider(), new Broken("cpu", missing));
        List<BackendUnavailableException> refusals = new ArrayList<>();

        try (Backend backend = Backends.open(
                providers, Backends.Choice.AUTO, BackendProvider.Request.of(Precision.FLOAT64, 1), refusals::add)) {
            assertEquals("reference", backend.info().name());
        }

        assertEquals(2, refusals.size());
        assertEquals("cuda", refusals.get(0).backend());
        assertEquals("not part of this build", refusals.get(0).reason());
        assertEquals("cpu", refusals.get(1).backend());
        assertTrue(
                refusals.get(1).reason().contains("no such library"),
                refusals.get(1).reason());
        assertSame(missing, refusals.get(1).getCause());
    }

    @Test
    void everyKindOfLinkageErrorIsARefusal() {
        for (LinkageError failure : List.of(
                new UnsatisfiedLinkError("a"), new NoClassDefFoundError("b"), new ExceptionInInitializerError("c"))) {
            List<BackendProvider> providers = List.of(new Broken("cuda", failure));

            BackendUnavailableException refused = assertThrows(
                    BackendUnavailableException.class,
                    () -> Backends.open(
                            providers,
                            Backends.Choice.CUDA,
                            BackendProvider.Request.of(Precision.FLOAT64, 1),
                            r -> {}));

            assertSame(failure, refused.getCause());
        }
    }

    @Test
    void autoWithoutAnyBackendListsAllReasons() {
        List<BackendProvider> providers = List.of(new ReferenceProvider());

        BackendUnavailableException none = assertThrows(
                BackendUnavailableException.class,
                () -> Backends.open(
                        providers, Backends.Choice.AUTO, BackendProvider.Request.of(Precision.FLOAT32, 1), r -> {}));

        assertEquals(3, none.getSuppressed().length);
        assertInstanceOf(BackendUnavailableException.class, none.getSuppressed()[0]);
        assertTrue(none.getMessage().contains("cuda: not part of this build"), none.getMessage());
        assertTrue(none.getMessage().contains("reference: it computes in FLOAT64 only"), none.getMessage());
    }

    @Test
    void refusalsNameEachBackendOnceAndNotTheReference() {
        List<String> names = Backends.refusals(Precision.FLOAT64, 0).stream()
                .map(BackendUnavailableException::backend)
                .toList();

        assertFalse(names.contains("reference"), names::toString);
        assertEquals(names.stream().distinct().toList(), names);
    }

    @Test
    void autoOpensSomethingHere() {
        try (Backend backend = Backends.open(Backends.Choice.AUTO, Precision.FLOAT64, 1)) {
            assertTrue(
                    List.of("cuda", "cpu", "reference").contains(backend.info().name()));
        }
    }
}
