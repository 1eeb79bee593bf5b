package seli.cli;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /** What each code means, for the manual, in increasing order of the codes. */
    static final SortedMap<Integer, String> MEANINGS = Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(
            SUCCESS, "Done; for solve: certified optimal",
            NOT_MET, "Finished without meeting the tolerance, or a check failed; results are written",
            BAD_INPUT, "Bad input: options, values, files that are missing or broken, outputs that cannot be opened",
            BACKEND_UNAVAILABLE, "The backend that was asked for cannot run here",
            INTERNAL_ERROR, "Internal error, or the system failed while a result was written")));

    private ExitCode() {}
}
