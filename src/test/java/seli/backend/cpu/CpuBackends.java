package seli.backend.cpu;

import org.junit.jupiter.api.Assumptions;
import seli.backend.BackendUnavailableException;
import seli.backend.Precision;

/**
 * Opens the CPU backend for tests: where it cannot work they are skipped with the reason, or fail if it is required.
 */
final class CpuBackends {
    private static final long LIMIT = 4L << 30;

    private CpuBackends() {}

    static CpuBackend open(Precision precision) {
        return open(precision, Padding.NONE);
    }

    /** With guard zones around every matrix. */
    static CpuBackend guarded(Precision precision) {
        return open(precision, Padding.GUARDED);
    }

    private static CpuBackend open(Precision precision, Padding padding) {
        try {
            return CpuBackend.open(precision, Runtime.getRuntime().availableProcessors(), LIMIT, padding);
        } catch (BackendUnavailableException e) {
            if ("cpu".equals(System.getProperty("seli.test.require-backend"))) {
                throw e;
            }
            return Assumptions.abort(e.getMessage());
        }
    }
}
