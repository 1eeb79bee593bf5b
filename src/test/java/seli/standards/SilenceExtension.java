package seli.standards;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails every test during which something was printed to standard output or error, for library code is silent. Tests of
 * the command line ({@code seli.cli}) are left alone. Registered for all tests through the service file; log records
 * are not counted, since where they go is the program's choice.
 */
public final class SilenceExtension implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace SPACE = ExtensionContext.Namespace.create(SilenceExtension.class);

    /** What the streams were before the test, and what was printed since. */
    private record Watch(PrintStream out, PrintStream err, ByteArrayOutputStream printed) {}

    /** For the service loader. */
    public SilenceExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        if (context.getRequiredTestClass().getPackageName().equals("seli.cli")) {
            return;
        }
        LogManager.getLogManager().reset();
        Watch watch = new Watch(System.out, System.err, new ByteArrayOutputStream());
        System.setOut(new PrintStream(new Copy(watch.out(), watch.printed()), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Copy(watch.err(), watch.printed()), true, StandardCharsets.UTF_8));
        context.getStore(SPACE).put(Watch.class, watch);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Watch watch = context.getStore(SPACE).remove(Watch.class, Watch.class);
        if (watch == null) {
            return;
        }
        System.setOut(watch.out());
        System.setErr(watch.err());
        String printed = watch.printed().toString(StandardCharsets.UTF_8);
        if (!printed.isEmpty()) {
            throw new AssertionError("printed to standard output or error; expected silence: "
                    + printed.lines().findFirst().orElse("").strip());
        }
    }

    /** Passes bytes on and keeps them. */
    private static final class Copy extends OutputStream {
        private final PrintStream next;
        private final ByteArrayOutputStream kept;

        Copy(PrintStream next, ByteArrayOutputStream kept) {
            this.next = next;
            this.kept = kept;
        }

        @Override
        public void write(int b) {
            next.write(b);
            kept.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            next.write(bytes, from, length);
            kept.write(bytes, from, length);
        }
    }
}
