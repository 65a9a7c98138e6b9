package dev.tug.internal.registry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/// The `Retry-After` field (RFC 9110 10.2.3).
final class RetryAfter {
    /// Longer waits are as good as a refusal, and guard sums of durations.
    private static final Duration MAX = Duration.ofDays(1);

    private static final int DIGITS_MAX = 9;

    private RetryAfter() {}

    /// How long to wait from `now` on, 0 to 1 day; zero if `text` says nothing sound.
    static Duration parse(String text, Instant now) {
        var wait = text.strip();
        if (!wait.isEmpty() && wait.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return wait.length() > DIGITS_MAX
                    ? MAX
                    : clamp(Duration.ofSeconds(Long.parseLong(wait)));
        }
        try {
            var due = ZonedDateTime.parse(wait, DateTimeFormatter.RFC_1123_DATE_TIME);
            return clamp(Duration.between(now, due.toInstant()));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private static Duration clamp(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MAX) > 0 ? MAX : wait;
    }
}
