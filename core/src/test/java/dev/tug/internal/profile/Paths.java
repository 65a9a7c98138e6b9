package dev.tug.internal.profile;

import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Paths and profiles to test with.
final class Paths {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final PathKey OFFICE = key("192.168.7.0/24", "registry.example");

    private Paths() {}

    static PathKey key(String network, String origin) {
        return new PathKey(Egress.DIRECT, Optional.empty(), network, origin);
    }

    /// Of a network that cuts connections above `held`.
    static PathProfile walled(int held) {
        return profile(held, held, held + 1, Cause.TOO_MANY, "this network cuts above " + held);
    }

    /// Of a pull that met nothing and proved nothing.
    static PathProfile blank(int streams) {
        return profile(streams, 0, 0, Cause.NONE, "");
    }

    static PathProfile profile(int streams, int held, int wall, Cause cause, String reason) {
        return new PathProfile(
                streams,
                held,
                wall,
                Duration.ofSeconds(5),
                Duration.ZERO,
                Duration.ofMillis(300),
                4 << 20,
                Duration.ofSeconds(51),
                Long.MAX_VALUE,
                PathProfile.FIRST_BYTE,
                false,
                cause,
                reason);
    }
}
