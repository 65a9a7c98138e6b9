package dev.tug.internal.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tug.failure.NameTrouble;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;

final class DnsMessageTest {
    private static final String QUESTION =
            "1234 0100 0001 0000 0000 0000 03 63646e 04 74657374 00 0001 0001";

    /// `cdn.test` is an alias of something, which has one address for 60 s and one for 30 s.
    private static final String ANSWER =
            "1234 8180 0001 0003 0000 0000 03 63646e 04 74657374 00 0001 0001"
                    + "c00c 0005 0001 00000e10 0004 01 78 c010"
                    + "0178c010 0001 0001 0000003c 0004 c0000201"
                    + "c026 0001 0001 0000001e 0004 c0000202";

    /// To the question for `cdn.test`.
    private static Optional<DnsAnswer> answer(byte[] message, DnsMessage.Type type) {
        try {
            return DnsMessage.answer(DnsMessage.question(0x1234, "cdn.test", type), message, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void asks_for_a_name() throws Exception {
        assertThat(DnsMessage.question(0x1234, "cdn.test", DnsMessage.Type.A))
                .isEqualTo(bytes(QUESTION));
        assertThat(DnsMessage.question(0x1234, "cdn.test.", DnsMessage.Type.A))
                .isEqualTo(bytes(QUESTION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a..b",
                ".",
                "x.-" + "1234567890123456789012345678901234567890" + "12345678901234567890123456"
            })
    void asks_for_nothing_that_is_no_name(String host) {
        assertThatIOException().isThrownBy(() -> DnsMessage.question(1, host, DnsMessage.Type.A));
    }

    @Test
    void reads_the_addresses_behind_an_alias() {
        var answer = answer(bytes(ANSWER), DnsMessage.Type.A).orElseThrow();

        assertThat(answer.addresses())
                .containsExactly(
                        InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2"));
        assertThat(answer.lifetime()).isEqualTo(Duration.ofSeconds(30));
        var six = bytes(ANSWER.replaceFirst("0001 0001", "001c 0001"));
        assertThat(answer(six, DnsMessage.Type.AAAA).orElseThrow().addresses()).isEmpty();
    }

    @Test
    void who_fails_need_not_repeat_the_question_and_may_spell_it_otherwise() {
        assertThat(answer(bytes("1234 8185 0000 0000 0000 0000"), DnsMessage.Type.A))
                .map(DnsAnswer::trouble)
                .contains(NameTrouble.REFUSED);
        var loud = bytes(ANSWER.replaceFirst("63646e", "43446e"));
        assertThat(answer(loud, DnsMessage.Type.A).orElseThrow().addresses()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "8180, NO_ADDRESS",
        "8182, SERVER_FAILURE",
        "8183, NO_SUCH_NAME",
        "8185, REFUSED",
        "8184, UNKNOWN",
    })
    void tells_failures_apart(String flags, NameTrouble trouble) {
        var head = bytes("1234" + flags + QUESTION.replace(" ", "").substring(8));

        assertThat(answer(head, DnsMessage.Type.A).orElseThrow().trouble()).isEqualTo(trouble);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1234",
                "4321 8180 0000 0000 0000 0000",
                "1234 0100 0000 0000 0000 0000",
                // About another name, of another type, about nothing.
                "1234 8180 0001 0000 0000 0000 03 63646f 04 74657374 00 0001 0001",
                "1234 8180 0001 0000 0000 0000 03 63646e 04 74657374 00 00ff 0001",
                "1234 8180 0000 0000 0000 0000",
                "1234 8180 0000 0001 0000 0000 00 0001 0001 00000001 0004 c0000201",
                "1234 8180 0001 0000 0000 0000 3f 61",
                "1234 8180 0000 0001 0000 0000 00 0001 0001 00000001 ffff 01",
            })
    void takes_nothing_else_for_an_answer(String hex) {
        assertThat(answer(bytes(hex), DnsMessage.Type.A)).isEmpty();
    }

    @Test
    void bears_any_bytes() {
        long seed = Long.getLong("seed", 11);
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            var bytes = bytes(ANSWER);
            for (int flips = 0; flips < 4; flips++) {
                bytes[random.nextInt(2, bytes.length)] = (byte) random.nextInt();
            }
            var cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            answer(cut, DnsMessage.Type.A)
                    .ifPresent(answer -> assertThat(answer.addresses()).hasSizeLessThan(65));
        }
    }
}
