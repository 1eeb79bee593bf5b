package seli.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Where the program's log goes: nowhere, or with {@code --debug} to standard error, one line for each message. Remove
 * it after the run, so that runs in one process do not write to each other's streams.
 */
final class LogOutput {
    private final Logger logger;
    private final Handler handler;

    private LogOutput(Logger logger, Handler handler) {
        this.logger = logger;
        this.handler = handler;
    }

    /** Starts to take everything that packages below {@code seli} log. */
    static LogOutput start(PrintStream err, boolean debug) {
        Logger logger = Logger.getLogger("seli"); // kept in a field: loggers that nothing refers to lose their settings
        Handler handler = new LogLines(err, debug ? Level.FINE : Level.OFF);
        logger.setUseParentHandlers(false);
        logger.setLevel(debug ? Level.FINE : Level.OFF);
        logger.addHandler(handler);
        return new LogOutput(logger, handler);
    }

    /** Stops; the log is silent again. */
    void remove() {
        logger.removeHandler(handler);
        logger.setLevel(Level.OFF);
    }

    private static final class LogLines extends Handler {
        private final PrintStream err;

        LogLines(PrintStream err, Level level) {
            this.err = err;
            setLevel(level);
            setFormatter(new LogLine());
        }

        @Override
        public void publish(LogRecord message) {
            if (isLoggable(message)) {
                err.print(getFormatter().format(message));
            }
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {}
    }

    private static final class LogLine extends Formatter {
        @Override
        public String format(LogRecord message) {
            return String.format(
                    Locale.ROOT,
                    "%tT.%<tL %s %s: %s%n",
                    message.getMillis(),
                    message.getLevel().getName(),
                    message.getLoggerName(),
                    formatMessage(message));
        }
    }
}
