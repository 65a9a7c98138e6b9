package dev.tug.internal.http;

import dev.tug.internal.proxy.Proxies;

import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/// How a [Transport] reaches servers and what it tells them.
///
/// @param tls whom it trusts
/// @param userAgent what servers see
/// @param patience the longest wait for a connection and for a handshake, at most 30 s
/// @param proxies by which ways servers are reached; empty if directly
/// @param background whether little is let on the way to a stream at a time, because others come first
public record HttpSettings(
        SSLContext tls,
        String userAgent,
        Duration patience,
        Optional<Proxies> proxies,
        boolean background) {
    /// A transport in the foreground that asks no proxy.
    public HttpSettings(SSLContext tls, String userAgent, Duration patience) {
        this(tls, userAgent, patience, Optional.empty(), false);
    }

    /// The same by other ways.
    public HttpSettings with(Optional<Proxies> others) {
        return new HttpSettings(tls, userAgent, patience, others, background);
    }
}
