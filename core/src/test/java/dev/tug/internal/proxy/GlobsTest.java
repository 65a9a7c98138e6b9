package dev.tug.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

final class GlobsTest {
    @ParameterizedTest
    @CsvSource({
        "*, '', true",
        "'', '', true",
        "'', a, false",
        "?, a, true",
        "?, '', false",
        "a*b*c, aXbXc, true",
        "a*b*c, abcb, false",
        "*.test, a.test, true",
        "a.test, axtest, false",
        "**a**, a, true",
        "a[b], ab, false",
    })
    void a_star_is_anything_and_a_question_mark_one_character(
            String glob, String text, boolean matches) {
        assertThat(Globs.matches(glob, text)).isEqualTo(matches);
    }

    @Test
    void says_what_a_regular_expression_says_for_all_short_words() {
        for (var glob : words("ab*?")) {
            var regex = Pattern.compile(glob.replace("*", ".*").replace('?', '.'));
            for (var text : words("ab")) {
                assertThat(Globs.matches(glob, text))
                        .as("%s ~ %s", glob, text)
                        .isEqualTo(regex.matcher(text).matches());
            }
        }
    }

    /// All of up to four letters.
    private static List<String> words(String letters) {
        var words = new ArrayList<String>();
        words.add("");
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            if (word.length() < 4) {
                letters.chars().forEach(c -> words.add(word + (char) c));
            }
        }
        return words;
    }

    @Test
    void many_stars_take_no_longer_than_one() {
        // Backtracking takes centuries.
        assertThat(Globs.matches("*a".repeat(500) + "*b", "a".repeat(4000))).isFalse();
    }
}
