package dev.tug.cli;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads and writes spans of time: `90` (seconds), `30s`, `10m`, `3h`, `1h30m`, `2d`.
final class TimeSpan {
    /// More is a slip of the finger.
    private static final Duration MAX = Duration.ofDays(365);

    private static final Pattern SHAPE =
            Pattern.compile("(?:(\\d{1,5})d)?(?:(\\d{1,5})h)?(?:(\\d{1,7})m)?(?:(\\d{1,9})s?)?");

    private TimeSpan() {}

    /// The span that `text` names, 0 to 365 days.
    static Optional<Duration> parse(String text) {
        var match = SHAPE.matcher(text.strip());
        if (text.isBlank() || !match.matches()) {
            return Optional.empty();
        }
        var span =
                Duration.ofDays(number(match.group(1)))
                        .plusHours(number(match.group(2)))
                        .plusMinutes(number(match.group(3)))
                        .plusSeconds(number(match.group(4)));
        return span.compareTo(MAX) > 0 ? Optional.empty() : Optional.of(span);
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /// The span as [#parse] reads it.
    static String text(Duration span) {
        var text = new StringBuilder();
        append(text, span.toDays(), 'd');
        append(text, span.toHoursPart(), 'h');
        append(text, span.toMinutesPart(), 'm');
        append(text, span.toSecondsPart(), 's');
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long number, char unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }
}
