package dev.tug.internal.transfer;

import java.time.Duration;

/// Spans of time in words.
final class Spans {
    private Spans() {}

    /// Such as `12 h`, `10 min` or `4 s`: whole units, rounded down.
    static String of(Duration span) {
        if (span.toHours() >= 1) {
            return span.toMinutesPart() == 0
                    ? span.toHours() + " h"
                    : span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return span.toMinutes() >= 1
                ? span.toMinutes() + " min"
                : Math.max(1, span.toSeconds()) + " s";
    }
}
