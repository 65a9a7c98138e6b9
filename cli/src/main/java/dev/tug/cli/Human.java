package dev.tug.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Numbers as people read them, in Ollama's forms.
final class Human {
    private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB", "PB", "EB");

    private Human() {}

    /// A size in decimal units: `999 B`, `1.5 KB`, `19 GB`. From 10 on there are no decimals.
    static String bytes(long bytes) {
        var unit = 0;
        long scale = 1;
        while (unit < UNITS.size() - 1 && bytes / scale >= 1000) {
            scale *= 1000;
            unit++;
        }
        var whole = bytes / scale;
        if (whole >= 10 || bytes % scale == 0) {
            return whole + " " + UNITS.get(unit);
        }
        var tenths = Math.round((double) bytes / scale * 10);
        return tenths / 10 + "." + tenths % 10 + " " + UNITS.get(unit);
    }

    /// A rate: `12 MB/s`.
    static String rate(double bytesPerSecond) {
        return bytes(Math.round(bytesPerSecond)) + "/s";
    }

    /// A small share: `0.6 %`, `<0.1 %`.
    static String percent(double percent) {
        return percent > 0 && percent < 0.05
                ? "<0.1 %"
                : String.format(Locale.ROOT, "%.1f %%", percent);
    }

    /// A time to wait, at most six characters: `45s`, `59m59s`, `1h2m`, `99h+`.
    static String duration(Duration duration) {
        var seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m" + seconds % 60 + "s";
        }
        if (seconds < 100 * 3600) {
            return seconds / 3600 + "h" + seconds / 60 % 60 + "m";
        }
        return "99h+";
    }

    /// A short time with its tenths: `0.4 s`, from a minute on as [#duration].
    static String elapsed(Duration duration) {
        if (duration.toSeconds() >= 60) {
            return duration(duration);
        }
        var tenths = duration.toMillis() / 100;
        return tenths / 10 + "." + tenths % 10 + " s";
    }

    /// How long ago something was: `3 days ago`.
    static String ago(Duration age) {
        var seconds = age.toSeconds();
        if (seconds < 1) {
            return "just now";
        }
        if (seconds < 60) {
            return ago(seconds, "second");
        }
        if (seconds < 3600) {
            return ago(seconds / 60, "minute");
        }
        var hours = seconds / 3600;
        if (hours < 48) {
            return ago(hours, "hour");
        }
        var days = hours / 24;
        if (days < 14) {
            return ago(days, "day");
        }
        if (days < 60) {
            return ago(days / 7, "week");
        }
        return days < 730 ? ago(days / 30, "month") : ago(days / 365, "year");
    }

    /// `count` of a thing, in the plural if it needs one: `1 cut`, `3 cuts`.
    static String count(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }

    private static String ago(long count, String unit) {
        return count(count, unit) + " ago";
    }
}
