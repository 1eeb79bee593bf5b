package seli.backend;

/**
 * Opens one kind of backend; found by {@link java.util.ServiceLoader}, so that selection depends on no implementation.
 * Loading the class must not touch native code.
 */
public interface BackendProvider {
    /** The name that {@code --backend} takes: reference, cpu or cuda. */
    String name();

    /**
     * Opens the backend.
     *
     * @param precision format of its matrices
     * @param threads number of threads to compute with, at least 1; ignored where it has no meaning
     * @throws BackendUnavailableException if it cannot work here
     */
    Backend open(Precision precision, int threads);
}
