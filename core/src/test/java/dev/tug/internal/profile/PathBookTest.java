package dev.tug.internal.profile;

import static dev.tug.internal.profile.Paths.NOW;
import static dev.tug.internal.profile.Paths.OFFICE;
import static dev.tug.internal.profile.Paths.blank;
import static dev.tug.internal.profile.Paths.key;
import static dev.tug.internal.profile.Paths.profile;
import static dev.tug.internal.profile.Paths.walled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.profile.KnownPath.Confidence;
import dev.tug.transfer.Cause;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

final class PathBookTest {
    private static final Duration HOUR = Duration.ofHours(1);

    /// A book in which `pulls` pulls an hour apart found the same, the last one now.
    private static PathBook agreed(int pulls) {
        var book = PathBook.EMPTY;
        for (int left = pulls - 1; left >= 0; left--) {
            book = book.learn(OFFICE, walled(4), NOW.minus(HOUR.multipliedBy(left)));
        }
        return book;
    }

    @Test
    void a_pull_starts_where_the_last_one_over_its_path_ended() {
        assertThat(agreed(1).recall(OFFICE, NOW)).contains(walled(4));
    }

    @Test
    void another_network_origin_inspector_or_egress_is_another_path() {
        var book = agreed(1);
        assertThat(book.recall(key("10.0.0.0/8", "registry.example"), NOW)).isEmpty();
        assertThat(book.recall(key(OFFICE.network(), "other.example"), NOW)).isEmpty();
        assertThat(
                        book.recall(
                                new PathKey(
                                        Egress.DIRECT,
                                        Optional.of(Egress.ASSUMED),
                                        OFFICE.network(),
                                        OFFICE.origin()),
                                NOW))
                .isEmpty();
        assertThat(
                        book.recall(
                                new PathKey(
                                        "proxy p:3128",
                                        Optional.empty(),
                                        OFFICE.network(),
                                        OFFICE.origin()),
                                NOW))
                .isEmpty();
        assertThat(book.recall(key(OFFICE.network(), "Registry.Example"), NOW)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 24, FAIR",
        "1, 25, LOW",
        "2, 48, FAIR",
        "2, 49, LOW",
        "3, 72, HIGH",
        "3, 73, LOW",
        "7, 168, HIGH",
        "9, 168, HIGH",
    })
    void each_pull_that_agrees_is_believed_for_a_day(int pulls, int hours, Confidence confidence) {
        var later = NOW.plus(HOUR.multipliedBy(hours));
        assertThat(agreed(pulls).paths().getFirst().confidence(later)).isEqualTo(confidence);
    }

    @Test
    void what_is_doubted_tells_where_to_start_and_not_what_holds() {
        var later = NOW.plus(Duration.ofHours(25));
        var doubted = agreed(1).recall(OFFICE, later).orElseThrow();

        assertThat(doubted.streams()).isEqualTo(4);
        assertThat(doubted.held()).isZero();
        assertThat(doubted.wall()).isZero();
        assertThat(doubted.ranges()).isTrue();
        assertThat(doubted.reason()).isEqualTo(walled(4).reason());
    }

    @Test
    void after_seven_days_a_path_is_forgotten_and_leaves_the_book() {
        var later = NOW.plus(KnownPath.FORGOTTEN).plusSeconds(1);

        assertThat(agreed(7).recall(OFFICE, later)).isEmpty();
        assertThat(agreed(7).learn(key("n", "o"), blank(16), later).paths()).hasSize(1);
    }

    @Test
    void what_is_dated_in_a_far_future_is_forgotten() {
        var before = NOW.minus(Duration.ofDays(2));
        assertThat(agreed(1).recall(OFFICE, before)).isEmpty();
        assertThat(agreed(1).recall(OFFICE, NOW.minus(HOUR))).contains(walled(4));
    }

    @Test
    void a_pull_that_found_another_network_begins_to_count_anew() {
        var known = agreed(3).learn(OFFICE, walled(12), NOW).paths().getFirst();

        assertThat(known.pulls()).isEqualTo(1);
        assertThat(known.profile()).isEqualTo(walled(12));
    }

    @Test
    void figures_that_chance_moves_agree_all_the_same() {
        assertThat(agreed(2).learn(OFFICE, walled(5), NOW).paths().getFirst().pulls()).isEqualTo(3);
    }

    @Test
    void a_pull_that_proved_nothing_overrules_none_that_did_until_that_is_doubted() {
        assertThat(agreed(1).learn(OFFICE, blank(16), NOW)).isEqualTo(agreed(1));

        var later = NOW.plus(Duration.ofHours(25));
        var known = agreed(1).learn(OFFICE, blank(16), later).paths().getFirst();
        assertThat(known.profile()).isEqualTo(blank(16));
    }

    @Test
    void a_pull_that_went_by_a_profile_keeps_its_cause_and_its_words() {
        var repeated = profile(4, 4, 5, Cause.PROFILE, "an earlier pull learned it");
        var known = agreed(1).learn(OFFICE, repeated, NOW).paths().getFirst();

        assertThat(known.profile()).isEqualTo(walled(4));
        assertThat(known.pulls()).isEqualTo(2);
    }

    @Test
    void an_outage_is_no_lesson() {
        var outage = profile(1, 0, 0, Cause.OUTAGE, "nobody answers");
        assertThat(agreed(1).learn(OFFICE, outage, NOW)).isEqualTo(agreed(1));
    }

    @Test
    void of_too_many_paths_the_oldest_go() {
        var book = PathBook.EMPTY;
        for (int i = 0; i <= PathBook.PATHS_MAX; i++) {
            book = book.learn(key("n", "host-" + i), walled(4), NOW.plusMillis(i));
        }
        assertThat(book.paths()).hasSize(PathBook.PATHS_MAX);
        assertThat(book.recall(key("n", "host-0"), NOW)).isEmpty();
        assertThat(book.recall(key("n", "host-1"), NOW)).isPresent();
    }

    @Test
    void what_another_machine_found_is_doubted_and_replaces_nothing_of_ours() {
        var there = key(OFFICE.network(), "there.example");
        var book =
                agreed(1)
                        .adopt(
                                List.of(
                                        new KnownPath(OFFICE, walled(12), NOW, 7),
                                        new KnownPath(there, walled(12), NOW, 7)),
                                NOW);

        assertThat(book.recall(OFFICE, NOW)).contains(walled(4));
        assertThat(book.recall(there, NOW).orElseThrow().wall()).isZero();
        assertThat(book.learn(there, walled(12), NOW).recall(there, NOW)).contains(walled(12));
    }
}
