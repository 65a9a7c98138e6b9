package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlateauTest {
    private final Plateau plateau = new Plateau();

    private void saw(long fromMillis, long untilMillis, int alive, double perSecond) {
        for (long now = fromMillis; now <= untilMillis; now += 100) {
            plateau.saw(new Moment(now, alive, 2_000, 0, perSecond, 1_000, true));
        }
    }

    @Test
    void what_many_brought_says_what_the_link_carries() {
        saw(0, 1_500, 16, 110e6);

        assertThat(plateau.isKnown(3, 7)).isTrue();
        assertThat(plateau.perSecond()).isEqualTo(110e6);
    }

    @Test
    void a_number_that_was_there_for_a_moment_shows_nothing() {
        saw(0, 900, 16, 110e6);

        assertThat(plateau.isKnown(3, 7)).isFalse();
    }

    @Test
    void goodput_that_still_grows_shows_nothing() {
        saw(0, 5_000, 16, 0);

        assertThat(plateau.isKnown(3, 7)).isFalse();
    }

    @Test
    void what_more_would_bring_is_not_known_from_fewer() {
        saw(0, 5_000, 8, 80e6);

        assertThat(plateau.isKnown(4, 9)).isFalse();
        assertThat(plateau.isKnown(8, 8)).isFalse();
    }

    @Test
    void is_forgotten_once_fewer_bring_more() {
        saw(0, 1_500, 16, 20e6);
        for (long now = 2_000; now <= 4_000; now += 100) {
            plateau.saw(new Moment(now, 1, 2_000, 40e6, 0, 1_000, true));
        }

        assertThat(plateau.isKnown(1, 2)).isFalse();
    }

    @Test
    void fewer_do_not_lower_what_the_most_have_shown() {
        saw(0, 1_500, 16, 110e6);
        saw(2_000, 9_000, 3, 90e6);

        assertThat(plateau.perSecond()).isEqualTo(110e6);
    }
}
