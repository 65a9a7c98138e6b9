package dev.tug.internal.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/// An authority that is believed.
///
/// @param certificate its own
/// @param origin where it is known from
/// @param place the same more exactly, as a file's name or in words; may be empty
public record Anchor(X509Certificate certificate, Origin origin, String place) {
    /// The same where nobody wants to know the place.
    Anchor(X509Certificate certificate, Origin origin) {
        this(certificate, origin, "");
    }

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
