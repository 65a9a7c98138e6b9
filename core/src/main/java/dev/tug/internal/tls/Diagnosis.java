package dev.tug.internal.tls;

import dev.tug.failure.ChainFault;

import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// What is wrong with a chain that was refused, found by looking at it: the platform's words are the
/// names of its classes.
///
/// @param detail in words that follow "is not trusted: "
record Diagnosis(ChainFault fault, String detail) {
    /// The JDK's bounds (`jdk.certpath.disabledAlgorithms`).
    private static final int RSA_BITS_MIN = 1024;

    private static final int EC_BITS_MIN = 224;

    /// A chain of causes is never this long by itself; the bound guards against cycles.
    private static final int CAUSES_MAX = 16;

    /// A clock that is wrong is mostly wrong by years, or by a time zone.
    private static final Duration ZONE = Duration.ofDays(1);

    /// @param chain as the server sent it
    /// @param issuer the authority that signed a certificate, if it is known here
    static Diagnosis of(
            List<X509Certificate> chain,
            Function<X509Certificate, Optional<Anchor>> issuer,
            Instant now,
            Throwable refusal) {
        if (chain.isEmpty()) {
            return new Diagnosis(ChainFault.OTHER, "the server shows no certificate");
        }
        var path = path(chain);
        return path.stream()
                .flatMap(certificate -> dated(certificate, now).stream())
                .findFirst()
                .or(() ->
                        path.stream()
                                .flatMap(certificate -> odd(certificate, refusal).stream())
                                .findFirst())
                .orElseGet(() -> end(path, issuer.apply(path.getLast()), now, refusal));
    }

    /// The certificates from the server's own up, each signed by the next.
    static List<X509Certificate> path(List<X509Certificate> chain) {
        var path = new ArrayList<X509Certificate>();
        var next = Optional.of(chain.getFirst());
        while (next.isPresent() && !path.contains(next.get())) {
            var last = next.get();
            path.add(last);
            next =
                    chain.stream()
                            .filter(other -> !path.contains(other) && Anchor.signed(other, last))
                            .findFirst();
        }
        return path;
    }

    private static Optional<Diagnosis> dated(X509Certificate certificate, Instant now) {
        var end = certificate.getNotAfter().toInstant();
        var start = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            return Optional.of(
                    new Diagnosis(
                            ChainFault.EXPIRED,
                            subject(certificate)
                                    + " expired "
                                    + span(Duration.between(end, now))
                                    + " ago"
                                    + clock(now, "ahead", Duration.between(end, now))));
        }
        return now.isBefore(start)
                ? Optional.of(
                        new Diagnosis(
                                ChainFault.NOT_YET_VALID,
                                subject(certificate)
                                        + " is valid only in "
                                        + span(Duration.between(now, start))
                                        + clock(now, "behind", Duration.between(now, start))))
                : Optional.empty();
    }

    private static String clock(Instant now, String how, Duration by) {
        return ", or the clock here is "
                + how
                + (by.compareTo(ZONE) < 0 ? " (as by a wrong time zone)" : "")
                + ": it says "
                + now.truncatedTo(ChronoUnit.MINUTES);
    }

    private static Optional<Diagnosis> odd(X509Certificate certificate, Throwable refusal) {
        var weak = weakness(certificate, isConstrained(refusal));
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

    private static boolean isConstrained(Throwable refusal) {
        var cause = refusal;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++) {
            if (cause instanceof CertPathValidatorException e
                    && e.getReason()
                            == CertPathValidatorException.BasicReason.ALGORITHM_CONSTRAINED) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static Diagnosis end(
            List<X509Certificate> path, Optional<Anchor> anchor, Instant now, Throwable refusal) {
        var last = path.getLast();
        if (anchor.isPresent()) {
            var authority = anchor.get().certificate();
            var end = authority.getNotAfter().toInstant();
            return now.isAfter(end)
                    ? new Diagnosis(
                            ChainFault.AUTHORITY_EXPIRED,
                            "the authority "
                                    + subject(authority)
                                    + " expired "
                                    + span(Duration.between(end, now))
                                    + " ago"
                                    + clock(now, "ahead", Duration.between(end, now)))
                    : new Diagnosis(ChainFault.OTHER, words(refusal));
        }
        var issuer = DistinguishedName.of(last.getIssuerX500Principal()).words();
        if (isSelfSigned(last)) {
            return path.size() == 1
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
        return path.size() > 1
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

    private static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }

    private static String subject(X509Certificate certificate) {
        return "`" + DistinguishedName.of(certificate.getSubjectX500Principal()).words() + "`";
    }

    /// The innermost words, without the names of what checks.
    private static String words(Throwable refusal) {
        var cause = refusal;
        for (int depth = 0; depth < CAUSES_MAX && cause.getCause() != null; depth++) {
            cause = Objects.requireNonNull(cause.getCause());
        }
        var text = Objects.requireNonNullElse(cause.getMessage(), "it is malformed");
        return text.replaceAll("(?i)PKIX path \\w+ failed:?", "").strip();
    }

    private static String span(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        return time.toHours() > 1 ? time.toHours() + " hours" : time.toMinutes() + " minutes";
    }
}
