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

    /** The same with one build of the kernels; skipped where it does not run. */
    static CpuBackend guarded(Precision precision, NativeLibrary.Build build) {
        return open(precision, Padding.GUARDED, Runtime.getRuntime().availableProcessors(), build);
    }

    private static CpuBackend open(Precision precision, Padding padding) {
        return open(precision, padding, Runtime.getRuntime().availableProcessors(), NativeLibrary.chosen());
    }

    static CpuBackend open(Precision precision, Padding padding, int threads, NativeLibrary.Build build) {
        Assumptions.assumeTrue(
                NativeLibrary.has(build),
                () -> build.word() + " kernels do not run here: "
                        + NativeLibrary.reason().orElse("the processor has no such instructions"));
        try {
            return CpuBackend.open(precision, threads, LIMIT, padding, build);
        } catch (BackendUnavailableException e) {
            if ("cpu".equals(System.getProperty("seli.test.require-backend"))) {
                throw e;
            }
            return Assumptions.abort(e.getMessage());
        }
    }
}
