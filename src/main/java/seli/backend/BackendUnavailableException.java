package seli.backend;

/** A backend cannot be opened here; the message names it, the reason and the remedy in one line. */
public final class BackendUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String backend;
    private final String reason;
    private final String remedy;

    /** A refusal such as {@code cuda backend unavailable: no driver found; install it or pass --backend cpu}. */
    public BackendUnavailableException(String backend, String reason, String remedy) {
        super("%s backend unavailable: %s; %s".formatted(backend, reason, remedy));
        this.backend = backend;
        this.reason = reason;
        this.remedy = remedy;
    }

    /** The same with the failure that caused it. */
    public BackendUnavailableException(String backend, String reason, String remedy, Throwable cause) {
        super("%s backend unavailable: %s; %s".formatted(backend, reason, remedy), cause);
        this.backend = backend;
        this.reason = reason;
        this.remedy = remedy;
    }

    /** Name of the backend. */
    public String backend() {
        return backend;
    }

    /** Why it cannot be opened. */
    public String reason() {
        return reason;
    }

    /** What the user can do about it. */
    public String remedy() {
        return remedy;
    }
}
