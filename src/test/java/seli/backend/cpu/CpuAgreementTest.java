package seli.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.TestAbortedException;
import seli.backend.Backend;
import seli.backend.Precision;
import seli.backend.reference.ReferenceBackend;
import seli.selftest.CaseResult;
import seli.selftest.OpCase;
import seli.selftest.Selftest;

/**
 * The whole table of cases at both precisions and with every build of the kernels, with guard zones around every
 * matrix.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CpuAgreementTest {
    private final Backend truth = ReferenceBackend.open();
    private Backend subject = truth;

    @AfterAll
    void close() {
        long live = subject.liveBytes();
        subject.close();
        truth.close();
        assertEquals(0, live);
    }

    @TestFactory
    Stream<DynamicNode> float64() {
        return builds(Precision.FLOAT64);
    }

    @TestFactory
    Stream<DynamicNode> float32() {
        return builds(Precision.FLOAT32);
    }

    private Stream<DynamicNode> builds(Precision precision) {
        return Stream.of(NativeLibrary.Build.values())
                .map(build -> DynamicContainer.dynamicContainer(
                        build.word(), Stream.of(build).flatMap(each -> cases(precision, each))));
    }

    private Stream<DynamicTest> cases(Precision precision, NativeLibrary.Build build) {
        if (subject != truth) { // identity: opened before
            subject.close();
            subject = truth;
        }
        try {
            subject = CpuBackends.guarded(precision, build);
        } catch (TestAbortedException skipped) { // as a test of its own, so that the report shows the skip
            return Stream.of(DynamicTest.dynamicTest("all cases", () -> {
                throw skipped;
            }));
        }
        Backend backend = subject;
        return Selftest.cases().stream().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c, backend)));
    }

    private void check(OpCase opCase, Backend backend) {
        CaseResult result = opCase.run(backend, truth);
        assertTrue(
                result.passed(),
                () -> "%s (%s): %.3g of the bound, %s"
                        .formatted(opCase, backend.info().precision(), result.worst(), result.message()));
        assertEquals(0, backend.liveBytes(), () -> opCase + " left memory behind");
    }
}
