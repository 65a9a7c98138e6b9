package dev.tug.internal.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// An authority that is believed.
///
/// @param certificate its own
/// @param origin where it is known from
public record Anchor(X509Certificate certificate, Origin origin) {
    /// SHA-256 of the certificate in lower-case hexadecimal digits.
    public String fingerprint() {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was decoded, or SHA-256", e);
        }
    }

    /// Whether it signed `other`.
    boolean signed(X509Certificate other) {
        return signed(certificate, other);
    }

    /// Whether the key of `issuer` made the signature of `other`.
    static boolean signed(X509Certificate issuer, X509Certificate other) {
        if (!issuer.getSubjectX500Principal().equals(other.getIssuerX500Principal())) {
            return false;
        }
        try {
            other.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
