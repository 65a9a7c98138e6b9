package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.ChainFault;
import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Keys;
import dev.tug.lab.Certifier.Oddity;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.Provider;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// Chains as appliances and careless servers show them, under both providers of TLS: each works as in
/// a browser, or is named.
@Timeout(30)
final class OddChainTest {
    private static final Order ROOT = Order.of("CN=Acme Root,O=Acme");
    private static final Order SUB = Order.of("CN=Acme Sub,O=Acme");
    private static final Order LEAF = Order.of("CN=localhost");

    static Stream<Optional<Provider>> providers() {
        return Stream.of(Native.provider(), Optional.empty());
    }

    private static Handshake serve(Certifier authority, Order leaf, int shown) throws Exception {
        return new Handshake(authority.server(leaf, shown, Handshake.HOST));
    }

    private static void assertWorks(Optional<Provider> provider, Certifier root, Certifier signer)
            throws Exception {
        assertWorks(provider, root, signer, LEAF);
    }

    private static void assertWorks(
            Optional<Provider> provider, Certifier root, Certifier signer, Order leaf)
            throws Exception {
        try (var server = serve(signer, leaf, 9)) {
            assertThat(server.by(Handshake.knowing(provider, root.certificate())).verified())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_chain_over_an_intermediate_works(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT);
        assertWorks(provider, root, root.vouch(SUB));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_authority_whose_own_signature_is_by_sha1_works(Optional<Provider> provider)
            throws Exception {
        var root = Certifier.root(ROOT.of(Keys.RSA_2048).hashedBy("SHA1"));
        assertWorks(provider, root, root, LEAF.of(Keys.RSA_2048));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_authority_of_1024_bits_works(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT.of(Keys.RSA_1024));
        assertWorks(provider, root, root, LEAF.of(Keys.RSA_2048));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void critical_policies_on_an_intermediate_work(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT);
        assertWorks(provider, root, root.vouch(SUB.with(new Oddity.CriticalPolicies())));
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_leaf_of_ten_days_works(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT);
        var ten = LEAF.valid(Duration.ofDays(1), Duration.ofDays(9));
        assertWorks(provider, root, root.vouch(SUB), ten);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_certificate_that_is_itself_believed_works(Optional<Provider> provider) throws Exception {
        var self = Certifier.root(ROOT);
        var sub = self.vouch(SUB);
        try (var server = serve(sub, LEAF, 9)) {
            // The intermediate alone is in the store.
            assertThat(server.by(Handshake.knowing(provider, sub.certificate())).verified())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_missing_intermediate_is_fetched_from_where_the_leaf_says(Optional<Provider> provider)
            throws Exception {
        var root = Certifier.root(ROOT);
        var sub = root.vouch(SUB);
        var leaf = LEAF.with(new Oddity.IssuerAt("http://aia.test/sub.crt"));
        var tls =
                Handshake.knowing(
                        provider,
                        place ->
                                place.toString().equals("http://aia.test/sub.crt")
                                        ? Optional.of(sub.certificate())
                                        : Optional.empty(),
                        Origin.SYSTEM,
                        root.certificate());
        try (var server = serve(sub, leaf, 0)) {
            assertThat(server.by(tls).verified()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void what_is_fetched_is_not_believed_for_that(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT);
        var forger = Certifier.root(Order.of("CN=Forger")).vouch(SUB);
        var leaf = LEAF.with(new Oddity.IssuerAt("http://aia.test/sub.crt"));
        var tls =
                Handshake.knowing(
                        provider,
                        _ -> Optional.of(forger.certificate()),
                        Origin.SYSTEM,
                        root.certificate());
        try (var server = serve(forger, leaf, 0)) {
            assertThat(server.refusedBy(tls).fault()).isEqualTo(ChainFault.INCOMPLETE);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_missing_intermediate_is_named(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT);
        var leaf = LEAF.with(new Oddity.IssuerAt("http://aia.test/sub.crt"));
        try (var server = serve(root.vouch(SUB), leaf, 0)) {
            var refusal = server.refusedBy(Handshake.knowing(provider, root.certificate()));

            assertThat(refusal.fault()).isEqualTo(ChainFault.INCOMPLETE);
            assertThat(refusal).hasMessageContaining("leaves out").hasMessageContaining("Acme Sub");
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_unknown_authority_is_named_with_its_product(Optional<Provider> provider)
            throws Exception {
        var other = Certifier.root(Order.of("CN=Zscaler Root CA,O=Zscaler Inc."));
        try (var server = serve(other, LEAF, 9)) {
            var refusal =
                    server.refusedBy(
                            Handshake.knowing(provider, Certifier.root(ROOT).certificate()));

            assertThat(refusal.fault()).isEqualTo(ChainFault.UNKNOWN_AUTHORITY);
            assertThat(refusal.vendor()).contains("Zscaler");
            assertThat(refusal.issuer()).isEqualTo("CN=Zscaler Root CA, O=Zscaler Inc.");
            assertThat(refusal.getMessage()).doesNotContain("PKIX");
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_expired_leaf_is_named_with_its_age(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT);
        var old = LEAF.valid(Duration.ofDays(30), Duration.ofHours(-73));
        try (var server = serve(root, old, 9)) {
            var refusal = server.refusedBy(Handshake.knowing(provider, root.certificate()));

            assertThat(refusal.fault()).isEqualTo(ChainFault.EXPIRED);
            assertThat(refusal)
                    .hasMessageContaining("expired 3 days ago")
                    .hasMessageContaining("clock");
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_leaf_of_tomorrow_is_put_down_to_the_clock(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT);
        var early = LEAF.valid(Duration.ofHours(-5), Duration.ofDays(30));
        try (var server = serve(root, early, 9)) {
            var refusal = server.refusedBy(Handshake.knowing(provider, root.certificate()));

            assertThat(refusal.fault()).isEqualTo(ChainFault.NOT_YET_VALID);
            assertThat(refusal).hasMessageContaining("time zone");
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_expired_authority_is_named(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT.valid(Duration.ofDays(900), Duration.ofDays(-40)));
        try (var server = serve(root, LEAF, 9)) {
            var refusal = server.refusedBy(Handshake.knowing(provider, root.certificate()));

            assertThat(refusal.fault()).isEqualTo(ChainFault.AUTHORITY_EXPIRED);
            assertThat(refusal)
                    .hasMessageContaining("the authority `CN=Acme Root")
                    .hasMessageContaining("expired 40 days ago");
        }
    }

    @Test
    void a_key_of_512_bits_is_named() {
        // No server of this JDK shows such a chain.
        var root = Certifier.root(ROOT);
        var chain = root.vouch(SUB.of(Keys.RSA_512)).chain(LEAF, Handshake.HOST);

        var diagnosis =
                Diagnosis.of(
                        chain,
                        _ -> Optional.empty(),
                        Instant.now(),
                        new CertificateException("PKIX path building failed"));

        assertThat(diagnosis.fault()).isEqualTo(ChainFault.WEAK);
        assertThat(diagnosis.detail()).contains("Acme Sub").contains("512 bits");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_critical_extension_that_nobody_knows_is_named(Optional<Provider> provider)
            throws Exception {
        var root = Certifier.root(ROOT);
        var odd = root.vouch(SUB.with(new Oddity.UnknownCritical()));
        try (var server = serve(odd, LEAF, 9)) {
            var refusal = server.refusedBy(Handshake.knowing(provider, root.certificate()));

            assertThat(refusal.fault()).isEqualTo(ChainFault.UNSUPPORTED);
            assertThat(refusal).hasMessageContaining("critical extension");
        }
    }
}
