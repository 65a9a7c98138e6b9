package dev.tug.cli;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// What the platform's logging makes of itself when the first logger is asked for.
///
/// The platform creates it by name, once: a run in which nobody logs never loads it, and a run
/// without `--verbose` or `TUG_LOG` stays silent whatever libraries think is worth a line.
public final class Logs {
    private static final String CONFIG_CLASS = "java.util.logging.config.class";
    private static final String LEVEL = "tug.log";
    private static volatile Consumer<String> sink = System.err::println;

    /// Called by the platform.
    public Logs() {
        LogManager.getLogManager().reset();
        var level = LogLevel.parse(System.getProperty(LEVEL, "off")).orElse(LogLevel.OFF);
        var root = Logger.getLogger("");
        root.setLevel(level == LogLevel.OFF ? Level.OFF : Level.WARNING);
        if (level == LogLevel.OFF) {
            return;
        }
        root.addHandler(new Lines());
        tug.setLevel(level == LogLevel.DEBUG ? Level.FINE : Level.INFO);
    }

    // The log manager holds loggers weakly: a level set on one that nobody keeps is lost.
    private final Logger tug = Logger.getLogger("dev.tug");

    /// Says how much is to be logged; has no effect once something was.
    static void level(LogLevel level) {
        System.setProperty(CONFIG_CLASS, Logs.class.getName());
        System.setProperty(LEVEL, level.word());
    }

    /// Tells the user a line, above the bars if there are any, whatever is logged.
    static void tell(String line) {
        sink.accept(line);
    }

    /// Sends lines to `to` from now on.
    static void into(Consumer<String> to) {
        sink = to;
    }

    /// One line per record: level, logger, message, and the stack trace at debug level.
    private static final class Lines extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord entry) {
            if (!isLoggable(entry)) {
                return;
            }
            var cause = Optional.ofNullable(entry.getThrown()).map(thrown -> ": " + thrown);
            sink.accept(
                    "["
                            + entry.getLevel().getName().replace("FINE", "DEBUG")
                            + "] "
                            + entry.getLoggerName()
                            + ": "
                            + formatter.formatMessage(entry)
                            + cause.orElse(""));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
