package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WallsTest {
    private final Walls walls = new Walls();

    @Test
    void an_end_of_all_is_believed_for_minutes_and_longer_when_seen_again() {
        walls.found(new Wall.Ending(8), 0);
        assertThat(walls.expire(299_999)).isFalse();
        walls.found(new Wall.Ending(8), 100_000);

        assertThat(walls.expire(699_999)).isFalse();
        assertThat(walls.expire(700_000)).isTrue();
        assertThat(walls.get()).isEmpty();
    }

    @Test
    void a_refusal_is_doubted_soon_and_forgotten_never() {
        walls.found(new Wall.Refusing(5), 0);

        assertThat(walls.isDoubted(29_999)).isFalse();
        assertThat(walls.isDoubted(30_000)).isTrue();
        assertThat(walls.expire(1_000_000)).isFalse();
        assertThat(walls.top(16)).isEqualTo(4);
    }

    @Test
    void where_cuts_come_one_by_one_nothing_else_is_known() {
        walls.found(new Wall.Cutting(12), 0);
        assertThat(walls.isHard()).isFalse();
        assertThat(walls.isCutting()).isTrue();

        walls.found(new Wall.Ending(12), 0);
        assertThat(walls.isHard()).isTrue();
    }

    @Test
    void no_wall_no_bound() {
        assertThat(walls.top(16)).isEqualTo(16);
        assertThat(walls.isHard()).isFalse();
    }

    @Test
    void a_refusal_below_a_wall_that_ends_all_does_not_disprove_it() {
        walls.found(new Wall.Ending(6), 0);
        walls.found(new Wall.Refusing(5), 1_000);
        walls.disproved();

        assertThat(walls.get()).contains(new Wall.Ending(6));
        walls.disproved();
        assertThat(walls.get()).isEmpty();
    }
}
