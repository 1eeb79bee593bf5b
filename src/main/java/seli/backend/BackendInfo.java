package seli.backend;

import java.util.Map;

/**
 * What a backend is, for reports.
 *
 * @param name the name that {@code --backend} takes: reference, cpu or cuda
 * @param precision the format of its matrices
 * @param device the processor or GPU in words
 * @param threads number of threads that it computes with
 * @param libraries name to version of each numerical library in use, such as OpenBLAS with its kernel name
 */
public record BackendInfo(String name, Precision precision, String device, int threads, Map<String, String> libraries) {
    /** Copies the map. */
    public BackendInfo {
        libraries = Map.copyOf(libraries);
    }
}
