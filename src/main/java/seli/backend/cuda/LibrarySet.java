package seli.backend.cuda;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The libraries of one CUDA release, in the order in which they load: what a library needs stands before it.
 *
 * @param major 12 or 13
 * @param files the file of each, by its name without a path
 */
record LibrarySet(int major, Map<String, Path> files) {
    /** The releases that JCuda's natives work with, newest first. */
    static final List<Integer> RELEASES = List.of(13, 12);

    LibrarySet {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    static String cublas(int major) {
        return "libcublas.so." + major;
    }

    static String cusolver(int major) {
        return "libcusolver.so." + (major - 1);
    }

    static String cusolverMg(int major) {
        return "libcusolverMg.so." + (major - 1);
    }

    static String nvrtc(int major) {
        return "libnvrtc.so." + major;
    }

    /** Whether the multi-GPU solver is there, which JCuda's native names but nothing here uses. */
    boolean hasCusolverMg() {
        return files.containsKey(cusolverMg(major));
    }

    /** The names of JCuda's natives, which are made for CUDA 12, and those of this release. */
    Map<String, String> renames() {
        return major == 12
                ? Map.of()
                : Map.of(
                        cublas(12), cublas(major),
                        cusolver(12), cusolver(major),
                        cusolverMg(12), cusolverMg(major),
                        nvrtc(12), nvrtc(major));
    }

    /** Whether any library of the release is there: then it is worth saying which others are missing. */
    static boolean isPresent(CudaSearch search, int major) {
        return leaders(major).stream().anyMatch(name -> search.find(name).isPresent());
    }

    /** The leading libraries of the release that are nowhere to be found. */
    static List<String> missing(CudaSearch search, int major) {
        return leaders(major).stream()
                .filter(name -> search.find(name).isEmpty())
                .toList();
    }

    private static List<String> leaders(int major) {
        return List.of(cublas(major), cusolver(major), nvrtc(major));
    }

    /** The set of the release, with what its leading libraries need; nothing if one of those is missing. */
    static Optional<LibrarySet> find(CudaSearch search, int major) {
        if (!missing(search, major).isEmpty()) {
            return Optional.empty();
        }
        Map<String, Path> files = new LinkedHashMap<>();
        for (String name : companions(major)) {
            String leader = name.startsWith("libnvrtc")
                    ? nvrtc(major)
                    : name.startsWith("libcusolver") ? cusolver(major) : cublas(major);
            Path folder = search.find(leader).orElseThrow().toAbsolutePath().getParent();
            Optional<Path> file = folder == null
                    ? search.find(name)
                    : search.startingAt(folder).find(name);
            file.ifPresent(path -> files.put(name, path));
        }
        return Optional.of(new LibrarySet(major, files));
    }

    /** All that are loaded if they are there, in order. */
    private static List<String> companions(int major) {
        List<String> names = new ArrayList<>();
        names.add("libnvJitLink.so." + major);
        names.add("libcusparse.so.12");
        names.add("libcublasLt.so." + major);
        names.add(cublas(major));
        names.add(cusolver(major));
        names.add(cusolverMg(major));
        names.add("libnvrtc-builtins.so." + major + ".*");
        names.add(nvrtc(major));
        return names;
    }
}
