package seli.standards;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A test that prints fails, one that does not passes. */
class SilenceExtensionTest {
    @Test
    void printingFailsTheTestAndSilenceDoesNot() {
        PrintStream out = System.out;
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try {
            Events tests = EngineTestKit.engine("junit-jupiter")
                    .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                    .selectors(selectClass(Planted.class))
                    .execute()
                    .testEvents();

            tests.assertStatistics(counts -> counts.succeeded(1).failed(1));
            tests.failed().assertEventsMatchExactly(finishedWithFailure(message(m -> m.endsWith("silence: loud"))));
        } finally {
            System.setOut(out);
        }
    }

    /** Nested, so that only the test above runs it. */
    @ExtendWith(SilenceExtension.class)
    static class Planted {
        @Test
        void loud() {
            System.out.println("loud");
        }

        @Test
        void silent() {}
    }
}
