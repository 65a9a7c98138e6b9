package dev.tug.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HarmlessTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b", "\r", "\n", "\0", "\u009b", "\u202e", "\u2066", "\u200b", "\ufeff",
                "\u2028", "\u2029", "\ud800", "\ue000", "\uffff"
            })
    void what_does_more_than_to_be_seen_is_a_blank(String character) {
        assertThat(Harmless.of("a" + character + "b")).isEqualTo("a b");
    }

    @Test
    void letters_of_all_scripts_stay() {
        assertThat(Harmless.of("Müller – 模型 «№ 7» 😀")).isEqualTo("Müller – 模型 «№ 7» 😀");
    }

    @Test
    void what_is_cut_is_cut_between_characters() {
        assertThat(Harmless.of("ab😀c", 3)).isEqualTo("ab😀");
        assertThat(Harmless.of("ab", 3)).isEqualTo("ab");
    }
}
