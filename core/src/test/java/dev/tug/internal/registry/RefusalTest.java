package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|{\"errors\":[{\"code\":\"A\",\"message\":\"b\"},{\"code\":\"C\"}]}|b; C",
                "application/json|{\"error\":\"newer version\"}|newer version",
                "application/json|{\"details\":\"bad\"}|bad",
                "application/json|{\"other\":1}|{\"other\":1}",
                "text/plain|denied|denied",
                "application/xml|<Error><Code>ExpiredToken</Code></Error>|ExpiredToken",
                "text/html|<html><script>x</script><h1>Access</h1> denied|Access denied",
                "text/html|<html><title>Blocked   by policy</title>|Blocked by policy",
                "''|<!doctype HTML><title>Portal</title>|Portal",
                "''|''|''",
            })
    void shows_what_an_answer_says(String contentType, String body, String expected) {
        assertThat(Refusal.snippet(body.getBytes(UTF_8), contentType)).isEqualTo(expected);
    }
}
