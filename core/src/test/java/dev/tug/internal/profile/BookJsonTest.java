package dev.tug.internal.profile;

import static dev.tug.internal.profile.Paths.NOW;
import static dev.tug.internal.profile.Paths.OFFICE;
import static dev.tug.internal.profile.Paths.key;
import static dev.tug.internal.profile.Paths.walled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

final class BookJsonTest {
    private static byte[] document(KnownPath... paths) throws IOException {
        return BookJson.write(
                new PathBook(List.of(paths)), Map.of("about", "words"), entry -> entry);
    }

    private static String one() throws IOException {
        return new String(document(new KnownPath(OFFICE, walled(4), NOW, 2)), UTF_8);
    }

    private static BookJson.Reading read(String text) throws BookJson.Unreadable {
        return BookJson.read(text.getBytes(UTF_8));
    }

    @Test
    void what_is_written_is_read_again() throws Exception {
        var inspected =
                new PathKey(
                        "proxy p:3128", Optional.of("ab".repeat(32)), "10.0.0.0/8", "b.example");
        var paths =
                new KnownPath[] {
                    new KnownPath(OFFICE, walled(4), NOW, 2),
                    new KnownPath(inspected, Paths.profile(32, 0, 0, Cause.NONE, ""), NOW, 0),
                };

        var reading = BookJson.read(document(paths));

        assertThat(reading.paths()).containsExactly(paths);
        assertThat(reading.senseless()).isZero();
    }

    @Test
    void no_document_that_was_cut_or_garbled_does_harm() throws Exception {
        var whole = document(new KnownPath(OFFICE, walled(4), NOW, 2));
        for (int length = 0; length < whole.length - 2; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> BookJson.read(cut)).isInstanceOf(BookJson.Unreadable.class);
        }
        long seed = Long.getLong("seed", 7L);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int run = 0; run < 2_000; run++) {
            var garbled = whole.clone();
            garbled[random.nextInt(garbled.length)] = (byte) random.nextInt(256);
            try {
                assertThat(BookJson.read(garbled).paths()).hasSizeLessThanOrEqualTo(1);
            } catch (BookJson.Unreadable e) {
                assertThat(e.reason()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; is empty",
                "[]; is no sound JSON",
                "null; is null",
                "{}; holds no profiles of Tug",
                "{\"format\": \"other\"}; holds no profiles of Tug",
                "{\"format\": \"tug-profiles\"}; has no version",
                "{\"format\": \"tug-profiles\", \"version\": 2}; was written by a later version of Tug",
                "{\"format\": \"tug-profiles\", \"version\": 1}; has no list of profiles",
                "{\"version\": 1, \"version\": 1}; is no sound JSON",
            })
    void what_is_no_document_of_ours_is_refused_with_a_reason(String text, String reason) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        BookJson.Unreadable.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void what_is_too_large_or_too_deep_is_refused() {
        assertThatThrownBy(() -> BookJson.read(new byte[BookJson.BYTES_MAX + 1]))
                .hasMessage("is larger than 1 MB");
        assertThatThrownBy(() -> read("{\"a\":".repeat(10_000)))
                .isInstanceOf(BookJson.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"streams\" : 4/\"streams\" : 0",
                "\"streams\" : 4/\"streams\" : 33",
                "\"streams\" : 4/\"streams\" : \"4\"",
                "\"streams\" : 4/\"streams\" : 4294967300",
                "\"ranges\" : false/\"ranges\" : 0",
                "\"cause\" : \"too_many\"/\"cause\" : \"tooth\"",
                "\"learned\" : \"2026/\"learned\" : \"when",
                "\"host\" : \"registry/\"host\" : \"\\u001bregistry",
                "\"host\" : \"registry.example\"/\"host\" : null",
            })
    void an_entry_that_makes_no_sense_is_passed_over(String change) throws Exception {
        var sides = change.split("/", 2);
        var text = one();
        assertThat(text).contains(sides[0]);

        var reading = read(text.replace(sides[0], sides[1]));

        assertThat(reading.paths()).isEmpty();
        assertThat(reading.senseless()).isEqualTo(1);
    }

    @Test
    void limits_out_of_reason_are_brought_within_it() throws Exception {
        var text =
                one().replace("\"request_bytes_max\" : 4194304", "\"request_bytes_max\" : 1")
                        .replace("\"spacing_ms\" : 300", "\"spacing_ms\" : 86400000")
                        .replace("\"first_byte_ms\" : 30000", "\"first_byte_ms\" : 0")
                        .replace("\"retire_age_ms\" : 51000", "\"retire_age_ms\" : -1")
                        .replace("\"pulls\" : 2", "\"pulls\" : 999")
                        .replace("cuts above", "cuts\\u001b[31m\\nabove");

        var path = read(text).paths().getFirst();

        assertThat(path.pulls()).isEqualTo(KnownPath.PULLS_MAX);
        assertThat(path.profile().requestBytesMax()).isEqualTo(64 << 10);
        assertThat(path.profile().spacing()).hasMinutes(1);
        assertThat(path.profile().firstByte()).hasSeconds(1);
        assertThat(path.profile().retireAge()).hasSeconds(5);
        assertThat(path.profile().reason()).isEqualTo("this network cuts [31m above 4");
    }

    @Test
    void a_connection_is_neither_left_at_once_nor_waited_for_without_end() throws Exception {
        var text =
                one().replace(
                                "\"retire_age_ms\" : 51000",
                                "\"retire_age_ms\" : 4999, \"retire_bytes\" : 4194303")
                        .replace("\"first_byte_ms\" : 30000", "\"first_byte_ms\" : 300001");

        var profile = read(text).paths().getFirst().profile();

        assertThat(profile.retireAge()).hasSeconds(5);
        assertThat(profile.retireBytes()).isEqualTo(4 << 20);
        assertThat(profile.firstByte()).hasMinutes(5);
    }

    @Test
    void as_many_paths_as_are_kept_fit_into_the_file() throws Exception {
        var long300 = "x".repeat(PathKey.LENGTH_MAX - 4);
        var words = Paths.profile(4, 4, 5, Cause.TOO_MANY, "y".repeat(200));
        var paths =
                IntStream.range(0, PathBook.PATHS_MAX)
                        .mapToObj(i ->
                                new KnownPath(key("192.168.7.0/24", long300 + i), words, NOW, 1))
                        .toArray(KnownPath[]::new);

        assertThat(document(paths).length).isLessThan(BookJson.BYTES_MAX);
        assertThat(words.firstByte()).isEqualTo(PathProfile.FIRST_BYTE);
    }
}
