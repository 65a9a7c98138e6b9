package dev.tug.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// The signed locations that a CDN has handed out, each with its end; every method takes the lock.
final class Locations {
    private static final Duration LIFETIME = Duration.ofHours(24); // Cloudflare R2 under Ollama
    private static final Pattern SIGNATURE = Pattern.compile("(?:^|&)sig=([0-9a-f]+)(?:&|$)");
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, Location> issued = new HashMap<>();
    private InstantSource clock = InstantSource.system();
    private Duration lifetime = LIFETIME;
    private int usesMax = Integer.MAX_VALUE;
    private long number;

    /// @param usesLeft requests it still serves
    private record Location(Instant end, int usesLeft) {}

    /// Makes the query of a new location.
    synchronized String issue() {
        var now = clock.instant();
        var signature = "%016x".formatted(++number * 0x9E3779B97F4A7C15L);
        issued.put(signature, new Location(now.plus(lifetime), usesMax));
        return "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=%s&X-Amz-Expires=%d&sig=%s"
                .formatted(AMZ_DATE.format(now), lifetime.toSeconds(), signature);
    }

    /// Whether a request with this query is served; uses up one use.
    synchronized boolean isValid(String query) {
        var match = SIGNATURE.matcher(query);
        if (!match.find()) {
            return false;
        }
        var location = issued.get(match.group(1));
        if (location == null
                || location.usesLeft() <= 0
                || !clock.instant().isBefore(location.end())) {
            return false;
        }
        issued.put(match.group(1), new Location(location.end(), location.usesLeft() - 1));
        return true;
    }

    synchronized void expireAll() {
        issued.clear();
    }

    synchronized void usesMax(int uses) {
        usesMax = uses;
    }

    synchronized void lifetime(Duration next, InstantSource source) {
        lifetime = next;
        clock = source;
    }
}
