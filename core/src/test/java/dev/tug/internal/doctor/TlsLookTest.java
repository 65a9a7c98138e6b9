package dev.tug.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check.Outcome;
import dev.tug.failure.ChainFault;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.tls.Anchor;
import dev.tug.internal.tls.Origin;
import dev.tug.internal.tls.Seen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// What TLS and dates say, of certificates that every JDK has.
final class TlsLookTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");
    private static final X509Certificate ROOT = root();
    private static final TlsLook.Sight SIGHT = new TlsLook.Sight("TLSv1.3", "h2", List.of(ROOT));

    private static X509Certificate root() {
        try {
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init((java.security.KeyStore) null);
            return java.util.Arrays.stream(
                            ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers())
                    .filter(each -> each.getNotAfter().toInstant().isAfter(NOW))
                    .findFirst()
                    .orElseThrow();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChainJudge.Opinion opinion(Origin origin, String place) {
        return new ChainJudge.Opinion(
                Optional.of(new Anchor(ROOT, origin, place)), Optional.empty(), Seen.NOTHING);
    }

    private static ChainJudge.Opinion inspected(Optional<String> vendor) {
        return new ChainJudge.Opinion(
                Optional.of(new Anchor(ROOT, Origin.SYSTEM, "the system's store")),
                Optional.of(new ChainJudge.Insight(vendor, "CN=Corp Root")),
                Seen.NOTHING);
    }

    private static TransferFailure untrusted(ChainFault fault) {
        return new TransferFailure.Untrusted(
                "cdn", "CN=Corp Root", "it is wrong", fault, Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "PUBLIC, the JDK's list of public authorities",
        "SYSTEM, the system's store",
        "ADDED, /etc/corp.pem",
    })
    void a_chain_that_is_believed_is_fine_and_who_says_so_is_told(Origin origin, String place) {
        var check = TlsLook.judge("cdn", SIGHT, opinion(origin, place), Optional.empty());

        assertThat(check.outcome()).isEqualTo(Outcome.OK);
        assertThat(check.found())
                .startsWith("TLSv1.3, ALPN h2, issued by `")
                .endsWith("`, trusted by " + place);
    }

    @Test
    void an_inspector_is_named() {
        var check =
                TlsLook.judge("cdn", SIGHT, inspected(Optional.of("Zscaler")), Optional.empty());

        assertThat(check.cause()).isEqualTo(Cause.INSPECTED);
        assertThat(check.found())
                .contains("trusted by the system's store")
                .endsWith("; Zscaler inspects TLS on the way");
    }

    @Test
    void an_inspector_without_a_name_is_known_by_its_authority() {
        var check = TlsLook.judge("cdn", SIGHT, inspected(Optional.empty()), Optional.empty());

        assertThat(check.found())
                .endsWith("; Somebody who signs as `CN=Corp Root` inspects TLS on the way");
    }

    @Test
    void that_nothing_newer_gets_through_is_told() {
        var old =
                new ChainJudge.Opinion(
                        Optional.empty(),
                        Optional.empty(),
                        new Seen(true, Seen.Old.PROVED, Optional.empty()));

        assertThat(TlsLook.judge("cdn", SIGHT, old, Optional.empty()).found())
                .contains("because nothing newer gets through");
    }

    @Test
    void a_host_that_is_not_looked_at_is_a_warning() {
        var blind =
                new ChainJudge.Opinion(
                        Optional.empty(),
                        Optional.empty(),
                        new Seen(false, Seen.Old.NO, Optional.empty()));

        assertThat(TlsLook.judge("cdn", SIGHT, blind, Optional.empty()).cause())
                .isEqualTo(Cause.UNVERIFIED);
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_AUTHORITY, UNTRUSTED",
        "OTHER, UNTRUSTED",
        "INCOMPLETE, CHAIN_POOR",
        "WEAK, CHAIN_POOR",
        "UNSUPPORTED, CHAIN_POOR",
        "EXPIRED, OUT_OF_DATE",
        "NOT_YET_VALID, OUT_OF_DATE",
        "AUTHORITY_EXPIRED, OUT_OF_DATE",
        "WRONG_NAME, FORGED",
    })
    void a_refused_chain_is_the_pull_s_failure(ChainFault fault, Cause cause) {
        var failure = untrusted(fault);

        var check = TlsLook.judge("cdn", SIGHT, ChainJudge.Opinion.NONE, Optional.of(failure));

        assertThat(check.cause()).isEqualTo(cause);
        assertThat(check.found()).isEqualTo(failure.summary());
        assertThat(check.failure()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "0, OK, this machine's clock is right",
        "1, OK, this machine's clock is right",
        "30, OK, this machine's clock is 30.0 s fast",
        "-30, OK, this machine's clock is 30.0 s slow",
        "301, WARN, this machine's clock is 301.0 s fast",
        "-86400, WARN, this machine's clock is 24 h slow",
    })
    void a_clock_is_compared_with_an_answer_s_date(int ahead, Outcome outcome, String words) {
        var check = TlsLook.clock("host", NOW, NOW.plusSeconds(ahead));

        assertThat(check.outcome()).isEqualTo(outcome);
        assertThat(check.found()).isEqualTo(words);
    }
}
