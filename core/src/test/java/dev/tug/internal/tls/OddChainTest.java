package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tug.failure.ChainFault;
import dev.tug.lab.Certifier;
import dev.tug.lab.Certifier.Keys;
import dev.tug.lab.Certifier.Oddity;
import dev.tug.lab.Certifier.Order;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Chains as appliances and careless servers show them, under both providers of TLS: each works as in
/// a browser, or is named.
@Timeout(30)
final class OddChainTest {
    private static final Order ROOT = Order.of("CN=Acme Root,O=Acme");
    private static final Order SUB = Order.of("CN=Acme Sub,O=Acme");
    private static final Order LEAF = Order.of("CN=localhost");

    /// id-kp-clientAuth (RFC 5280 §4.2.1.12).
    private static final String CLIENTS = "1.3.6.1.5.5.7.3.2";

    /// BouncyCastle's bit of keyAgreement.
    private static final int KEY_AGREEMENT = 8;

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
            var refusal = server.refusedBy(tls);
            assertThat(refusal.fault()).isEqualTo(ChainFault.UNKNOWN_AUTHORITY);
            assertThat(refusal.issuer()).isEqualTo("CN=Forger");
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

        var diagnosis = Diagnosis.ofUnknown(chain, Instant.now(), false);

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

    /// Chains whose root this machine knows, and what is minded in each.
    static Stream<Arguments> refused() {
        var root = Certifier.root(ROOT);
        return Stream.of(
                        odd(
                                ChainFault.NO_AUTHORITY,
                                "`CN=Acme Sub, O=Acme` vouches and is no authority",
                                root.vouch(SUB.with(new Oddity.NoAuthority())),
                                LEAF),
                        odd(
                                ChainFault.NO_AUTHORITY,
                                "`CN=Acme Sub, O=Acme` vouches and is no authority",
                                root.vouch(SUB.with(new Oddity.NoConstraints())),
                                LEAF),
                        odd(
                                ChainFault.NO_AUTHORITY,
                                "`CN=Acme Sub, O=Acme` vouches and may not sign certificates",
                                root.vouch(SUB.with(new Oddity.NoCertSign())),
                                LEAF),
                        odd(
                                ChainFault.NO_AUTHORITY,
                                "`CN=Acme Root, O=Acme` vouches and is no authority",
                                Certifier.root(ROOT.with(new Oddity.NoConstraints())),
                                LEAF),
                        odd(
                                ChainFault.NO_AUTHORITY,
                                "`CN=Acme Root, O=Acme` vouches and allows 0 authorities below it, not 1",
                                Certifier.root(ROOT.with(new Oddity.LengthAtMost(0))).vouch(SUB),
                                LEAF),
                        odd(
                                ChainFault.NO_AUTHORITY,
                                "`CN=Acme Sub, O=Acme` vouches and allows 0 authorities below it, not 1",
                                root.vouch(SUB.with(new Oddity.LengthAtMost(0)))
                                        .vouch(Order.of("CN=Acme Third")),
                                LEAF),
                        odd(
                                ChainFault.NAME_FORBIDDEN,
                                "`CN=Acme Sub, O=Acme` may not vouch for such names",
                                root.vouch(SUB.with(new Oddity.NamesBelow("corp.example"))),
                                LEAF),
                        odd(
                                ChainFault.WRONG_PURPOSE,
                                "it is not for servers",
                                root,
                                LEAF.with(new Oddity.OnlyFor(CLIENTS))),
                        odd(
                                ChainFault.WRONG_PURPOSE,
                                "`CN=Acme Sub, O=Acme` may not vouch for servers",
                                root.vouch(SUB.with(new Oddity.OnlyFor(CLIENTS))),
                                LEAF),
                        odd(
                                ChainFault.WRONG_PURPOSE,
                                "it may not sign a handshake",
                                root,
                                LEAF.with(new Oddity.OnlyUsage(KEY_AGREEMENT))),
                        odd(
                                ChainFault.OLD_NAME,
                                "no subject alternative name",
                                root,
                                LEAF.with(new Oddity.NoAlternativeName())),
                        odd(ChainFault.TOO_LONG, "the server shows", tower(root, 10), LEAF))
                .flatMap(chain -> providers().map(provider -> arguments(provider, chain)));
    }

    private static Certifier tower(Certifier root, int height) {
        return height == 0 ? root : tower(root.vouch(Order.of("CN=Floor " + height)), height - 1);
    }

    /// @param says part of what is said
    record Odd(ChainFault fault, String says, Certifier signer, Order leaf) {}

    private static Odd odd(ChainFault fault, String says, Certifier signer, Order leaf) {
        return new Odd(fault, says, signer, leaf);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void what_is_minded_is_named_where_the_root_is_known(Optional<Provider> provider, Odd chain)
            throws Exception {
        // The list that comes first knows nothing of it, as the JDK's does.
        var tls =
                Handshake.knowing(
                        provider,
                        List.of(
                                source(Origin.PUBLIC, Certifier.root(Order.of("CN=World"))),
                                source(Origin.ADDED, chain.signer().root())),
                        Distrust.NONE);
        try (var server = serve(chain.signer(), chain.leaf(), 99)) {
            var refusal = server.refusedBy(tls);

            assertThat(refusal.fault()).as(refusal.getMessage()).isEqualTo(chain.fault());
            assertThat(refusal).hasMessageContaining(chain.says());
            assertThat(refusal.getMessage())
                    .doesNotContainPattern(
                            "(?i)PKIX|certification path|sun\\.|Exception|valid cert");
        }
    }

    private static Source source(Origin origin, Certifier... authorities) {
        return new Source(
                origin, "", () -> Stream.of(authorities).map(Certifier::certificate).toList());
    }

    @ParameterizedTest
    @MethodSource("providers")
    void the_dot_that_ends_a_name_is_in_no_certificate(Optional<Provider> provider)
            throws Exception {
        var root = Certifier.root(ROOT);
        var asked = new ArrayList<String>();
        try (var server = serve(root, LEAF, 9)) {
            server.by(
                    Handshake.knowing(provider, root.certificate()),
                    Handshake.HOST + ".",
                    (host, _) -> asked.add(host));
        }
        assertThat(asked).containsExactly(Handshake.HOST);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void ten_certificates_are_looked_at(Optional<Provider> provider) throws Exception {
        var root = Certifier.root(ROOT);
        assertWorks(provider, root, tower(root, 9));
    }

    @Test
    void a_tower_of_one_name_costs_little() {
        // Each is signed by the next alone, which the name does not tell.
        var root = Certifier.root(ROOT);
        var signer = root;
        for (int i = 0; i < 40; i++) {
            signer = signer.vouch(Order.of("CN=x"));
        }
        var chain = new ArrayList<>(signer.chain(LEAF, Handshake.HOST));
        Collections.reverse(chain.subList(1, chain.size()));
        var trust = Handshake.trust(List.of(source(Origin.ADDED, root)), Distrust.NONE);

        assertThatExceptionOfType(UntrustedChain.class)
                .isThrownBy(() ->
                        trust.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN"))
                .satisfies(refusal -> assertThat(refusal.fault()).isEqualTo(ChainFault.TOO_LONG));
    }

    @Test
    void certificates_that_all_sign_each_other_are_searched_through_once() {
        // With ten of one name and key there are 10! ways.
        var authority = Certifier.root(Order.of("CN=x"));
        var chain =
                new ArrayList<>(authority.chain(Order.of("CN=x"), Handshake.HOST).subList(0, 1));
        for (int i = 0; i < 9; i++) {
            chain.add(authority.again(Order.of("CN=x")).certificate());
        }
        var search = new PathSearch(chain);

        var paths = search.paths(source(Origin.ADDED, authority));

        assertThat(paths).isNotEmpty().hasSizeLessThanOrEqualTo(16);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void an_old_copy_of_what_is_between_takes_no_trust_away(Optional<Provider> provider)
            throws Exception {
        var root = Certifier.root(ROOT);
        var sub = root.vouch(SUB);
        var expired = sub.again(SUB.valid(Duration.ofDays(90), Duration.ofDays(-1)));
        var noAuthority = sub.again(SUB.with(new Oddity.NoAuthority()));
        try (var server = serve(sub, LEAF, 9)) {
            for (var added : List.of(expired, noAuthority)) {
                var together = source(Origin.ADDED, root, added);
                var apart = List.of(source(Origin.ADDED, added), source(Origin.SYSTEM, root));

                for (var sources : List.of(List.of(together), apart)) {
                    var tls = Handshake.knowing(provider, sources, Distrust.NONE);
                    assertThat(server.by(tls).verified()).isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void another_key_of_a_known_name_is_told(Optional<Provider> provider) throws Exception {
        try (var server = serve(Certifier.root(ROOT), LEAF, 9)) {
            var refusal =
                    server.refusedBy(
                            Handshake.knowing(provider, Certifier.root(ROOT).certificate()));

            assertThat(refusal.fault()).isEqualTo(ChainFault.UNKNOWN_AUTHORITY);
            assertThat(refusal).hasMessageContaining("has another key");
        }
    }
}
