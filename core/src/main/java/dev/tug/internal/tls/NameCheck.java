package dev.tug.internal.tls;

import java.security.cert.X509Certificate;

import javax.net.ssl.SSLException;

/// Tells whether a certificate is a host's.
@FunctionalInterface
public interface NameCheck {
    /// Returns if `leaf` is the certificate of `host`.
    ///
    /// @throws SSLException if it is another's
    void check(String host, X509Certificate leaf) throws SSLException;
}
