package dev.tug.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestTest {
    private static final String EMPTY =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void names_the_bytes_it_was_computed_from() {
        assertThat(Digest.of(new byte[0])).isEqualTo(new Digest(EMPTY));
        assertThat(Digest.of("a".getBytes(UTF_8))).isNotEqualTo(new Digest(EMPTY));
    }

    @Test
    void has_a_form_for_the_registry_for_the_store_and_for_people() {
        var digest = Digest.parse("sha256:" + EMPTY).orElseThrow();

        assertThat(digest).hasToString("sha256:" + EMPTY);
        assertThat(digest.fileName()).isEqualTo("sha256-" + EMPTY);
        assertThat(digest.shortForm()).isEqualTo("e3b0c44298fc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256:",
                EMPTY,
                "sha256-" + EMPTY,
                "SHA256:" + EMPTY,
                "sha256:E3B0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "sha256:" + EMPTY + "0",
                "sha256:../../../../../../../../../../../../../../../../../../../../../etc/x",
            })
    void refuses_everything_else(String text) {
        assertThat(Digest.parse(text)).isEmpty();
    }

    @Test
    void cannot_be_made_from_a_path() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Digest("../" + EMPTY));
    }
}
