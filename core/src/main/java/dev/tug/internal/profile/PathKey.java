package dev.tug.internal.profile;

import java.util.Locale;
import java.util.Optional;

/// A path that a profile is of: how this machine gets out, and where to.
///
/// @param egress `direct`, or `proxy HOST:PORT`
/// @param inspector SHA-256 of the authority that signs in the origin's name, or `assumed`; empty if
///     nothing is known to read along
/// @param network the local network, as [LocalNetwork] names it
/// @param origin the registry's host, with its port unless that is the scheme's own; lower case
public record PathKey(String egress, Optional<String> inspector, String network, String origin) {
    /// A host name has at most 253 characters (RFC 1035 §2.3.4), a port 6 with its colon.
    static final int LENGTH_MAX = 300;

    public PathKey {
        origin = origin.toLowerCase(Locale.ROOT);
        check(egress);
        inspector.ifPresent(PathKey::check);
        check(network);
        check(origin);
    }

    private static void check(String text) {
        if (!isFit(text)) {
            throw new IllegalArgumentException("not 1..300 printable ASCII characters");
        }
    }

    /// Whether `text` can be part of a key: printable ASCII, not empty and not too long.
    static boolean isFit(String text) {
        return !text.isBlank()
                && text.length() <= LENGTH_MAX
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /// The same path from another local network.
    PathKey in(String other) {
        return new PathKey(egress, inspector, other, origin);
    }
}
