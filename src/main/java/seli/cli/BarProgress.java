package seli.cli;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that is redrawn in place; its line is wiped at the end. */
final class BarProgress implements ProgressDisplay {
    private static final int WIDTH = 78;
    private static final int REDRAW_MILLIS = 200;

    private final PrintStream out;
    private final ProgressBar bar;
    private long lastText;

    BarProgress(PrintStream out, String task, long total) {
        this.out = out;
        // This consumer only hands over text: the library's own would start a terminal library to measure the width.
        this.bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total > 0 ? total : -1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new DelegatingProgressBarConsumer(text -> redraw(out, text), WIDTH))
                .build();
        this.lastText = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(REDRAW_MILLIS);
    }

    private static void redraw(PrintStream out, String text) {
        out.print("\r" + text);
        out.flush();
    }

    @Override
    public void update(long step, String quantity, double value) {
        bar.stepTo(step);
        long now = System.nanoTime();
        if (now - lastText >= TimeUnit.MILLISECONDS.toNanos(REDRAW_MILLIS)) {
            lastText = now;
            bar.setExtraMessage(" " + quantity + " " + ProgressDisplay.amount(value));
        }
    }

    @Override
    public void close() {
        bar.close();
        redraw(out, " ".repeat(WIDTH) + "\r");
    }
}
