package dev.tug.internal.doctor;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Tells what a server's certificates say of who is at the other end.
@FunctionalInterface
public interface ChainJudge {
    /// Judges the certificates that were shown for `host`.
    ///
    /// @param chain the leaf first
    Opinion of(String host, List<X509Certificate> chain);

    /// What certificates say.
    ///
    /// @param anchor in whom they end
    /// @param inspector who opens TLS on the way, a product's name or `unknown`; empty if nobody seems to
    record Opinion(Anchor anchor, Optional<String> inspector) {}

    /// In whom a chain ends.
    enum Anchor {
        /// One of the roots that every browser has.
        PUBLIC,
        /// An authority of a company, or of nobody.
        OTHER
    }
}
