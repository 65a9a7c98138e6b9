package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Says what the TLS of a host is worth, from what it showed and how the first request fared.
final class TlsLook {
    /// Certificates and tokens of minutes fail beyond it; five minutes is what Kerberos bears.
    private static final Duration SKEW_MAX = Duration.ofMinutes(5);

    private TlsLook() {}

    /// What was seen of one host over https.
    ///
    /// @param protocol such as `TLSv1.3`
    /// @param chosen of ALPN's protocols; empty if none
    /// @param chain the leaf first; empty if none was seen
    record Sight(String protocol, String chosen, List<X509Certificate> chain) {
        String issuer() {
            return chain.isEmpty()
                    ? "an issuer that was not seen"
                    : chain.getFirst().getIssuerX500Principal().getName();
        }
    }

    /// The verdict.
    ///
    /// @param failure of the first request, if TLS is what it failed at
    /// @param now by this machine's clock
    static Check judge(
            String host,
            Sight sight,
            ChainJudge.Opinion opinion,
            Optional<TransferFailure> failure,
            Instant now) {
        if (failure.isPresent()) {
            return refused(host, sight, opinion, failure.get(), now);
        }
        var words =
                sight.protocol()
                        + (sight.chosen().isEmpty() ? "" : ", " + sight.chosen())
                        + ", issued by `"
                        + sight.issuer()
                        + "`";
        return opinion.inspector()
                .map(who -> Check.warn("tls", host, words + "; " + inspects(who), Cause.INSPECTED))
                .orElseGet(() -> Check.ok("tls", host, words + "; " + anchor(opinion)));
    }

    private static Check refused(
            String host,
            Sight sight,
            ChainJudge.Opinion opinion,
            TransferFailure failure,
            Instant now) {
        var pull = new PullFailure.Network("connection to " + host, 1, failure);
        var period = outOfDate(sight, now);
        if (failure instanceof TransferFailure.Untrusted && period.isPresent()) {
            return Check.fail("tls", host, period.get(), Cause.CLOCK_WRONG, pull);
        }
        var who = opinion.inspector().map(name -> "; " + inspects(name)).orElse("");
        return Check.fail("tls", host, failure.summary() + who, Failures.cause(failure), pull);
    }

    private static Optional<String> outOfDate(Sight sight, Instant now) {
        return sight.chain().stream()
                .limit(1)
                .filter(leaf ->
                        now.isBefore(leaf.getNotBefore().toInstant())
                                || now.isAfter(leaf.getNotAfter().toInstant()))
                .map(leaf ->
                        "its certificate holds from %s to %s, and it is %s by this machine's clock"
                                .formatted(
                                        leaf.getNotBefore().toInstant(),
                                        leaf.getNotAfter().toInstant(),
                                        now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)))
                .findFirst();
    }

    private static String inspects(String who) {
        return who.equals("unknown")
                ? "Somebody who is not known inspects TLS on the way"
                : who + " inspects TLS on the way";
    }

    private static String anchor(ChainJudge.Opinion opinion) {
        return switch (opinion.anchor()) {
            case PUBLIC -> "a public authority";
            case OTHER -> "an authority of your own, which is trusted here";
        };
    }

    /// What the date in an answer says of this machine's clock.
    ///
    /// @param theirs the answer's, which counts whole seconds
    static Check clock(String host, Instant theirs, Instant ours) {
        var skew = Duration.between(theirs, ours);
        var off = HostLook.time(skew.abs().toMillis());
        var words =
                skew.abs().compareTo(Duration.ofSeconds(2)) < 0
                        ? "this machine's clock is right"
                        : "this machine's clock is "
                                + (skew.abs().compareTo(Duration.ofHours(2)) > 0
                                        ? skew.abs().toHours() + " h"
                                        : off)
                                + (skew.isNegative() ? " slow" : " fast");
        return skew.abs().compareTo(SKEW_MAX) > 0
                ? Check.warn("clock", host, words, Cause.CLOCK_WRONG)
                : Check.ok("clock", host, words);
    }
}
