package seli.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After the tests of a class on the stand-in: no rule of CUDA was broken, and nothing is left alive. */
final class StandInExtension implements BeforeAllCallback, AfterAllCallback {
    /** Seed of the order in which enqueued work runs, when something waits for it: as late as on a device. */
    private static final long ORDER = 11;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (CudaBackends.isStandIn()) {
            StandIn.reset();
            StandIn.setDeferred(ORDER);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (CudaBackends.isStandIn()) {
            StandIn.setDeferred(0);
            assertAll(
                    () -> assertEquals(List.of(), StandIn.messages(), "violations"),
                    () -> assertEquals(0, StandIn.liveDeviceAllocations(), "device allocations left"),
                    () -> assertEquals(0, StandIn.liveHostAllocations(), "pinned allocations left"),
                    () -> assertEquals(0, StandIn.liveHandles(), "handles left"));
        }
    }
}
