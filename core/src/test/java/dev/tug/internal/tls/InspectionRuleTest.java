package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.Inspector;
import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Oddity;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

final class InspectionRuleTest {
    private static final Certifier PRIVATE = Certifier.root(Order.of("CN=Acme Root,O=Acme"));
    private static final Certifier ZSCALER =
            Certifier.root(Order.of("CN=Zscaler Root CA,O=Zscaler Inc."));
    private static final String ELSEWHERE = "registry.acme-models.com";

    private static Optional<Inspector> judge(
            Certifier signer,
            Origin origin,
            String host,
            Optional<InetAddress> peer,
            String known) {
        return judge(signer, origin, host, peer, known, Order.of("CN=" + host));
    }

    private static Optional<Inspector> judge(
            Certifier signer,
            Origin origin,
            String host,
            Optional<InetAddress> peer,
            String known,
            Order leaf) {
        return InspectionRule.judge(
                new InspectionRule.Case(
                        host,
                        peer,
                        signer.chain(leaf, "x.test"),
                        new Anchor(signer.certificate(), origin)),
                known::equals);
    }

    private static Optional<Inspector> judge(Certifier signer, Origin origin, String host) {
        return judge(signer, origin, host, Optional.empty(), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry.ollama.ai",
                "ollama.com",
                "hf.co",
                "cas-bridge.xethub.hf.co",
                "cdn-lfs.huggingface.co",
                "dd20bb891979d25aebc8bec07b2b3bbc.r2.cloudflarestorage.com",
                "Registry.Ollama.AI.",
            })
    void a_private_authority_that_signs_for_a_public_host_inspects(String host) {
        assertThat(judge(PRIVATE, Origin.SYSTEM, host))
                .hasValueSatisfying(inspector -> {
                    assertThat(inspector.vendor()).isEmpty();
                    assertThat(inspector.words())
                            .isEqualTo("an unknown authority (CN=Acme Root, O=Acme)");
                    assertThat(inspector.fingerprint()).matches("[0-9a-f]{64}");
                });
        assertThat(judge(PRIVATE, Origin.ADDED, host)).isPresent();
    }

    @Test
    void a_public_authority_inspects_nothing() {
        assertThat(judge(PRIVATE, Origin.PUBLIC, "registry.ollama.ai")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "registry",
                "localhost",
                "10.1.2.3",
                "[fd00::1]",
                "registry.local",
                "registry.corp",
                "models.internal",
                "registry.home.arpa",
                "registry.tug.test",
                ELSEWHERE,
                "notollama.ai",
                "ollama.ai.example.org",
            })
    void a_private_registry_of_a_private_authority_is_not_inspected(String host) {
        assertThat(judge(PRIVATE, Origin.SYSTEM, host)).isEmpty();
        assertThat(judge(PRIVATE, Origin.ADDED, host)).isEmpty();
    }

    @Test
    void a_product_in_the_chain_inspects_whatever_the_host() {
        assertThat(judge(ZSCALER, Origin.SYSTEM, ELSEWHERE))
                .map(Inspector::words)
                .contains("Zscaler (CN=Zscaler Root CA, O=Zscaler Inc.)");
        assertThat(judge(ZSCALER, Origin.SYSTEM, "cdn.tug.test")).isPresent();
    }

    @Test
    void a_product_inspects_where_somebody_put_it_among_the_public_authorities() {
        assertThat(judge(ZSCALER, Origin.PUBLIC, "registry.ollama.ai")).isPresent();
    }

    @Test
    void a_product_below_a_company_s_own_root_is_named() {
        var sub = PRIVATE.vouch(Order.of("CN=Cisco Umbrella Customers CA,O=Acme"));

        assertThat(judge(sub, Origin.SYSTEM, ELSEWHERE))
                .flatMap(Inspector::vendor)
                .contains("Cisco Umbrella");
    }

    @Test
    void an_authority_that_inspects_others_inspects_this_host_too() {
        var fingerprint = new Anchor(PRIVATE.certificate(), Origin.SYSTEM).fingerprint();

        assertThat(judge(PRIVATE, Origin.SYSTEM, ELSEWHERE, Optional.empty(), fingerprint))
                .isPresent();
        assertThat(judge(PRIVATE, Origin.SYSTEM, ELSEWHERE, Optional.empty(), "another")).isEmpty();
        assertThat(judge(PRIVATE, Origin.SYSTEM, "registry.corp", Optional.empty(), fingerprint))
                .as("a company signs with one authority for its own hosts and what it inspects")
                .isEmpty();
    }

    @Test
    void a_host_at_a_private_address_is_the_user_s_own() {
        var fingerprint = new Anchor(PRIVATE.certificate(), Origin.SYSTEM).fingerprint();
        var inside = InetAddress.ofLiteral("10.20.30.40");
        var outside = InetAddress.ofLiteral("203.0.113.9");

        assertThat(judge(PRIVATE, Origin.SYSTEM, ELSEWHERE, Optional.of(inside), fingerprint))
                .isEmpty();
        assertThat(judge(PRIVATE, Origin.SYSTEM, ELSEWHERE, Optional.of(outside), fingerprint))
                .isPresent();
        assertThat(judge(PRIVATE, Origin.SYSTEM, "ollama.com", Optional.of(inside), ""))
                .as("a public name that leads to a box in the house")
                .isPresent();
    }

    static Stream<Oddity> noStamps() {
        return Stream.of(
                new Oddity.JunkTimestamps(),
                // Browsers want more than one log.
                new Oddity.Timestamps(1, Duration.ofHours(1)),
                // As of another certificate, whose stamps were copied.
                new Oddity.Timestamps(2, Duration.ofDays(20)),
                new Oddity.Timestamps(2, Duration.ofDays(-20)));
    }

    @ParameterizedTest
    @MethodSource("noStamps")
    void what_only_looks_like_stamps_of_public_logs_hides_no_inspection(Oddity oddity) {
        var leaf = Order.of("CN=ollama.com").with(oddity);

        assertThat(judge(PRIVATE, Origin.SYSTEM, "ollama.com", Optional.empty(), "", leaf))
                .isPresent();
    }

    @Test
    void a_public_authority_that_the_jdk_does_not_know_yet_is_told_by_public_logs() {
        var logged = Order.of("CN=ollama.com").with(new Oddity.Timestamps(2, Duration.ofHours(1)));

        assertThat(judge(PRIVATE, Origin.SYSTEM, "ollama.com", Optional.empty(), "", logged))
                .isEmpty();
    }
}
