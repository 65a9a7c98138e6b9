package dev.tug.internal.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class PathPhrasesTest {
    @Test
    void each_limit_has_its_words() {
        var profile =
                new PathProfile(
                        4,
                        4,
                        5,
                        Duration.ofSeconds(5),
                        Duration.ZERO,
                        Duration.ofMillis(800),
                        4_000_000,
                        Duration.ofSeconds(51),
                        180_000_000,
                        Duration.ofSeconds(120),
                        false,
                        Cause.TOO_MANY,
                        "this network cuts connections above 4");

        assertThat(PathPhrases.of(profile))
                .containsExactly(
                        "4 streams: this network cuts connections above 4",
                        "4 streams at once proved to hold",
                        "5 streams at once are too many",
                        "connections are opened 0.8 s apart",
                        "answers of at most 4.0 MB are asked for",
                        "a connection is left after 51.0 s",
                        "a connection is left after 180.0 MB",
                        "the first byte of an answer may take 120.0 s",
                        "ranges do not come through: each blob comes in one piece");
    }

    @Test
    void where_nothing_stands_in_the_way_there_is_little_to_say() {
        var profile =
                new PathProfile(
                        1,
                        0,
                        0,
                        Duration.ZERO,
                        Duration.ZERO,
                        PathProfile.SPACING,
                        PathProfile.REQUEST_BYTES_MAX,
                        PathProfile.AGELESS,
                        Long.MAX_VALUE,
                        PathProfile.FIRST_BYTE,
                        true,
                        Cause.NONE,
                        "");

        assertThat(PathPhrases.of(profile)).containsExactly("1 stream");
    }
}
