package seli.backend.cuda;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where CUDA's libraries may be, in this order: the folders of the property {@value #PROPERTY}, which are then the only
 * ones; CUDA_PATH and CUDA_HOME; /usr/local/cuda*; the system's folders; NVIDIA's Python packages.
 */
final class CudaSearch {
    /** Folders, separated as in a path, that are searched instead of the usual ones. */
    static final String PROPERTY = "seli.cuda.libs";

    private static final List<String> USUAL = List.of(
            "/usr/local/cuda/lib64",
            "/usr/local/cuda*/lib64",
            "/usr/local/cuda*/targets/x86_64-linux/lib",
            "/opt/cuda/lib64",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib64",
            "/usr/local/lib/python3*/*-packages/nvidia/*/lib",
            "/usr/lib/python3*/*-packages/nvidia/*/lib",
            "/opt/*/lib/python3*/*-packages/nvidia/*/lib");

    private static final List<String> AT_HOME = List.of(
            "/.local/lib/python3*/site-packages/nvidia/*/lib",
            "/*/lib/python3*/site-packages/nvidia/*/lib",
            "/.venv/lib/python3*/site-packages/nvidia/*/lib");

    private final List<Path> folders;

    private CudaSearch(List<Path> folders) {
        this.folders = folders;
    }

    /** A search of the folders {@code given}, separated by colons. */
    static CudaSearch of(String given) {
        List<String> patterns = new ArrayList<>();
        for (String folder : given.split(":", -1)) {
            if (!folder.isEmpty()) {
                patterns.add(Path.of(folder).toAbsolutePath().toString());
            }
        }
        return ofPatterns(patterns);
    }

    /** A search of this machine's usual folders. */
    static CudaSearch ofMachine() {
        List<String> patterns = new ArrayList<>();
        for (String variable : List.of("CUDA_PATH", "CUDA_HOME")) {
            String root = System.getenv(variable);
            if (root != null && !root.isEmpty()) {
                patterns.add(root + "/lib64");
                patterns.add(root + "/targets/x86_64-linux/lib");
            }
        }
        patterns.addAll(USUAL);
        for (String pattern : AT_HOME) {
            patterns.add(System.getProperty("user.home", "") + pattern);
        }
        return ofPatterns(patterns);
    }

    private static CudaSearch ofPatterns(List<String> patterns) {
        return new CudaSearch(patterns.stream()
                .flatMap(pattern -> matches(pattern).stream())
                .filter(Files::isDirectory)
                .distinct()
                .toList());
    }

    /** The folders that exist, in order. */
    List<Path> folders() {
        return folders;
    }

    /** A search that looks into {@code first} before everything else: a library's companions stand beside it. */
    CudaSearch startingAt(Path first) {
        List<Path> order = new ArrayList<>(List.of(first));
        order.addAll(folders);
        return new CudaSearch(List.copyOf(order));
    }

    /** The first file of this name, which may have asterisks. */
    Optional<Path> find(String name) {
        for (Path folder : folders) {
            List<Path> found = inFolder(folder, name);
            if (!found.isEmpty()) {
                return Optional.of(found.get(0));
            }
        }
        return Optional.empty();
    }

    /** The paths that match an absolute pattern with asterisks inside its parts; later versions first. */
    static List<Path> matches(String pattern) {
        List<Path> found = List.of(Path.of("/"));
        for (String part : pattern.split("/", -1)) {
            if (!part.isEmpty()) {
                List<Path> next = new ArrayList<>();
                for (Path folder : found) {
                    next.addAll(inFolder(folder, part));
                }
                found = next;
            }
        }
        return found;
    }

    private static List<Path> inFolder(Path folder, String name) {
        if (name.indexOf('*') < 0) {
            Path file = folder.resolve(name);
            return Files.exists(file) ? List.of(file) : List.of();
        }
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, name)) {
                entries.forEach(found::add);
            } catch (IOException e) { // a folder that may not be read holds nothing for us
                return List.of();
            }
        }
        found.sort(Comparator.reverseOrder());
        return found;
    }
}
