package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.transfer.Cause;
import dev.tug.transfer.PathProfile;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class LevelsTest {
    private static final long REMAINING = 100_000_000_000L;

    private final Connections connections = new Connections();
    private final Levels levels = new Levels(16, 8, false, false, connections, new CutRates());
    private long now;

    /// As many connections as are asked for, each with a megabyte a second.
    private Moment moment() {
        int alive = levels.level();
        for (int stream = 0; stream < 16; stream++) {
            if (stream >= alive) {
                connections.remove(stream, now);
            } else if (connections.of(stream).isEmpty()) {
                connections.opening(stream, now);
                connections.opened(stream, now);
            }
        }
        return new Moment(now, alive, 2_000, alive * 1e6, 0, REMAINING, true);
    }

    private void run(long millis) {
        for (long until = now + millis; now < until; now += 100) {
            levels.tick(moment());
        }
    }

    private boolean endAll() {
        boolean falls = levels.ended(levels.level(), now, moment());
        for (int stream = 0; stream < 16; stream++) {
            connections.remove(stream, now);
        }
        return falls;
    }

    @Test
    void grows_to_the_ceiling_at_once() {
        run(1_000);

        assertThat(levels.level()).isEqualTo(16);
    }

    @Test
    void falls_to_the_root_where_nothing_has_held() {
        run(2_000);

        assertThat(endAll()).isTrue();
        assertThat(levels.level()).isEqualTo(4);
        assertThat(levels.wall()).contains(new Wall.Ending(16));
    }

    @Test
    void climbs_between_what_held_and_the_wall_and_never_into_it() {
        run(2_000);
        endAll();
        for (int i = 0; i < 2_000; i++) {
            run(100);
            assertThat(levels.level()).isLessThan(16);
        }

        assertThat(levels.held()).isGreaterThan(8);
    }

    /// Whoever counts connections begins anew when one is gone.
    @Test
    void a_number_holds_that_has_lasted_without_a_break() {
        for (int i = 0; i < 10; i++) {
            run(10_000);
            connections.remove(i, now);
        }

        assertThat(levels.level()).isEqualTo(16);
        assertThat(levels.held()).isEqualTo(15);
    }

    @Test
    void one_end_at_a_number_that_held_for_long_is_let_pass() {
        run(60_000);

        assertThat(endAll()).isFalse();
        now += 1_000;
        assertThat(endAll()).isTrue();
        assertThat(levels.level()).isLessThan(16);
    }

    @Test
    void a_refusal_costs_no_stream_and_is_disproved_by_one_that_lives() {
        run(1_000);
        levels.refusedAbove(5, now);
        assertThat(levels.level()).isEqualTo(5);

        run(60_000);
        assertThat(levels.level()).isEqualTo(16);
        assertThat(levels.wall()).isEmpty();
    }

    @Test
    void a_try_does_not_count_for_another_pull() {
        run(2_000);
        endAll();
        int settled = levels.settled();
        for (int i = 0; i < 100 && levels.level() == settled; i++) {
            run(100);
        }

        assertThat(levels.level()).isGreaterThan(settled);
        assertThat(levels.settled()).isEqualTo(settled);
    }

    static PathProfile profile(int streams, int held, int wall, long recoverMillis) {
        var plain = Decision.of(streams);
        return new PathProfile(
                streams,
                held,
                wall,
                Duration.ofSeconds(10),
                Duration.ofMillis(recoverMillis),
                plain.spacing(),
                plain.requestBytesMax(),
                plain.retireAge(),
                plain.retireBytes(),
                plain.firstByte(),
                true,
                Cause.TOO_MANY,
                "it cuts");
    }

    @Test
    void a_wall_of_an_earlier_pull_that_stands_no_more_costs_half_a_minute() {
        levels.recall(profile(8, 8, 9, 10_000), 0);
        run(3_900);
        assertThat(levels.level()).isEqualTo(8);

        run(26_000);
        assertThat(levels.level()).isEqualTo(16);
        assertThat(levels.wall()).isEmpty();
    }

    @Test
    void
            a_wall_of_an_earlier_pull_is_left_alone_where_an_end_is_dearer_than_what_is_to_be_gained() {
        levels.recall(profile(8, 8, 9, 10_000_000), 0);
        run(60_000);

        assertThat(levels.level()).isEqualTo(8);
    }

    @Test
    void what_is_found_wrong_in_one_point_is_put_to_the_test() {
        levels.recall(profile(8, 8, 9, 3_000_000), 0);
        run(60_000);
        assertThat(levels.level()).isEqualTo(8);

        levels.doubt(now);
        run(30_000);
        assertThat(levels.level()).isEqualTo(16);
    }

    @Test
    void a_number_of_an_earlier_pull_gets_no_free_strike() {
        levels.recall(profile(16, 16, 0, 0), 0);
        run(2_000);

        assertThat(endAll()).isTrue();
        assertThat(levels.level()).isLessThan(16);
    }
}
