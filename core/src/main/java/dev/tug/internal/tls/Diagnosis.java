package dev.tug.internal.tls;

import dev.tug.failure.ChainFault;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is wrong with a chain that was refused, found by looking at it: the platform's words are the
/// names of its classes.
///
/// @param detail in words that follow "is not trusted: "
record Diagnosis(ChainFault fault, String detail) {
    /// The JDK's bounds (`jdk.certpath.disabledAlgorithms`).
    private static final int RSA_BITS_MIN = 1024;

    private static final int EC_BITS_MIN = 224;

    /// What the certificates that a server shows tell, whoever vouches for them.
    ///
    /// @param constrained whether an algorithm is what the platform refused
    static Optional<Diagnosis> ofShown(
            List<X509Certificate> shown, Instant now, boolean constrained) {
        return shown.stream()
                .flatMap(certificate -> Validity.of(certificate, now).stream())
                .findFirst()
                .or(() ->
                        shown.stream()
                                .flatMap(certificate -> odd(certificate, constrained).stream())
                                .findFirst());
    }

    /// What is said where no authority of this machine vouches.
    ///
    /// @param trail the certificates from the server's own up, each signed by the next
    /// @param isNamesake whether an authority here has the name of who should vouch
    static Diagnosis ofUnknown(List<X509Certificate> trail, Instant now, boolean isNamesake) {
        return ofShown(trail, now, false).orElseGet(() -> end(trail, isNamesake));
    }

    private static Diagnosis end(List<X509Certificate> trail, boolean isNamesake) {
        var last = trail.getLast();
        var issuer = DistinguishedName.of(last.getIssuerX500Principal()).words();
        if (isNamesake) {
            return new Diagnosis(
                    ChainFault.UNKNOWN_AUTHORITY,
                    "the authority `%s` that this machine trusts has another key"
                            .formatted(issuer));
        }
        if (isSelfSigned(last)) {
            return trail.size() == 1
                    ? new Diagnosis(
                            ChainFault.UNKNOWN_AUTHORITY,
                            "it vouches for itself, and this machine does not know it")
                    : unknown(issuer);
        }
        if (IssuerPlace.of(last).isPresent()) {
            return new Diagnosis(
                    ChainFault.INCOMPLETE,
                    "the server leaves out the certificate of `" + issuer + "`");
        }
        var unknown = unknown(issuer);
        return trail.size() > 1
                ? unknown
                : new Diagnosis(
                        unknown.fault(),
                        unknown.detail() + ", and the server shows no other certificate");
    }

    private static Diagnosis unknown(String issuer) {
        return new Diagnosis(
                ChainFault.UNKNOWN_AUTHORITY,
                "no authority that this machine trusts vouches for `" + issuer + "`");
    }

    private static Optional<Diagnosis> odd(X509Certificate certificate, boolean constrained) {
        var weak = weakness(certificate, constrained);
        if (weak.isPresent()) {
            return Optional.of(
                    new Diagnosis(ChainFault.WEAK, subject(certificate) + " has " + weak.get()));
        }
        if (certificate.hasUnsupportedCriticalExtension()) {
            return Optional.of(
                    new Diagnosis(
                            ChainFault.UNSUPPORTED,
                            subject(certificate)
                                    + " has a critical extension that is not understood"));
        }
        return Optional.empty();
    }

    private static Optional<String> weakness(X509Certificate certificate, boolean constrained) {
        var bits =
                switch (certificate.getPublicKey()) {
                    case RSAPublicKey rsa when rsa.getModulus().bitLength() < RSA_BITS_MIN ->
                            rsa.getModulus().bitLength();
                    case ECPublicKey ec when ec.getParams().getOrder().bitLength() < EC_BITS_MIN ->
                            ec.getParams().getOrder().bitLength();
                    default -> 0;
                };
        if (bits > 0) {
            return Optional.of("a key of " + bits + " bits, which can be broken");
        }
        var algorithm = certificate.getSigAlgName();
        boolean isBroken =
                algorithm.startsWith("MD") || (constrained && algorithm.startsWith("SHA1"));
        return isBroken
                ? Optional.of("a signature by " + algorithm + ", which can be forged")
                : Optional.empty();
    }

    static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    static String subject(X509Certificate certificate) {
        return "`" + DistinguishedName.of(certificate.getSubjectX500Principal()).words() + "`";
    }
}
