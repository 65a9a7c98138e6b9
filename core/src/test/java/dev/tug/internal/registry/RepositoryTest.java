package dev.tug.internal.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tug.blob.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

final class RepositoryTest {
    @Test
    void makes_the_addresses_of_the_distribution_specification() {
        var repository = new Repository(URI.create("https://hf.co"), "bartowski/Llama-3.2-1B-GGUF");

        assertThat(repository.manifest(new Reference.Tag("Q4_K_M")))
                .hasToString("https://hf.co/v2/bartowski/Llama-3.2-1B-GGUF/manifests/Q4_K_M");
        assertThat(repository.manifest(new Reference.Pinned(new Digest("a".repeat(64)))).getPath())
                .endsWith("/manifests/sha256:" + "a".repeat(64));
        assertThat(repository.blob(new Digest("b".repeat(64))).getPath())
                .endsWith("/blobs/sha256:" + "b".repeat(64));
    }

    @ParameterizedTest
    @CsvSource({
        "https://A.test, a.test",
        "https://a.test:443/, a.test",
        "https://a.test:80, a.test:80",
        "http://a.test:80, a.test",
        "http://localhost:5000, localhost:5000",
        "http://[::1]:5000, [::1]:5000",
    })
    void is_known_by_host_and_unusual_port(String base, String host) {
        assertThat(new Repository(URI.create(base), "m").host()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://a", "a.test", "https://u@a", "https://a/x", "https://a?x", "https:a"})
    void has_a_base_of_host_and_port_alone(String base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Repository(URI.create(base), "library/m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/m", "m/", "a//b", "..", "a/../b", "a b", "a?b", "a#b", "a%2fb"})
    void has_a_path_that_stays_where_it_is(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Repository(URI.create("https://a.test"), path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", "a?b", "-a"})
    void has_tags_that_stay_where_they_are(String tag) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Reference.Tag(tag));
    }
}
