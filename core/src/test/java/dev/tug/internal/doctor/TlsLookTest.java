package dev.tug.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.diagnosis.Cause;
import dev.tug.diagnosis.Check.Outcome;
import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.cert.X509Certificate;
import java.time.Duration;
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
    private static final ChainJudge.Opinion PUBLIC =
            new ChainJudge.Opinion(ChainJudge.Anchor.PUBLIC, Optional.empty());
    private static final TransferFailure UNTRUSTED =
            new TransferFailure.Untrusted("cdn", "CN=Zscaler Root CA", "nobody vouches for it");

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

    @Test
    void a_public_chain_is_fine() {
        var check = TlsLook.judge("cdn", SIGHT, PUBLIC, Optional.empty(), NOW);

        assertThat(check.outcome()).isEqualTo(Outcome.OK);
        assertThat(check.found()).startsWith("TLSv1.3, h2, issued by `").contains("a public");
    }

    @Test
    void an_inspector_is_named() {
        var zscaler = new ChainJudge.Opinion(ChainJudge.Anchor.OTHER, Optional.of("Zscaler"));

        var check = TlsLook.judge("cdn", SIGHT, zscaler, Optional.empty(), NOW);

        assertThat(check.cause()).isEqualTo(Cause.INSPECTED);
        assertThat(check.found()).endsWith("; Zscaler inspects TLS on the way");
    }

    @Test
    void an_authority_of_one_s_own_is_no_inspection() {
        var own = new ChainJudge.Opinion(ChainJudge.Anchor.OTHER, Optional.empty());

        assertThat(TlsLook.judge("cdn", SIGHT, own, Optional.empty(), NOW).outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void a_refused_chain_is_the_pull_s_failure() {
        var check = TlsLook.judge("cdn", SIGHT, PUBLIC, Optional.of(UNTRUSTED), NOW);

        assertThat(check.cause()).isEqualTo(Cause.UNTRUSTED);
        assertThat(check.found()).contains("CN=Zscaler Root CA");
        assertThat(check.failure()).isPresent();
    }

    @Test
    void a_certificate_that_is_not_valid_yet_tells_of_the_clock() {
        var early = ROOT.getNotBefore().toInstant().minus(Duration.ofDays(400));

        var check = TlsLook.judge("cdn", SIGHT, PUBLIC, Optional.of(UNTRUSTED), early);

        assertThat(check.cause()).isEqualTo(Cause.CLOCK_WRONG);
        assertThat(check.found()).contains("by this machine's clock");
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

    @Test
    void a_root_of_the_jdk_is_public_and_another_one_is_not() {
        assertThat(new PublicRoots().of("registry.ollama.ai", List.of(ROOT)).anchor())
                .isEqualTo(ChainJudge.Anchor.PUBLIC);
    }

    @ParameterizedTest
    @CsvSource({
        "registry.ollama.ai, CN=Corp Forward Trust, unknown",
        "x.r2.cloudflarestorage.com, CN=Corp Forward Trust, unknown",
        "registry.corp.example, CN=Corp Root, ",
        "registry.corp.example, 'CN=Zscaler Root CA,O=Zscaler Inc.', Zscaler",
        "hf.co, 'CN=ca.corp.goskope.com,O=Corp', Netskope",
    })
    void a_private_registry_is_not_called_inspected(String host, String issuer, String who) {
        var chain = List.of(dev.tug.lab.CertificateAuthority.create(issuer).certificate());

        assertThat(new PublicRoots().of(host, chain).inspector())
                .isEqualTo(Optional.ofNullable(who));
    }
}
