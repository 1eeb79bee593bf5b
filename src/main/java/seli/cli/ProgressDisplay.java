package seli.cli;

import java.io.PrintStream;
import seli.report.NumberText;

/**
 * Shows how far a long computation is: a bar on a terminal, one line a minute otherwise, or nothing. Cheap enough to be
 * told of every step. One thread at a time.
 */
interface ProgressDisplay {
    /**
     * Reports a step.
     *
     * @param step steps done so far
     * @param quantity name of the number that tells how well it goes, such as loss or gap
     * @param value that number
     */
    void update(long step, String quantity, double value);

    /** Ends the display; leaves a terminal at the start of an empty line. */
    void close();

    /** A display that shows nothing. */
    static ProgressDisplay silent() {
        return new SilentProgress();
    }

    /**
     * Begins a bar that is redrawn in place, for a terminal.
     *
     * @param task what is being done, in one or two words
     * @param total number of steps, or 0 if it is not known
     */
    static ProgressDisplay bar(PrintStream out, String task, long total) {
        return new BarProgress(out, task, total);
    }

    /** Begins a display of one line a minute, for logs; parameters as for {@link #bar}. */
    static ProgressDisplay lines(PrintStream out, String task, long total) {
        return new LineProgress(out, task, total, System::nanoTime);
    }

    /** The number as it is shown: small whole numbers as such, all others with three digits. */
    static String amount(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e6;
        return whole ? Long.toString((long) value) : NumberText.rough(value);
    }
}
