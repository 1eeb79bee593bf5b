package seli.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import seli.backend.Backend;
import seli.backend.Precision;
import seli.backend.reference.ReferenceBackend;
import seli.selftest.CaseResult;
import seli.selftest.OpCase;
import seli.selftest.Selftest;

/** The whole table of cases at every precision, with room below each column and without. */
@Tag("cuda")
@ExtendWith(StandInExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CudaAgreementTest {
    private final Backend truth = ReferenceBackend.open();
    private final List<Backend> opened = new ArrayList<>();

    @AfterAll
    void close() {
        for (Backend backend : opened) {
            assertEquals(0, backend.liveBytes());
            backend.close();
        }
        truth.close();
    }

    @TestFactory
    Stream<DynamicTest> float64() {
        return cases(CudaBackends.padded(Precision.FLOAT64));
    }

    @TestFactory
    Stream<DynamicTest> float32() {
        return cases(CudaBackends.padded(Precision.FLOAT32));
    }

    @TestFactory
    Stream<DynamicTest> tf32() {
        return cases(CudaBackends.open(Precision.TF32));
    }

    private Stream<DynamicTest> cases(Backend subject) {
        opened.add(subject);
        return Selftest.cases().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c, subject)));
    }

    private void check(OpCase opCase, Backend subject) {
        CaseResult result = opCase.run(subject, truth);
        assertTrue(
                result.passed(),
                () -> "%s (%s): %.3g of the bound, %s"
                        .formatted(opCase, subject.info().precision(), result.worst(), result.message()));
        assertEquals(0, subject.liveBytes(), () -> opCase + " left memory behind");
    }
}
