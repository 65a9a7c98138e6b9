package dev.tug.cli;

import java.util.Locale;
import java.util.Optional;

/// How much is logged to stderr.
enum LogLevel {
    OFF,
    INFO,
    DEBUG;

    /// Reads `off`, `info` or `debug`; empty for any other word.
    static Optional<LogLevel> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "off" -> Optional.of(OFF);
            case "info" -> Optional.of(INFO);
            case "debug" -> Optional.of(DEBUG);
            default -> Optional.empty();
        };
    }

    /// The word for people.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
