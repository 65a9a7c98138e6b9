package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StarvationTest {
    private final Starvation starvation = new Starvation();
    private long now = 1_000;

    /// What it says after `millis` in which `moving` of `alive` connections move.
    private int after(long millis, int moving, int alive) {
        int verdict = 0;
        for (long until = now + millis; now < until; now += 100) {
            verdict = starvation.moving(moving, alive, now);
        }
        return verdict;
    }

    @Test
    void is_told_when_one_of_many_has_moved_for_long() {
        assertThat(after(4_000, 1, 16)).isZero();
        assertThat(after(1_000, 1, 16)).isEqualTo(1);
    }

    @Test
    void what_has_just_come_has_not_had_its_turn() {
        for (int alive = 2; alive <= 16; alive++) {
            assertThat(after(1_000, 1, alive)).isZero();
        }
        assertThat(after(3_000, 1, 16)).isZero();
        assertThat(after(1_000, 1, 16)).isEqualTo(1);
    }

    @Test
    void is_told_with_how_many_move() {
        assertThat(after(10_000, 4, 16)).isEqualTo(4);
    }

    @Test
    void begins_anew_when_many_move() {
        after(3_500, 1, 16);
        after(1_500, 9, 16);

        assertThat(after(3_500, 1, 16)).isZero();
    }

    @Test
    void is_none_where_nothing_moves_or_all_do() {
        assertThat(after(20_000, 0, 16)).isZero();
        assertThat(after(20_000, 16, 16)).isZero();
        assertThat(after(20_000, 1, 1)).isZero();
    }
}
