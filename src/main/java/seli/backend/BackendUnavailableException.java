package seli.backend;

/** A backend cannot be opened here; the message names it, the reason and the remedy in one line. */
public final class BackendUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A refusal such as {@code cuda backend unavailable: no driver found; install it or pass --backend cpu}. */
    public BackendUnavailableException(String backend, String reason, String remedy) {
        super("%s backend unavailable: %s; %s".formatted(backend, reason, remedy));
    }

    /** The same with the failure that caused it. */
    public BackendUnavailableException(String backend, String reason, String remedy, Throwable cause) {
        super("%s backend unavailable: %s; %s".formatted(backend, reason, remedy), cause);
    }
}
