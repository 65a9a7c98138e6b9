package dev.tug.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostPortTest {
    private static HostPort parsed(String text) {
        return HostPort.parse(text).orElseThrow();
    }

    @Test
    void means_a_host_on_any_port_or_on_one() {
        assertThat(parsed("Registry.Corp").means("registry.corp", 443)).isTrue();
        assertThat(parsed("registry.corp").means("registry.corp", 5000)).isTrue();
        assertThat(parsed("registry.corp:5000").means("registry.corp", 5000)).isTrue();
        assertThat(parsed("registry.corp:5000").means("registry.corp", 443)).isFalse();
        assertThat(parsed("[::1]:5000").means("[::1]", 5000)).isTrue();
    }

    @Test
    void means_no_host_that_only_looks_alike() {
        assertThat(parsed("corp").means("registry.corp", 443)).isFalse();
        assertThat(parsed("registry.corp").means("x.registry.corp", 443)).isFalse();
        assertThat(parsed("registry.corp").means("registry.corp.evil.test", 443)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*.corp", "https://h", "h/", "h:0", "h:65536", "h:x", "a b"})
    void reads_nothing_that_could_mean_more(String text) {
        assertThat(HostPort.parse(text)).isEmpty();
    }
}
