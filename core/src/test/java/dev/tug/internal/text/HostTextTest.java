package dev.tug.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostTextTest {
    @ParameterizedTest
    @CsvSource({
        "Registry.Example., registry.example, false",
        "registry.example, registry.example, false",
        "[::1], ::1, true",
        "::1, ::1, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1., 127.0.0.1, true",
        "1.example, 1.example, false",
        "., ., true",
    })
    void is_one_however_it_is_written(String text, String plain, boolean isLiteral) {
        assertThat(HostText.plain(text)).isEqualTo(plain);
        assertThat(HostText.isLiteral(HostText.plain(text))).isEqualTo(isLiteral);
    }
}
