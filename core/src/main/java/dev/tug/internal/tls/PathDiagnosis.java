package dev.tug.internal.tls;

import dev.tug.failure.ChainFault;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Says why a way up to an authority that this machine knows is not taken.
final class PathDiagnosis {
    /// Extended key usages under which the JDK takes a server: its own, all, and two of the nineties.
    private static final Set<String> SERVER =
            Set.of(
                    "1.3.6.1.5.5.7.3.1",
                    "2.5.29.37.0",
                    "2.16.840.1.113730.4.1",
                    "1.3.6.1.4.1.311.10.3.3");

    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;

    /// An exception chain is never this long by itself; the bound guards against cycles.
    private static final int CAUSES_MAX = 16;

    private PathDiagnosis() {}

    /// What the platform minded.
    static Diagnosis of(TrustPath path, Instant now, CertificateException refusal) {
        var reason = reason(refusal);
        boolean constrained =
                reason.filter(CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED::equals)
                        .isPresent();
        return Diagnosis.ofShown(path.shown(), now, constrained)
                .or(() -> ofAuthorities(path))
                .or(() -> ofServer(path.leaf()))
                .or(() -> reason.map(known -> of(known, path)))
                .orElseGet(() -> last(path, refusal));
    }

    /// Where an authority vouches that must not, or for more than it may.
    static Optional<Diagnosis> ofAuthorities(TrustPath path) {
        int below = 0;
        for (var authority : path.authorities()) {
            var wrong = ofAuthority(authority, below);
            if (wrong.isPresent()) {
                return wrong.map(words ->
                        new Diagnosis(
                                ChainFault.NO_AUTHORITY,
                                Diagnosis.subject(authority) + " vouches and " + words));
            }
            // Who vouches for itself in between does not count (RFC 5280 §6.1.4 l).
            below += Diagnosis.isSelfSigned(authority) ? 0 : 1;
        }
        return path.authorities().stream()
                .filter(authority -> !isAnchor(authority, path) && !isForServers(authority))
                .findFirst()
                .map(authority ->
                        new Diagnosis(
                                ChainFault.WRONG_PURPOSE,
                                Diagnosis.subject(authority)
                                        + " may not vouch for servers (its extended key usage)"));
    }

    private static boolean isAnchor(X509Certificate certificate, TrustPath path) {
        return certificate.equals(path.anchor().certificate());
    }

    private static Optional<String> ofAuthority(X509Certificate authority, int below) {
        // The oldest form has no extensions, and roots of it are still in stores.
        if (authority.getVersion() < 3 && Diagnosis.isSelfSigned(authority)) {
            return Optional.empty();
        }
        int length = authority.getBasicConstraints();
        if (length < 0) {
            return Optional.of("is no authority (its basic constraints)");
        }
        var usage = authority.getKeyUsage();
        if (usage != null && !usage[KEY_CERT_SIGN]) {
            return Optional.of("may not sign certificates (its key usage)");
        }
        return below > length
                ? Optional.of(
                        "allows %d authorities below it, not %d (its basic constraints)"
                                .formatted(length, below))
                : Optional.empty();
    }

    private static Optional<Diagnosis> ofServer(X509Certificate leaf) {
        var usage = leaf.getKeyUsage();
        var wrong =
                !isForServers(leaf)
                        ? "it is not for servers (its extended key usage)"
                        : usage != null && !usage[DIGITAL_SIGNATURE]
                                ? "it may not sign a handshake (its key usage)"
                                : "";
        return wrong.isEmpty()
                ? Optional.empty()
                : Optional.of(new Diagnosis(ChainFault.WRONG_PURPOSE, wrong));
    }

    private static boolean isForServers(X509Certificate certificate) {
        try {
            var purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.stream().anyMatch(SERVER::contains);
        } catch (CertificateParsingException _) {
            return false;
        }
    }

    private static Diagnosis of(CertPathValidatorException.Reason reason, TrustPath path) {
        if (reason == PKIXReason.INVALID_NAME) {
            return new Diagnosis(
                    ChainFault.NAME_FORBIDDEN,
                    path.shown().stream()
                                    .filter(each ->
                                            each.getExtensionValue(NAME_CONSTRAINTS) != null)
                                    .map(Diagnosis::subject)
                                    .findFirst()
                                    .orElse("an authority")
                            + " may not vouch for such names (its name constraints)");
        }
        if (reason == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
            return new Diagnosis(
                    ChainFault.WEAK, "a key or a signature is of a kind that can be broken");
        }
        if (reason == PKIXReason.INVALID_POLICY) {
            return new Diagnosis(
                    ChainFault.OTHER, "the policies of its certificates contradict each other");
        }
        return new Diagnosis(ChainFault.OTHER, "its certificates do not fit together");
    }

    /// The platform distrusts some authorities of its own list from a day on, and says so in words alone.
    private static Diagnosis last(TrustPath path, CertificateException refusal) {
        var words = Objects.requireNonNullElse(refusal.getMessage(), "").toLowerCase(Locale.ROOT);
        return words.contains("distrusted") || words.contains("untrusted certificate")
                ? distrusted(path.anchor().certificate(), "this JDK")
                : new Diagnosis(ChainFault.OTHER, "its certificates do not fit together");
    }

    /// What is said of a certificate that somebody told this machine not to trust.
    ///
    /// @param by who says so
    static Diagnosis distrusted(X509Certificate certificate, String by) {
        return new Diagnosis(
                ChainFault.DISTRUSTED,
                Diagnosis.subject(certificate) + " is marked as distrusted by " + by);
    }

    private static Optional<CertPathValidatorException.Reason> reason(Throwable refusal) {
        var cause = refusal;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++) {
            if (cause instanceof CertPathValidatorException e
                    && !Objects.equals(
                            e.getReason(), CertPathValidatorException.BasicReason.UNSPECIFIED)) {
                return Optional.of(e.getReason());
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
