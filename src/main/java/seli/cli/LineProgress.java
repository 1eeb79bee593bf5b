package seli.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import seli.report.NumberText;

/** One line a minute, for logs: a computation that takes less than a minute leaves no line. */
final class LineProgress implements ProgressDisplay {
    private static final long INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final PrintStream out;
    private final String task;
    private final long total;
    private final LongSupplier nanoClock;
    private final long start;
    private long lastLine;
    private long firstStep = -1; // of this run, which may go on from an earlier one
    private long firstTime;

    LineProgress(PrintStream out, String task, long total, LongSupplier nanoClock) {
        this.out = out;
        this.task = task;
        this.total = total;
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
        this.lastLine = start;
    }

    @Override
    public void update(long step, String quantity, double value) {
        long now = nanoClock.getAsLong();
        if (firstStep < 0) {
            firstStep = step;
            firstTime = now;
        }
        if (now - lastLine >= INTERVAL) {
            lastLine = now;
            String share = total > 0
                    ? String.format(Locale.ROOT, "%d of %d (%.0f %%)", step, total, 100.0 * step / total)
                    : Long.toString(step);
            String elapsed = NumberText.seconds((now - start) / 1e9);
            out.println(task + ": step " + share + ", " + quantity + " " + ProgressDisplay.amount(value) + ", "
                    + elapsed + left(step, now));
        }
    }

    /** The time left at the pace of this run so far. */
    private String left(long step, long now) {
        if (total <= 0 || step <= firstStep) {
            return "";
        }
        double seconds = (now - firstTime) / 1e9 * (total - step) / (step - firstStep);
        return ", about " + NumberText.seconds(seconds) + " left";
    }

    @Override
    public void close() {
        out.flush();
    }
}
