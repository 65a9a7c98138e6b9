package dev.tug.internal.proxy;

import java.util.List;
import java.util.Optional;

/// A login by one scheme on one connection. Owned by the thread that opens the connection.
interface Handshake {
    /// A request that the login is for.
    ///
    /// @param uri as in the request's first line
    record Asked(String method, String uri) {}

    /// What to send with the next request, as the value of `Proxy-Authorization`; empty if nothing
    /// can be said to what the proxy offered, which is a refusal if anything was sent before.
    ///
    /// @param challenges what the proxy offered last, of this scheme alone
    Optional<String> next(List<Challenge> challenges, Asked asked);

    /// Whether it has sent a password, or what proves that it knows one.
    boolean hasShownProof();
}
