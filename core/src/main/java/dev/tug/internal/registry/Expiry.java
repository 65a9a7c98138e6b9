package dev.tug.internal.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// When a presigned address ends, read from its own query.
final class Expiry {
    /// The most time before the end at which an address is given up: enough for a slow request to
    /// start, little against the 600 s of the Hub's addresses.
    private static final Duration MARGIN_MAX = Duration.ofSeconds(30);

    private static final int MARGIN_SHARE = 10;

    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,11}");
    private static final Pattern CLAIM = Pattern.compile("\"exp\"\\s*:\\s*([0-9]{1,11})\\b");

    private Expiry() {}

    /// When to stop using `uri`, which was given at `seen`.
    ///
    /// @return empty if it does not say, or if it says that it has ended: then this machine's clock
    ///     is wrong, and a refusal will tell
    static Optional<Instant> of(URI uri, Instant seen) {
        var query = query(uri);
        return end(query)
                .filter(end -> end.isAfter(seen))
                .map(end -> end.minus(margin(Duration.between(seen, end))));
    }

    private static Duration margin(Duration life) {
        var share = life.dividedBy(MARGIN_SHARE);
        return share.compareTo(MARGIN_MAX) < 0 ? share : MARGIN_MAX;
    }

    private static Optional<Instant> end(Map<String, String> query) {
        return signed(query, "x-amz-")
                .or(() -> signed(query, "x-goog-"))
                .or(() -> epoch(query.getOrDefault("expires", "")))
                .or(() -> epoch(query.getOrDefault("exp", "")))
                .or(() -> azure(query.getOrDefault("se", "")))
                .or(() -> claim(query.getOrDefault("__sign", "")));
    }

    /// A date and a number of seconds, as AWS and Google sign addresses.
    private static Optional<Instant> signed(Map<String, String> query, String prefix) {
        var life = query.getOrDefault(prefix + "expires", "");
        if (!NUMBER.matcher(life).matches()) {
            return Optional.empty();
        }
        try {
            var start = LocalDateTime.parse(query.getOrDefault(prefix + "date", ""), BASIC);
            return Optional.of(start.toInstant(ZoneOffset.UTC).plusSeconds(Long.parseLong(life)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> epoch(String text) {
        return NUMBER.matcher(text).matches()
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
                : Optional.empty();
    }

    private static Optional<Instant> azure(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The `exp` claim of a JSON web token, as the Hub signs addresses.
    private static Optional<Instant> claim(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
            var found = CLAIM.matcher(claims);
            return found.find() ? epoch(found.group(1)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Names in lower case; the first of several values.
    private static Map<String, String> query(URI uri) {
        var values = new HashMap<String, String>();
        var text = uri.getRawQuery();
        if (text == null) {
            return values;
        }
        for (var pair : text.split("&", -1)) {
            var end = pair.indexOf('=');
            if (end > 0) {
                values.putIfAbsent(
                        pair.substring(0, end).toLowerCase(Locale.ROOT),
                        decode(pair.substring(end + 1)));
            }
        }
        return values;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
