package seli.selftest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.reference.ReferenceBackend;

class SelftestTest {
    @Test
    void namesAreUniqueAndCoverEveryOperation() {
        List<String> names = Selftest.cases().stream().map(OpCase::name).toList();

        assertEquals(names.size(), names.stream().distinct().count());
        for (String operation : List.of(
                "gemm",
                "axpby",
                "scale",
                "dot",
                "norm",
                "symmetricEigen",
                "svd",
                "lossAndGradient",
                "loss",
                "momentumStep",
                "classMeans",
                "withinClassScatter",
                "gatherColumns",
                "scatterColumns")) {
            assertTrue(names.stream().anyMatch(name -> name.startsWith(operation + "(")), operation);
        }
    }

    @Test
    void aNameSelectsItsCase() {
        String name = Selftest.cases().get(100).name();

        assertEquals(
                List.of(name), Selftest.cases(name).stream().map(OpCase::name).toList());
        assertEquals(Selftest.cases().size(), Selftest.cases("").size());
        String message = assertThrows(IllegalArgumentException.class, () -> Selftest.cases("no such"))
                .getMessage();
        assertTrue(message.contains("'no such'"), message);
    }

    @Test
    void theReferenceAgreesWithItselfAndReportsEachCase() {
        List<CaseResult> heard = new ArrayList<>();
        try (Backend backend = ReferenceBackend.open()) {
            List<CaseResult> results = Selftest.run(backend, "k=33,n=65,loss=vs", heard::add);

            assertEquals(results, heard);
            assertEquals(2 * Regime.values().length + 5, results.size()); // five with a scale
            for (CaseResult result : results) {
                assertTrue(result.passed(), result::toString);
            }
            assertEquals(0, backend.liveBytes());
        }
    }

    @Test
    void everySabotagedOperationIsFound() {
        for (Sabotage fault : Sabotage.values()) {
            try (Backend broken = fault.of(ReferenceBackend.open())) {
                List<CaseResult> results = Selftest.run(broken, fault.operation() + "(", result -> {});

                assertTrue(results.stream().anyMatch(result -> !result.passed()), () -> fault + " went unnoticed");
            }
        }
    }

    @Test
    void anExceptionFailsItsCaseOnly() {
        OpCase throwing = new OpCase("gemm", "x=1", trial -> {
            throw new IllegalStateException("device lost");
        });
        try (Backend one = ReferenceBackend.open();
                Backend two = ReferenceBackend.open()) {
            CaseResult result = throwing.run(one, two);

            assertFalse(result.passed());
            assertTrue(result.message().contains("device lost"), result::message);
        }
    }
}
