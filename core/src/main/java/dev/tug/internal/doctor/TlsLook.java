package dev.tug.internal.doctor;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check;
import dev.tug.failure.PullFailure;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.Anchor;
import dev.tug.internal.tls.Seen;
import dev.tug.internal.tls.Tls;

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
            return chain.isEmpty() ? "an issuer that was not seen" : Tls.issuer(chain.getFirst());
        }
    }

    /// The verdict.
    ///
    /// @param failure of the first request, if TLS is what it failed at
    static Check judge(
            String host,
            Sight sight,
            ChainJudge.Opinion opinion,
            Optional<TransferFailure> failure) {
        if (failure.isPresent()) {
            return refused(host, opinion, failure.get());
        }
        var words =
                sight.protocol()
                        + old(opinion.seen().old())
                        + (sight.chosen().isEmpty() ? "" : ", ALPN " + sight.chosen())
                        + ", issued by `"
                        + sight.issuer()
                        + "`"
                        + opinion.anchor().map(TlsLook::trust).orElse("");
        if (!opinion.seen().verified()) {
            return Check.warn(
                    "tls", host, words + "; not looked at, as was asked for", Cause.UNVERIFIED);
        }
        return opinion.inspector()
                .map(who -> Check.warn("tls", host, words + "; " + who.words(), Cause.INSPECTED))
                .orElseGet(() -> Check.ok("tls", host, words));
    }

    private static String old(Seen.Old old) {
        return switch (old) {
            case NO -> "";
            case SUSPECTED -> ", for TLS 1.3 did not get through before it";
            case REMEMBERED, PROVED -> ", because nothing newer gets through";
        };
    }

    /// The name of who issued a chain says too little where it is not believed: what is wrong with it
    /// is the failure's to tell.
    private static Check refused(String host, ChainJudge.Opinion opinion, TransferFailure failure) {
        var pull = new PullFailure.Network("connection to " + host, 1, failure);
        var who = opinion.inspector().map(found -> "; " + found.words()).orElse("");
        return Check.fail("tls", host, failure.summary() + who, Failures.cause(failure), pull);
    }

    private static String trust(Anchor anchor) {
        return ", trusted by " + anchor.place();
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
