package dev.tug.internal.profile;

import java.util.Optional;

/// How this machine gets out, for now: all of a [PathKey] but the origin.
///
/// @param way `direct`, or `proxy HOST:PORT`
/// @param inspector as in [PathKey]
/// @param network the local network
public record Egress(String way, Optional<String> inspector, String network) {
    /// The way of a machine that asks no proxy.
    public static final String DIRECT = "direct";

    /// An inspector that a user told of and no certificate has shown yet.
    public static final String ASSUMED = "assumed";

    /// The same with another inspector.
    public Egress inspectedBy(Optional<String> other) {
        return new Egress(way, other, network);
    }

    /// The path to `origin`. A host that no key can hold shares one path with all such hosts: a pull
    /// must not fail over what is remembered of it.
    public PathKey to(String origin) {
        return new PathKey(way, inspector, network, PathKey.isFit(origin) ? origin : "?");
    }
}
