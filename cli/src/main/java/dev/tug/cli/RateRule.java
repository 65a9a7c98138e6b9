package dev.tug.cli;

import dev.tug.Bandwidth;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A limit to the rate and the hours of a week in which it holds.
///
/// @param bytesPerSecond at least 1, or [Bandwidth#UNLIMITED]
/// @param window when it holds; empty for whenever no window of another rule does
record RateRule(long bytesPerSecond, Optional<Window> window) {
    private static final Pattern RATE =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([KMGT]?)", Pattern.CASE_INSENSITIVE);

    private static final Pattern HOURS = Pattern.compile("(\\d\\d):(\\d\\d)-(\\d\\d):(\\d\\d)");
    private static final List<String> DAYS =
            List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String SUFFIXES = "KMGT";

    /// curl's and aria2's.
    private static final double KILO = 1024;

    /// Hours of some days, by the clock on the wall.
    ///
    /// @param days those on which it begins
    /// @param to when it ends, of the next day if that is not after `from`
    record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
        Window {
            days = Set.copyOf(days);
        }

        boolean holdsAt(LocalDateTime now) {
            var time = now.toLocalTime();
            boolean begunToday = days.contains(now.getDayOfWeek()) && !time.isBefore(from);
            if (to.isAfter(from)) {
                return begunToday && time.isBefore(to);
            }
            return begunToday || (days.contains(now.getDayOfWeek().minus(1)) && time.isBefore(to));
        }
    }

    /// Reads `2M`, `2M 08:00-18:00`, `off sat,sun` or `500k mon-fri 22:00-06:00`; empty for anything
    /// else.
    static Optional<RateRule> parse(String text) {
        var words = text.strip().toLowerCase(Locale.ROOT).split("\\s+", -1);
        var rate = rate(words[0]);
        if (rate.isEmpty() || words.length > 3) {
            return Optional.empty();
        }
        if (words.length == 1) {
            return Optional.of(new RateRule(rate.get(), Optional.empty()));
        }
        var hours = HOURS.matcher(words[words.length - 1]).matches();
        if (words.length == 3 && !hours) {
            return Optional.empty();
        }
        var days =
                hours && words.length == 2
                        ? Optional.of(Set.of(DayOfWeek.values()))
                        : days(words[1]);
        var window =
                days.flatMap(on ->
                        hours
                                ? window(on, words[words.length - 1])
                                : Optional.of(
                                        new Window(on, LocalTime.MIDNIGHT, LocalTime.MIDNIGHT)));
        return window.map(when -> new RateRule(rate.get(), Optional.of(when)));
    }

    /// Bytes a second as curl and aria2 write them: `5M` is 5 x 1024 x 1024, and `0` is no limit.
    static Optional<Long> rate(String text) {
        if (text.equalsIgnoreCase("off") || text.equalsIgnoreCase("none")) {
            return Optional.of(Bandwidth.UNLIMITED);
        }
        var matcher = RATE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var suffix = matcher.group(2).toUpperCase(Locale.ROOT);
        int power = suffix.isEmpty() ? 0 : SUFFIXES.indexOf(suffix) + 1;
        double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(KILO, power);
        if (bytes == 0) {
            return Optional.of(Bandwidth.UNLIMITED);
        }
        return Optional.of(Math.max(1, Math.round(bytes)));
    }

    private static Optional<Set<DayOfWeek>> days(String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (var piece : text.split(",", -1)) {
            var ends = piece.split("-", -1);
            int first = DAYS.indexOf(ends[0]);
            int last = DAYS.indexOf(ends[ends.length - 1]);
            if (first < 0 || last < 0 || ends.length > 2) {
                return Optional.empty();
            }
            for (int day = first; ; day = (day + 1) % DAYS.size()) {
                days.add(DayOfWeek.of(day + 1));
                if (day == last) {
                    break;
                }
            }
        }
        return Optional.of(days);
    }

    private static Optional<Window> window(Set<DayOfWeek> days, String text) {
        var matcher = HOURS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var from = time(matcher.group(1), matcher.group(2));
        var to = time(matcher.group(3), matcher.group(4));
        if (from.isEmpty() || to.isEmpty() || matcher.group(1).equals("24")) {
            return Optional.empty();
        }
        return Optional.of(new Window(days, from.get(), to.get()));
    }

    /// `24:00` is the end of a day, as many people write it.
    private static Optional<LocalTime> time(String hours, String minutes) {
        int hour = Integer.parseInt(hours);
        int minute = Integer.parseInt(minutes);
        if (hour == 24 && minute == 0) {
            return Optional.of(LocalTime.MIDNIGHT);
        }
        return hour < 24 && minute < 60
                ? Optional.of(LocalTime.of(hour, minute))
                : Optional.empty();
    }
}
