package seli.backend.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import seli.backend.BackendProvider;
import seli.backend.Precision;

/**
 * Opens the CUDA backend for tests: on the stand-in where its folder is named, on a real device where one is required;
 * else the tests are skipped with the reason.
 */
final class CudaBackends {
    private static final int PADDING = 3;

    private CudaBackends() {}

    /** Whether the libraries are the stand-in; attached, so that {@link StandIn} can be asked. */
    static boolean isStandIn() {
        String folder = System.getProperty(CudaSearch.PROPERTY, "");
        if (!folder.contains("standin") || !Files.exists(Path.of(folder, "libcuda.so.1"))) {
            return false;
        }
        CudaLoader.load();
        StandIn.attach(Path.of(folder));
        return true;
    }

    /** Skips where there is neither. */
    static void require() {
        boolean isRequired = "cuda".equals(System.getProperty("seli.test.require-backend"));
        Assumptions.assumeTrue(isRequired || isStandIn(), CudaBackends::reason);
    }

    /** Skips where there is no stand-in. */
    static void requireStandIn() {
        Assumptions.assumeTrue(isStandIn(), CudaBackends::reason);
    }

    /** Why there is no stand-in. */
    private static String reason() {
        Path log = Path.of(System.getProperty(CudaSearch.PROPERTY, ""), "..", "build.log");
        try {
            return "no stand-in for CUDA: " + Files.readString(log).trim();
        } catch (IOException e) { // nobody has tried to build it
            return "no stand-in for CUDA: native/build-standin makes it, -D" + CudaSearch.PROPERTY + " names it";
        }
    }

    /** With leading dimensions equal to the rows. */
    static CudaBackend open(Precision precision) {
        require();
        return CudaBackend.open(BackendProvider.Request.of(precision, 1));
    }

    /** With room below each column, which only a wrong leading dimension touches. */
    static CudaBackend padded(Precision precision) {
        require();
        return CudaBackend.open(BackendProvider.Request.of(precision, 1), PADDING);
    }
}
