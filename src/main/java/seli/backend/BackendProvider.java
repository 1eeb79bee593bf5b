package seli.backend;

/**
 * Opens one kind of backend; found by {@link java.util.ServiceLoader}, so that selection depends on no implementation.
 * Loading the class must not touch native code.
 */
public interface BackendProvider {
    /** The name that {@code --backend} takes: reference, cpu or cuda. */
    String name();

    /**
     * What to open.
     *
     * @param precision format of the matrices
     * @param threads number of threads to compute with, at least 1; ignored where it has no meaning
     * @param device number of the device, from 0; ignored where there is only one
     * @param memory how much of the device's memory matrices may take; ignored on the host
     */
    record Request(Precision precision, int threads, int device, Memory memory) {
        /** Checks the ranges. */
        public Request {
            if (threads < 1 || device < 0) {
                throw new IllegalArgumentException(
                        "%d threads, device %d; expected at least 1 and at least 0".formatted(threads, device));
            }
        }

        /** The first device with the usual share of its memory. */
        public static Request of(Precision precision, int threads) {
            return new Request(precision, threads, 0, Memory.USUAL);
        }
    }

    /**
     * A limit of memory: the lesser of a share of what is free and a number of bytes.
     *
     * @param share above 0 and at most 1
     * @param bytes above 0
     */
    record Memory(double share, long bytes) {
        /** Four fifths of what is free: the rest is for the libraries' own workspaces. */
        public static final Memory USUAL = new Memory(0.8, Long.MAX_VALUE);

        /** Checks the ranges. */
        public Memory {
            if (!(share > 0 && share <= 1) || bytes < 1) {
                throw new IllegalArgumentException(
                        "share %s and %d bytes of the memory; expected above 0 to 1, above 0".formatted(share, bytes));
            }
        }

        /** The limit where {@code free} bytes are free. */
        public long of(long free) {
            return Math.min(bytes, (long) (share * free));
        }
    }

    /**
     * Opens the backend.
     *
     * @throws BackendUnavailableException if it cannot work here
     */
    Backend open(Request request);
}
