package dev.tug.internal.tls;

import dev.tug.failure.ChainFault;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Says how far from its time a certificate is, and that the clock may be what is wrong.
final class Validity {
    /// A clock that is wrong is mostly wrong by years, or by a time zone.
    private static final Duration ZONE = Duration.ofDays(1);

    private Validity() {}

    /// What is wrong with the time of a server's or an intermediate certificate.
    static Optional<Diagnosis> of(X509Certificate certificate, Instant now) {
        var start = certificate.getNotBefore().toInstant();
        if (now.isBefore(start)) {
            var wait = Duration.between(now, start);
            return Optional.of(
                    new Diagnosis(
                            ChainFault.NOT_YET_VALID,
                            Diagnosis.subject(certificate)
                                    + " is valid only in "
                                    + span(wait)
                                    + clock(now, "behind", wait)));
        }
        return isOver(certificate, now)
                ? Optional.of(new Diagnosis(ChainFault.EXPIRED, expired(certificate, now)))
                : Optional.empty();
    }

    /// What is said of an authority that has expired.
    static Diagnosis ofAuthority(X509Certificate authority, Instant now) {
        return new Diagnosis(
                ChainFault.AUTHORITY_EXPIRED, "the authority " + expired(authority, now));
    }

    static boolean isOver(X509Certificate certificate, Instant now) {
        return now.isAfter(certificate.getNotAfter().toInstant());
    }

    private static String expired(X509Certificate certificate, Instant now) {
        var ago = Duration.between(certificate.getNotAfter().toInstant(), now);
        return Diagnosis.subject(certificate)
                + " expired "
                + span(ago)
                + " ago"
                + clock(now, "ahead", ago);
    }

    private static String clock(Instant now, String how, Duration by) {
        return ", or the clock here is "
                + how
                + (by.compareTo(ZONE) < 0 ? " (as by a wrong time zone)" : "")
                + ": it says "
                + now.truncatedTo(ChronoUnit.MINUTES);
    }

    private static String span(Duration time) {
        if (time.toDays() > 1) {
            return time.toDays() + " days";
        }
        return time.toHours() > 1 ? time.toHours() + " hours" : time.toMinutes() + " minutes";
    }
}
