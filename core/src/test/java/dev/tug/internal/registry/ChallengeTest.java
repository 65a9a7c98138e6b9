package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

final class ChallengeTest {
    @Test
    void reads_what_registries_send() {
        assertThat(
                        Challenge.parse(
                                List.of(
                                        "Bearer realm=\"https://auth.docker.io/token\","
                                                + "service=\"registry.docker.io\","
                                                + "scope=\"repository:library/m:pull,push\","
                                                + "error=\"invalid_token\"")))
                .containsExactly(
                        new Challenge(
                                "bearer",
                                Map.of(
                                        "realm", "https://auth.docker.io/token",
                                        "service", "registry.docker.io",
                                        "scope", "repository:library/m:pull,push",
                                        "error", "invalid_token")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Basic realm=\"a b\"|basic{realm=a b}",
                "BASIC REALM=x|basic{realm=x}",
                "Basic|basic{}",
                "bearer realm = \"x\" , service = y|bearer{realm=x, service=y}",
                "Bearer realm=\"a\\\"b\\\\c\"|bearer{realm=a\"b\\c}",
                "Bearer realm=\"a, Basic realm=b\"|bearer{realm=a, Basic realm=b}",
                "Bearer realm=x, Basic realm=y|bearer{realm=x} basic{realm=y}",
                "Negotiate, Basic realm=y|negotiate{} basic{realm=y}",
                "Negotiate abc+/d==, Basic realm=y|negotiate{} basic{realm=y}",
                "Negotiate abcd, Bearer realm=x, error=y|negotiate{} bearer{error=y, realm=x}",
                ",, Bearer ,realm=x,,service=y,|bearer{realm=x, service=y}",
                "Bearer realm=https://a.test/token,service=s|bearer{realm=https://a.test/token, service=s}",
                "Bearer realm=x realm=y|bearer{realm=x}",
                "Bearer realm=\"open|bearer{}",
                "Bearer realm=|bearer{}",
                "\"|''",
                "=|''",
                "''|''",
                "Bearer realm=x, @|bearer{realm=x}",
            })
    void reads_fields_from_left_to_right(String field, String expected) {
        assertThat(text(Challenge.parse(List.of(field)))).isEqualTo(expected);
    }

    @Test
    void reads_several_fields_in_their_order() {
        assertThat(text(Challenge.parse(List.of("Basic realm=a", "Bearer realm=b"))))
                .isEqualTo("basic{realm=a} bearer{realm=b}");
    }

    @Test
    void treats_an_empty_parameter_as_none() {
        assertThat(Challenge.parse(List.of("Bearer realm=\"\"")).getFirst().parameter("realm"))
                .isEmpty();
    }

    @Test
    void is_bounded() {
        assertThat(Challenge.parse(List.of("Basic, ".repeat(2_000)))).hasSize(16);
        assertThat(Challenge.parse(List.of("Basic, ".repeat(20_000)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void comes_to_an_end_on_anything(long seed) {
        var random = new SplittableRandom(seed);
        var alphabet = "Bearer Basic=\"\\,; \t\0é/:";
        for (var i = 0; i < 5_000; i++) {
            var field =
                    random.ints(random.nextInt(40), 0, alphabet.length())
                            .mapToObj(at -> alphabet.substring(at, at + 1))
                            .collect(Collectors.joining());
            assertThat(Challenge.parse(List.of(field)))
                    .as("seed %d, field %s", seed, field)
                    .hasSizeLessThanOrEqualTo(16);
        }
    }

    static LongStream seeds() {
        return new SplittableRandom(Long.getLong("seed", 7)).longs(4);
    }

    private static String text(List<Challenge> challenges) {
        return challenges.stream()
                .map(it -> it.scheme() + new java.util.TreeMap<>(it.parameters()))
                .collect(Collectors.joining(" "));
    }
}
