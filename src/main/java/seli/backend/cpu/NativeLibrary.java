package seli.backend.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The library of native kernels inside this program: unpacked into a folder of this process alone and removed as soon
 * as it is loaded, once a process. Which build of its kernels runs is chosen by the processor, or by the property
 * {@value #PROPERTY}: avx512, avx2, scalar, or java for none. Where none can be had the backend computes in Java, for
 * the reason that {@link #reason} gives.
 */
final class NativeLibrary {
    static final String PROPERTY = "seli.cpu.kernels";

    private static final System.Logger LOG = System.getLogger("seli.backend");
    private static final String FILE = "libseli-cpu.so";

    /** A build of the kernels. */
    enum Build {
        /** Loops in Java. */
        JAVA(-1),
        /** Plain C++, for every processor. */
        SCALAR(0),
        /** 256-bit vectors. */
        AVX2(1),
        /** 512-bit vectors. */
        AVX512(2);

        private final int number;

        Build(int number) {
            this.number = number;
        }

        /** The number that the library knows it by; negative if it does not. */
        int number() {
            return number;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What came of loading.
     *
     * @param reason why there is no library; empty if there is
     */
    private record Loaded(String reason) {
        static final Loaded ONCE = load();
    }

    private NativeLibrary() {}

    private static Loaded load() {
        try (InputStream in = NativeLibrary.class.getResourceAsStream(FILE)) {
            if (in == null) {
                return new Loaded("this build has no native kernels: no g++ was there");
            }
            Path folder = Files.createTempDirectory("seli-cpu");
            Path file = folder.resolve(FILE);
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                System.load(file.toString());
                return new Loaded("");
            } finally {
                Files.deleteIfExists(file); // a loaded library stays mapped
                Files.delete(folder);
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            String reason = "native kernels do not load (" + e.getMessage() + ")";
            LOG.log(System.Logger.Level.INFO, reason);
            return new Loaded(reason);
        }
    }

    /** Why native kernels cannot be had; nothing if they can. */
    static Optional<String> reason() {
        return Optional.of(Loaded.ONCE.reason()).filter(reason -> !reason.isEmpty());
    }

    /** Whether {@code build} runs here. */
    static boolean has(Build build) {
        return build == Build.JAVA || reason().isEmpty() && NativeKernels.hasBuild(build.number());
    }

    /**
     * The build that the property asks for, or else the best that runs here.
     *
     * @throws IllegalArgumentException if the property names none, or one that does not run here
     */
    static Build chosen() {
        String wanted = System.getProperty(PROPERTY, "");
        if (wanted.isEmpty()) {
            return best();
        }
        for (Build build : Build.values()) {
            if (build.word().equals(wanted)) {
                if (has(build)) {
                    return build;
                }
                throw new IllegalArgumentException("property %s is %s, which does not run here (%s); leave it out"
                        .formatted(PROPERTY, wanted, reason().orElse("the processor has no such instructions")));
            }
        }
        throw new IllegalArgumentException(
                "property %s is '%s'; expected java, scalar, avx2 or avx512".formatted(PROPERTY, wanted));
    }

    private static Build best() {
        for (Build build : List.of(Build.AVX512, Build.AVX2, Build.SCALAR)) {
            if (has(build)) {
                return build;
            }
        }
        return Build.JAVA;
    }
}
