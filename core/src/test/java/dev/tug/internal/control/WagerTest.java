package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.OptionalInt;
import java.util.SplittableRandom;

final class WagerTest {
    private static final long CERTIFY = 10_000;

    private final Wager wager = new Wager(16, false, false);
    private final Walls walls = new Walls();

    private static Moment moment(int alive, double goodput, long remaining) {
        return new Moment(1_000, alive, 2_000, goodput, 0, remaining, true);
    }

    @Test
    void goes_half_way_in_proportion_where_there_is_time() {
        walls.found(new Wall.Ending(16), 0);

        assertThat(wager.next(4, walls, CERTIFY, false, moment(4, 4e6, 100_000_000_000L)))
                .hasValue(8);
    }

    @Test
    void dares_less_where_a_failure_is_dear() {
        walls.found(new Wall.Ending(16), 0);
        wager.recoveredIn(28_000);
        wager.lost();

        int next =
                wager.next(4, walls, CERTIFY, false, moment(4, 40e6, 9_000_000_000L)).orElseThrow();

        assertThat(next).isBetween(5, 7);
    }

    @Test
    void dares_nothing_at_the_end() {
        walls.found(new Wall.Ending(16), 0);
        wager.recoveredIn(28_000);

        assertThat(wager.next(4, walls, CERTIFY, false, moment(4, 40e6, 400_000_000))).isEmpty();
    }

    @Test
    void tries_no_more_than_carries_the_best_that_was_seen() {
        wager.saw(moment(16, 60e6, 1));
        walls.found(new Wall.Ending(16), 0);

        int next =
                wager.next(4, walls, CERTIFY, false, moment(4, 40e6, 100_000_000_000L))
                        .orElseThrow();

        assertThat(next).isEqualTo(6);
    }

    @Test
    void a_refused_number_is_tried_again_when_it_is_doubted() {
        walls.found(new Wall.Refusing(5), 0);
        var early = moment(4, 4e6, 100_000_000_000L);
        var late = new Moment(40_000, 4, 2_000, 4e6, 0, 100_000_000_000L, true);

        assertThat(wager.next(4, walls, CERTIFY, false, early)).isEmpty();
        assertThat(wager.next(4, walls, CERTIFY, false, late)).hasValue(5);
    }

    @Test
    void stays_between_the_level_and_the_wall() {
        for (long seed = 0; seed < 5_000; seed++) {
            var random = new SplittableRandom(seed);
            var any = new Wager(random.nextInt(1, 33), random.nextBoolean(), random.nextBoolean());
            var some = new Walls();
            int wall = random.nextInt(2, 34);
            some.found(new Wall.Ending(wall), 0);
            int level = random.nextInt(1, wall);
            any.recoveredIn(random.nextLong(60_000));
            var next =
                    any.next(
                            level,
                            some,
                            random.nextLong(45_000),
                            random.nextBoolean(),
                            moment(level, random.nextDouble(1e8), random.nextLong(1L << 40)));
            assertThat(next.orElse(level)).as("seed %d", seed).isBetween(level, wall);
            assertThat(next).as("seed %d", seed).isNotEqualTo(OptionalInt.of(wall));
        }
    }
}
