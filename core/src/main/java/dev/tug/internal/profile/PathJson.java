package dev.tug.internal.profile;

import dev.tug.internal.text.Harmless;
import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One [KnownPath] as the members of a JSON object, and back with suspicion.
///
/// Limits that are out of all reason are brought within it: a request of one byte, from a file that
/// somebody wrote by hand, would keep a pull busy for ever.
final class PathJson {
    private static final int REASON_LENGTH_MAX = 200;
    private static final long BYTES_LEAST = 64 << 10;

    /// A connection that is left after less brings little more than its own handshakes.
    private static final long RETIRE_BYTES_LEAST = 4 << 20;

    private static final long SECOND = 1_000;
    private static final long RETIRE_AGE_LEAST = 5 * SECOND;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /// An inspector that takes longer over the first byte cannot be told from one that is dead.
    private static final long FIRST_BYTE_MOST = 5 * MINUTE;

    /// Of a profile that does not say it: what the dearest of the networks of the simulation asks.
    private static final Duration RECOVER_UNKNOWN = Duration.ofSeconds(30);

    private PathJson() {}

    static Map<String, Object> members(KnownPath path) {
        var key = path.key();
        var profile = path.profile();
        var members = new LinkedHashMap<String, Object>();
        members.put("host", key.origin());
        members.put("egress", key.egress());
        key.inspector().ifPresent(inspector -> members.put("inspector", inspector));
        members.put("network", key.network());
        members.put("learned", path.learned().toString());
        members.put("pulls", path.pulls());
        members.put("streams", profile.streams());
        members.put("held", profile.held());
        members.put("wall", profile.wall());
        members.put("certify_ms", profile.certify().toMillis());
        members.put("recover_ms", profile.recover().toMillis());
        members.put("spacing_ms", profile.spacing().toMillis());
        members.put("request_bytes_max", profile.requestBytesMax());
        if (profile.retireAge().compareTo(PathProfile.AGELESS) < 0) {
            members.put("retire_age_ms", profile.retireAge().toMillis());
        }
        if (profile.retireBytes() < Long.MAX_VALUE) {
            members.put("retire_bytes", profile.retireBytes());
        }
        members.put("first_byte_ms", profile.firstByte().toMillis());
        members.put("ranges", profile.ranges());
        members.put("cause", profile.cause().name().toLowerCase(Locale.ROOT));
        members.put("reason", printable(profile.reason()));
        return members;
    }

    /// The path in `entry`; empty if it makes no sense.
    static Optional<KnownPath> read(Object entry) {
        if (!(entry instanceof Map<?, ?> members)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Members(members).path());
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    /// The members of one object; what is missing or of another type is an [IllegalArgumentException].
    private record Members(Map<?, ?> members) {
        KnownPath path() {
            var inspector =
                    members.containsKey("inspector")
                            ? Optional.of(text("inspector"))
                            : Optional.<String>empty();
            return new KnownPath(
                    new PathKey(text("egress"), inspector, text("network"), text("host")),
                    profile(),
                    Instant.parse(text("learned")),
                    Math.clamp(number("pulls"), 0, KnownPath.PULLS_MAX));
        }

        private PathProfile profile() {
            return new PathProfile(
                    Math.toIntExact(number("streams")),
                    Math.clamp(number("held"), 0, PathProfile.STREAMS_MAX),
                    Math.clamp(number("wall"), 0, PathProfile.STREAMS_MAX + 1),
                    millis("certify_ms", 0, HOUR),
                    members.containsKey("recover_ms")
                            ? millis("recover_ms", 0, MINUTE)
                            : RECOVER_UNKNOWN,
                    millis("spacing_ms", 0, MINUTE),
                    Math.max(BYTES_LEAST, number("request_bytes_max")),
                    members.containsKey("retire_age_ms")
                            ? millis(
                                    "retire_age_ms",
                                    RETIRE_AGE_LEAST,
                                    PathProfile.AGELESS.toMillis())
                            : PathProfile.AGELESS,
                    members.containsKey("retire_bytes")
                            ? Math.max(RETIRE_BYTES_LEAST, number("retire_bytes"))
                            : Long.MAX_VALUE,
                    millis("first_byte_ms", SECOND, FIRST_BYTE_MOST),
                    truth("ranges"),
                    Cause.valueOf(text("cause").toUpperCase(Locale.ROOT)),
                    printable(text("reason")));
        }

        private String text(String name) {
            if (members.get(name) instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException(name);
        }

        private long number(String name) {
            return switch (members.get(name)) {
                case Integer number -> number;
                case Long number -> number;
                case null, default -> throw new IllegalArgumentException(name);
            };
        }

        private Duration millis(String name, long least, long most) {
            return Duration.ofMillis(Math.clamp(number(name), least, most));
        }

        private boolean truth(String name) {
            if (members.get(name) instanceof Boolean truth) {
                return truth;
            }
            throw new IllegalArgumentException(name);
        }
    }

    /// Words of a stranger on one short line.
    static String printable(String text) {
        return Harmless.of(text, REASON_LENGTH_MAX).strip();
    }
}
