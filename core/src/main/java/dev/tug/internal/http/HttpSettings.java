package dev.tug.internal.http;

import dev.tug.internal.tls.Tls;

import java.time.Duration;

/// How a [Transport] reaches servers and what it tells them.
///
/// @param tls whom it trusts, and how it shakes hands
/// @param userAgent what servers see
/// @param patience the longest wait for a connection and for a handshake, at most 30 s
/// @param background whether little is let on the way to a stream at a time, because others come first
public record HttpSettings(Tls tls, String userAgent, Duration patience, boolean background) {
    /// A transport in the foreground.
    public HttpSettings(Tls tls, String userAgent, Duration patience) {
        this(tls, userAgent, patience, false);
    }
}
