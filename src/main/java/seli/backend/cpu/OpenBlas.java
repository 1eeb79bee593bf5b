package seli.backend.cpu;

import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;

/** The library in this process: its constants, threads and name. */
final class OpenBlas {
    static final int COLUMN_MAJOR = openblas_nolapack.CblasColMajor;
    static final int UPPER = openblas_nolapack.CblasUpper;

    /**
     * Kernel families that a build with run-time dispatch may contain; each has a table of this name in the library.
     */
    private static final List<String> CORES = List.of(
            "PRESCOTT",
            "CORE2",
            "NEHALEM",
            "SANDYBRIDGE",
            "HASWELL",
            "SKYLAKEX",
            "COOPERLAKE",
            "SAPPHIRERAPIDS",
            "BARCELONA",
            "BULLDOZER",
            "PILEDRIVER",
            "STEAMROLLER",
            "EXCAVATOR",
            "ZEN",
            "ARMV8",
            "ARMV8SVE",
            "ARMV9SME",
            "CORTEXA53",
            "CORTEXA55",
            "CORTEXA57",
            "NEOVERSEN1",
            "NEOVERSEN2",
            "NEOVERSEV1",
            "THUNDERX",
            "THUNDERX2T99",
            "TSV110",
            "EMAG8180",
            "A64FX",
            "VORTEX",
            "VORTEXM4");

    private OpenBlas() {}

    /**
     * Loads the library, which sets up its threads, and tells it how many to use. The number holds for the whole
     * process: the backend opened last decides.
     */
    static void load(int threads) {
        Loader.load(openblas.class);
        openblas_nolapack.blas_set_num_threads(threads);
    }

    /**
     * The addresses of cblas_dgemm, cblas_sgemm and openblas_set_num_threads in this process, for native callers; zeros
     * where the library does not show them.
     */
    static long[] addresses() {
        return new long[] {
            address("cblas_dgemm"), address("cblas_sgemm"), address("openblas_set_num_threads"),
        };
    }

    private static long address(String symbol) {
        Pointer found = Loader.addressof(symbol);
        return Pointer.isNull(found) ? 0 : found.address();
    }

    static int transpose(boolean trans) {
        return trans ? openblas_nolapack.CblasTrans : openblas_nolapack.CblasNoTrans;
    }

    /** Such as {@code 0.3.31 (ZEN kernels)}. */
    static String version() {
        return "%s (%s kernels)"
                .formatted(openblas.OPENBLAS_VERSION.replace("OpenBLAS", "").trim(), core());
    }

    /**
     * The kernel family chosen for this processor. JavaCPP maps no function for it, but the library's exported variable
     * {@code gotoblas} points to the chosen one of its exported tables {@code gotoblas_NAME}.
     */
    private static String core() {
        Pointer chosen = Loader.addressof("gotoblas");
        if (Pointer.isNull(chosen)) {
            return "unknown";
        }
        long table = new LongPointer(chosen).get();
        for (String name : CORES) {
            Pointer candidate = Loader.addressof("gotoblas_" + name);
            if (!Pointer.isNull(candidate) && candidate.address() == table) {
                return name;
            }
        }
        return "unknown";
    }
}
