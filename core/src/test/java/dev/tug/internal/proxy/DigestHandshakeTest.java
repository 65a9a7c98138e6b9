package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.random.RandomGenerator;

/// The examples of RFC 7616 3.9.1, and what is not in them.
final class DigestHandshakeTest {
    private static final String FIELD =
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=%s,"
                    + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                    + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    private static final Handshake.Asked ASKED = new Handshake.Asked("GET", "/dir/index.html");
    private static final RandomGenerator RANDOM = () -> 1;

    private final DigestHandshake handshake =
            new DigestHandshake("Mufasa", "Circle of Life", RANDOM);

    private static List<Challenge> challenges(String... fields) {
        return Challenge.parse(List.of(fields));
    }

    private String answer(String field) {
        return handshake.answer(
                challenges(field).getFirst(),
                ASKED,
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
    }

    @Test
    void answers_as_the_rfc_does() {
        assertThat(answer(FIELD.formatted("MD5")))
                .contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"")
                .contains("nc=00000001")
                .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
        assertThat(answer(FIELD.formatted("SHA-256")))
                .contains(
                        "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"");
    }

    @Test
    void answers_as_the_oldest_rfc_does() {
        var old = new DigestHandshake("Mufasa", "CircleOfLife", RANDOM);
        var challenge =
                challenges(
                                "Digest realm=\"testrealm@host.com\","
                                        + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"")
                        .getFirst();

        // The example of RFC 2069, as its erratum has it.
        assertThat(old.answer(challenge, ASKED, "x"))
                .contains("response=\"1949323746fe6a43ef61f9606e7febea\"")
                .doesNotContain("qop");
    }

    @Test
    void takes_the_strongest_hash_that_is_offered() {
        var both = challenges(FIELD.formatted("MD5"), FIELD.formatted("SHA-256"));

        assertThat(handshake.next(both, ASKED)).get().asString().contains("algorithm=SHA-256");
    }

    @Test
    void a_second_challenge_is_a_refusal_unless_the_nonce_was_old() {
        assertThat(handshake.next(challenges(FIELD.formatted("MD5")), ASKED)).isPresent();
        assertThat(handshake.next(challenges(FIELD.formatted("MD5") + ", stale=true"), ASKED))
                .isPresent();
        assertThat(handshake.next(challenges(FIELD.formatted("MD5")), ASKED)).isEmpty();
    }

    @Test
    void whose_every_nonce_is_old_refuses() {
        var old = challenges(FIELD.formatted("MD5") + ", stale=true");

        assertThat(handshake.next(old, ASKED)).isPresent();
        assertThat(handshake.next(old, ASKED)).isPresent();
        assertThat(handshake.next(old, ASKED)).isEmpty();
    }

    @Test
    void names_outside_ascii_are_utf_8_in_the_words_that_the_proxy_reads() {
        var foreign = new DigestHandshake("m\u00fcl\"ler", "x", RANDOM);
        var field = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";

        assertThat(foreign.answer(challenges(field).getFirst(), ASKED, "c"))
                .startsWith("Digest username=\"m\u00fcl\\\"ler\", realm=");
        assertThat(foreign.answer(challenges(field + ", charset=UTF-8").getFirst(), ASKED, "c"))
                .startsWith("Digest username*=UTF-8''m%C3%BCl%22ler, realm=");
        assertThat(handshake.answer(challenges(field + ", charset=UTF-8").getFirst(), ASKED, "c"))
                .startsWith("Digest username=\"Mufasa\", realm=");
    }

    @Test
    void knows_what_it_cannot_answer() {
        assertThat(DigestHandshake.knows(challenges(FIELD.formatted("SHA-512-256")))).isFalse();
        assertThat(
                        DigestHandshake.knows(
                                challenges("Digest realm=\"r\", nonce=\"n\", qop=auth-int")))
                .isFalse();
        assertThat(DigestHandshake.knows(challenges("Digest realm=\"r\", nonce=\"n\""))).isTrue();
    }
}
