package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

final class ChallengeTest {
    private static List<Challenge> parse(String... fields) {
        return Challenge.parse(List.of(fields));
    }

    @Test
    void one_field_may_hold_several() {
        assertThat(
                        parse(
                                "Negotiate, NTLM, Basic realm=\"a \\\"b\\\", c\", Digest realm=x ,"
                                        + " nonce=\"n==\""))
                .containsExactly(
                        new Challenge("negotiate", "", Map.of()),
                        new Challenge("ntlm", "", Map.of()),
                        new Challenge("basic", "", Map.of("realm", "a \"b\", c")),
                        new Challenge("digest", "", Map.of("realm", "x", "nonce", "n==")));
    }

    @Test
    void a_token_is_no_parameter() {
        assertThat(parse("NTLM TlRMTVNTUAACAAAA==", "Negotiate oYG2MIGz="))
                .containsExactly(
                        new Challenge("ntlm", "TlRMTVNTUAACAAAA==", Map.of()),
                        new Challenge("negotiate", "oYG2MIGz=", Map.of()));
    }

    @Test
    void nonsense_ends_a_field_and_no_other() {
        assertThat(parse("???", "", "Basic realm=\"open", "Basic realm=x"))
                .contains(new Challenge("basic", "", Map.of("realm", "x")));
        assertThat(parse("Basic " + "x".repeat(1 << 17))).isEmpty();
    }
}
