package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BearingTest {
    private final Bearing bearing = new Bearing();

    private static Moment moment(long now, long remaining) {
        return new Moment(now, 4, 2_000, 1e6, 0, remaining, true);
    }

    @Test
    void knows_what_a_cycle_brings_with_its_penalty() {
        bearing.tick(moment(0, 1_000_000_000));
        bearing.ended(16);

        assertThat(bearing.recovered(moment(20_000, 400_000_000))).isEqualTo(30e6);
        assertThat(bearing.streams()).isEqualTo(16);
        assertThat(bearing.pays(10e6)).isTrue();
        assertThat(bearing.pays(29e6)).isFalse();
    }

    @Test
    void keeps_the_best_cycle() {
        bearing.tick(moment(0, 1_000_000_000));
        bearing.ended(16);
        bearing.recovered(moment(20_000, 400_000_000));
        bearing.ended(4);
        bearing.recovered(moment(40_000, 300_000_000));

        assertThat(bearing.streams()).isEqualTo(16);
    }

    @Test
    void forgets_what_no_longer_holds() {
        bearing.tick(moment(0, 1_000_000_000));
        bearing.ended(16);
        bearing.recovered(moment(20_000, 400_000_000));
        bearing.forget();

        assertThat(bearing.pays(1)).isFalse();
    }
}
