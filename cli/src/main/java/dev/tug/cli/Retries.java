package dev.tug.cli;

import java.time.Duration;

/// When a request is made again, in words.
final class Retries {
    private Retries() {}

    /// `trying again`, or `trying again in 4 s`.
    static String when(Duration delay) {
        return delay.toMillis() < 500
                ? "trying again"
                : "trying again in " + Math.max(1, delay.toSeconds()) + " s";
    }
}
