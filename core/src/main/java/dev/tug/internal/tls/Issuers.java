package dev.tug.internal.tls;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;

/// Finds the certificate that a server should have sent along.
@FunctionalInterface
interface Issuers {
    /// Nobody is asked.
    Issuers NONE = _ -> Optional.empty();

    /// The certificate at `place`, which a certificate names as its issuer's; empty if there is none.
    Optional<X509Certificate> at(URI place);
}
