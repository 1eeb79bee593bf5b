package seli.backend.cuda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jcuda.CudaException;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;
import jcuda.jcusolver.JCusolver;
import jcuda.nvrtc.JNvrtc;
import seli.backend.BackendUnavailableException;

/**
 * Loads the driver's library, the newest set of CUDA libraries that the driver can run, and JCuda's natives for it:
 * once in a process, since what is loaded stays. The libraries load by absolute path, after which JCuda's natives find
 * them by name; neither LD_LIBRARY_PATH nor the linker's cache matters.
 */
final class CudaLoader {
    private static final String DRIVER = "libcuda.so.1";
    private static final String ELSEWHERE = "or pass --backend cpu";

    private CudaLoader() {}

    /** What the first attempt of the process came to. */
    private static final class Attempt {
        static final Outcome OUTCOME = run();
    }

    private record Outcome(Optional<CudaLibraries> libraries, Optional<BackendUnavailableException> refusal) {}

    /**
     * The loaded libraries.
     *
     * @throws BackendUnavailableException if there is no driver, no device or no complete set; the same at every call
     */
    static CudaLibraries load() {
        Outcome outcome = Attempt.OUTCOME;
        if (outcome.refusal().isPresent()) {
            BackendUnavailableException first = outcome.refusal().get();
            throw new BackendUnavailableException("cuda", first.reason(), first.remedy(), first);
        }
        return outcome.libraries().orElseThrow();
    }

    private static Outcome run() {
        try {
            return new Outcome(Optional.of(loadAll()), Optional.empty());
        } catch (BackendUnavailableException e) {
            return new Outcome(Optional.empty(), Optional.of(e));
        }
    }

    static BackendUnavailableException refusal(String reason, String remedy, Throwable cause) {
        return new BackendUnavailableException("cuda", reason, remedy + ", " + ELSEWHERE, cause);
    }

    private static BackendUnavailableException refusal(String reason, String remedy) {
        return new BackendUnavailableException("cuda", reason, remedy + ", " + ELSEWHERE);
    }

    private static CudaLibraries loadAll() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!system.equals("Linux amd64")) {
            throw refusal("JCuda has natives for Linux on x86_64 only, this is " + system, "use such a machine");
        }
        String given = System.getProperty(CudaSearch.PROPERTY, "");
        CudaSearch search = given.isEmpty() ? CudaSearch.ofMachine() : CudaSearch.of(given);
        int driver = loadDriver(given.isEmpty() ? Optional.empty() : search.find(DRIVER));
        List<String> notes = new ArrayList<>();
        for (int major : LibrarySet.RELEASES) {
            Optional<LibrarySet> set = usable(search, major, driver, notes);
            if (set.isPresent() && loads(set.get(), notes)) {
                return new CudaLibraries(driver, set.get(), List.copyOf(notes));
            }
        }
        throw noSet(search, driver, notes);
    }

    /** Starts the driver; returns its version, such as 13000. */
    private static int loadDriver(Optional<Path> file) {
        try {
            file.ifPresent(path -> System.load(path.toAbsolutePath().toString()));
            LibrarySet none = new LibrarySet(12, Map.of());
            JcudaNatives.load("JCudaDriver", none, () -> JCudaDriver.setExceptionsEnabled(true));
        } catch (LinkageError e) {
            throw refusal(
                    "no NVIDIA driver (" + DRIVER + " does not load)", "install the driver of the graphics card", e);
        }
        try {
            JCudaDriver.cuInit(0);
        } catch (CudaException e) {
            throw initFailure(e);
        }
        int[] version = new int[1];
        JCudaDriver.cuDriverGetVersion(version);
        return version[0];
    }

    private static BackendUnavailableException initFailure(CudaException e) {
        String code = String.valueOf(e.getMessage());
        if (code.equals("CUDA_ERROR_NO_DEVICE")) {
            return refusal("the NVIDIA driver finds no device", "look at nvidia-smi and at CUDA_VISIBLE_DEVICES", e);
        }
        return refusal("the NVIDIA driver does not start (" + code + ")", "look at nvidia-smi, reboot", e);
    }

    /** The set of the release if it is complete and the driver can run it; else a note why not. */
    private static Optional<LibrarySet> usable(CudaSearch search, int major, int driver, List<String> notes) {
        if (!LibrarySet.isPresent(search, major)) {
            return Optional.empty();
        }
        List<String> missing = LibrarySet.missing(search, major);
        if (!missing.isEmpty()) {
            notes.add("CUDA %d has no %s".formatted(major, String.join(", ", missing)));
            return Optional.empty();
        }
        if (driver < major * 1000) {
            notes.add("CUDA %d needs a newer driver than this one for CUDA %s".formatted(major, release(driver)));
            return Optional.empty();
        }
        return LibrarySet.find(search, major);
    }

    private static boolean loads(LibrarySet set, List<String> notes) {
        try {
            for (Path file : set.files().values()) {
                System.load(file.toAbsolutePath().toString());
            }
            JcudaNatives.load("JCublas2", set, () -> JCublas2.setExceptionsEnabled(true));
            JcudaNatives.load("JCusolver", set, () -> JCusolver.setExceptionsEnabled(true));
            JcudaNatives.load("JNvrtc", set, () -> JNvrtc.setExceptionsEnabled(true));
            return true;
        } catch (LinkageError e) {
            notes.add("CUDA %d does not load (%s)".formatted(set.major(), e.getMessage()));
            return false;
        }
    }

    private static BackendUnavailableException noSet(CudaSearch search, int driver, List<String> notes) {
        String remedy = "install the CUDA toolkit %s, or name its folder by -D%s=FOLDER in SELI_JAVA_OPTS"
                .formatted(driver >= 13_000 ? "13 or 12" : "12", CudaSearch.PROPERTY);
        if (notes.isEmpty()) {
            return refusal(
                    "driver for CUDA %s but no CUDA libraries (libcublas) in %d folders searched"
                            .formatted(release(driver), search.folders().size()),
                    remedy);
        }
        return refusal(String.join("; ", notes), remedy);
    }

    /** Such as 12.6 for 12060. */
    static String release(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }
}
