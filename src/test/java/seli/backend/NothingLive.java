package seli.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves matrix memory behind on a backend it opened through {@link #watch}, and closes the backend.
 */
public final class NothingLive implements AfterEachCallback {
    private final List<Backend> watched = new ArrayList<>();

    /** {@code backend}, checked and closed when the test ends. */
    public <B extends Backend> B watch(B backend) {
        watched.add(backend);
        return backend;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<Backend> opened = List.copyOf(watched);
        watched.clear();
        for (Backend backend : opened) {
            long live = backend.liveBytes();
            backend.close();
            assertEquals(0, live, () -> backend.info().name() + " still holds memory after the test");
        }
    }
}
