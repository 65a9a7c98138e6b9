package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GoodputTest {
    private final Goodput goodput = new Goodput();

    @Test
    void is_the_mean_of_the_last_moments() {
        for (long now = 0; now < 10_000; now += 100) {
            goodput.received(now < 5_000 ? 100_000 : 300_000, now);
        }

        assertThat(goodput.perSecond(2_000, 10_000)).isEqualTo(3e6);
        assertThat(goodput.perSecond(10_000, 10_000)).isEqualTo(2e6);
    }

    @Test
    void silence_brings_it_down() {
        goodput.received(1_000_000, 0);

        assertThat(goodput.perSecond(2_000, 60_000)).isZero();
    }

    @Test
    void a_plateau_is_where_it_grows_no_more() {
        for (long now = 0; now < 5_000; now += 100) {
            goodput.received(now < 3_000 ? 1_000 * now : 3_000_000, now);
        }

        assertThat(goodput.plateau(5_000)).isEqualTo(30e6);
    }

    @Test
    void a_slow_start_is_no_plateau() {
        for (long now = 0; now < 5_000; now += 100) {
            goodput.received((long) Math.pow(1.1, now / 50.0), now);
        }

        assertThat(goodput.plateau(5_000)).isZero();
    }

    @Test
    void a_pause_lies_between_bytes() {
        for (long now = 0; now < 3_000; now += 100) {
            goodput.perSecond(2_000, now);
        }
        assertThat(goodput.longestPauseMillis(10_000, 3_000)).isZero();
        goodput.received(1_000, 3_000);
        goodput.received(1_000, 3_750);
        goodput.received(1_000, 3_850);

        assertThat(goodput.longestPauseMillis(10_000, 3_900)).isEqualTo(600);
    }
}
