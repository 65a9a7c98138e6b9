package dev.tug.internal.registry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Leave to read a repository: the value of an `Authorization` field, and how long it holds.
///
/// @param refreshAt when to ask for a new one
/// @param expiresAt when it holds no more
record Grant(String authorization, Instant refreshAt, Instant expiresAt) {
    /// The distribution specification's default for tokens that name no life.
    private static final long SECONDS_DEFAULT = 60;

    /// A shorter life would have Tug ask for more tokens than bytes.
    private static final long SECONDS_MIN = 10;

    private static final long SECONDS_MAX = 24L * 3600;

    /// The least time before the end for a new token, unless that is half its life.
    private static final long MARGIN_SECONDS_MIN = 5;

    /// Tokens of registries with many scopes have some kB; servers refuse headers beyond 8 to 64 kB.
    private static final int TOKEN_LENGTH_MAX = 64 << 10;

    /// A grant without an end.
    static Grant lasting(String authorization) {
        return new Grant(authorization, Instant.MAX, Instant.MAX);
    }

    /// Reads a token service's answer.
    ///
    /// @param now when it arrived
    /// @throws Json.Malformed if there is no token in it; the message goes on after "it"
    static Grant parse(byte[] answer, Instant now) throws Json.Malformed {
        var json = Json.read(answer);
        var token =
                json.string("token")
                        .filter(Grant::isToken)
                        .or(() -> json.string("access_token").filter(Grant::isToken))
                        .orElseThrow(() -> new Json.Malformed("holds no token"));
        var seconds =
                Math.clamp(
                        json.integer("expires_in").orElse(SECONDS_DEFAULT),
                        SECONDS_MIN,
                        SECONDS_MAX);
        var life = Duration.ofSeconds(seconds);
        var margin = Math.min(Math.max(seconds / 10, MARGIN_SECONDS_MIN), seconds / 2);
        var end = issued(json, now, life).plus(life);
        return new Grant("Bearer " + token, end.minusSeconds(margin), end);
    }

    boolean isFresh(Instant now) {
        return now.isBefore(refreshAt);
    }

    boolean isValid(Instant now) {
        return now.isBefore(expiresAt);
    }

    /// Nothing of the token.
    @Override
    public String toString() {
        return "grant until " + expiresAt;
    }

    /// When the token was made, where that is believable: clocks of servers differ from ours.
    private static Instant issued(Json json, Instant now, Duration life) {
        return json.string("issued_at")
                .flatMap(Grant::instant)
                .filter(at -> at.isBefore(now) && at.isAfter(now.minus(life.dividedBy(2))))
                .orElse(now);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Visible ASCII alone: anything else could end the header field.
    private static boolean isToken(String text) {
        return !text.isEmpty()
                && text.length() <= TOKEN_LENGTH_MAX
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
