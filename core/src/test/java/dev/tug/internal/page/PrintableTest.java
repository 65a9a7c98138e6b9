package dev.tug.internal.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PrintableTest {
    @Test
    void is_one_short_line_without_control_characters() {
        assertThat(Printable.of(" a\r\n\tb\u001b[31m\u202ec\0 ")).isEqualTo("a b [31m c");
        assertThat(Printable.of("x".repeat(100_000))).hasSize(200);
        assertThat(Printable.of("x".repeat(199) + "\ud83d\ude00")).hasSize(199);
    }

    @Test
    void cuts_addresses_after_the_host() {
        assertThat(Printable.of("see <https://user:pw@cdn.test/a?X-Amz-Signature=s3cret>, please"))
                .isEqualTo("see <https://cdn.test>, please");
    }
}
