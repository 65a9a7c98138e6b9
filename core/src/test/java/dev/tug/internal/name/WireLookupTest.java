package dev.tug.internal.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tug.failure.NameTrouble;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

final class WireLookupTest {
    private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicReference<String> seconds = new AtomicReference<>("0000003c");
    private long now;
    private final WireLookup lookup = new WireLookup(this::answer, "dns.test", () -> now);

    /// Has an A record and no AAAA.
    private byte[] answer(byte[] question) {
        asked.incrementAndGet();
        boolean four = question[question.length - 3] == 1;
        var head = "0000818000010001" + "00000000";
        var record = "c00c00010001" + seconds.get() + "0004c0000201";
        var hex = HexFormat.of();
        var body = hex.formatHex(Arrays.copyOfRange(question, 12, question.length));
        return four
                ? hex.parseHex(head + body + record)
                : hex.parseHex("000081800001000000000000" + body);
    }

    @Test
    void asks_for_both_families_and_believes_the_answer_for_as_long_as_it_says() throws Exception {
        assertThat(lookup.of("cdn.test")).containsExactly(FOUR);
        now = 59_999;
        assertThat(lookup.of("cdn.test")).containsExactly(FOUR);
        assertThat(asked).hasValue(2);
        now = 60_000;
        assertThat(lookup.of("cdn.test")).containsExactly(FOUR);
        assertThat(asked).hasValue(4);
    }

    @Test
    void believes_no_answer_for_less_than_10_s_or_more_than_5_min() throws Exception {
        seconds.set("00000000");
        lookup.of("short.test");
        now = 9_999;
        lookup.of("short.test");
        assertThat(asked).hasValue(2);

        seconds.set("ffffffff");
        lookup.of("long.test");
        now += 300_000;
        lookup.of("long.test");
        assertThat(asked).hasValue(6);
    }

    @Test
    void a_server_that_cannot_be_asked_is_no_answer() {
        var silent =
                new WireLookup(
                        _ -> {
                            throw new IOException("HTTP 403");
                        },
                        "dns.test",
                        () -> now);

        assertThatThrownBy(() -> silent.of("cdn.test"))
                .isInstanceOfSatisfying(
                        NameFailure.class,
                        e -> assertThat(e.trouble()).isEqualTo(NameTrouble.NO_ANSWER));
    }

    @Test
    void a_second_source_is_asked_only_where_the_first_fails() throws Exception {
        assertThat(new FallbackLookup(_ -> List.of(HERE), lookup, "dns.test").of("cdn.test"))
                .containsExactly(HERE);
        assertThat(asked).hasValue(0);

        assertThat(new FallbackLookup(WireLookupTest::refuses, lookup, "dns.test").of("cdn.test"))
                .containsExactly(FOUR);
        assertThatThrownBy(() ->
                        new FallbackLookup(
                                        WireLookupTest::refuses,
                                        WireLookupTest::knowsNot,
                                        "dns.test")
                                .of("cdn.test"))
                .isInstanceOfSatisfying(
                        NameFailure.class,
                        e -> assertThat(e.trouble()).isEqualTo(NameTrouble.REFUSED));
    }

    @Test
    void what_fails_for_one_family_does_not_take_the_other_with_it() throws Exception {
        var half =
                new WireLookup(
                        question -> {
                            if (question[question.length - 3] != 1) {
                                throw new IOException("HTTP 500");
                            }
                            return answer(question);
                        },
                        "dns.test",
                        () -> now);

        assertThat(half.of("cdn.test")).containsExactly(FOUR);
    }

    @Test
    void an_answer_to_another_question_is_none() {
        var other =
                new WireLookup(
                        question -> {
                            var answer = answer(question);
                            answer[14]++;
                            return answer;
                        },
                        "dns.test",
                        () -> now);

        assertThatThrownBy(() -> other.of("cdn.test"))
                .isInstanceOfSatisfying(
                        NameFailure.class,
                        e ->
                                assertThat(e.also())
                                        .isEqualTo(
                                                "dns.test, asked by HTTPS: its answer makes no sense"));
    }

    @Test
    void a_second_source_that_cannot_be_asked_is_told_of() {
        var broken =
                new WireLookup(
                        _ -> {
                            throw new IOException("HTTP 404 text/html");
                        },
                        "dns.test",
                        () -> now);

        assertThatThrownBy(() ->
                        new FallbackLookup(WireLookupTest::refuses, broken, "dns.test")
                                .of("cdn.test"))
                .isInstanceOfSatisfying(
                        NameFailure.class,
                        e -> {
                            assertThat(e.trouble()).isEqualTo(NameTrouble.REFUSED);
                            assertThat(e.also())
                                    .isEqualTo("dns.test, asked by HTTPS: HTTP 404 text/html");
                        });
    }

    private static List<InetAddress> refuses(String host) throws UnknownHostException {
        throw new NameFailure(host, NameTrouble.REFUSED);
    }

    private static List<InetAddress> knowsNot(String host) throws UnknownHostException {
        throw new NameFailure(host, NameTrouble.NO_SUCH_NAME);
    }
}
