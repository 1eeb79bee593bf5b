package seli.cli;

/** How a run ended, as the process tells the shell. */
final class ExitCode {
    /** Done; for {@code solve}: certified optimal. */
    static final int SUCCESS = 0;

    /** Finished without meeting the tolerance, or a check failed; results are written. */
    static final int NOT_MET = 2;

    /**
     * Unknown options, impossible values, files that are missing, unreadable or broken, outputs that cannot be opened.
     */
    static final int BAD_INPUT = 64;

    /** The backend that was asked for cannot run here. */
    static final int BACKEND_UNAVAILABLE = 69;

    /** An error of the program, or of the system while results were written. */
    static final int INTERNAL_ERROR = 70;

    private ExitCode() {}
}
