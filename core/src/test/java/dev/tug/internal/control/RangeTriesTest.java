package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.failure.TransferFailure;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class RangeTriesTest {
    private static final TransferFailure REFUSED =
            new TransferFailure.Refused("h", 403, Duration.ZERO, "", "");
    private static final TransferFailure CUT = new TransferFailure.Cut("h", 0, "reset");

    private final OpenTries open = new OpenTries();

    @Test
    void a_range_that_is_refused_is_refused_to_the_next_stream_too() {
        open.give(100, failed(REFUSED, 5));
        var next = open.take(100, 200).failed(REFUSED, true, 0);

        assertThat(next.inARow()).isEqualTo(6);
        assertThat(next.counted()).isEqualTo(6);
    }

    @Test
    void what_became_of_a_connection_stays_with_its_stream() {
        open.give(100, failed(CUT, 5).failed(REFUSED, true, 7));
        var next = open.take(100, 200);

        assertThat(next).isEqualTo(new RangeTries(1, 1, 1, 1, 7));
    }

    @Test
    void a_failure_that_costs_nothing_costs_the_next_stream_nothing() {
        open.give(100, RangeTries.NONE.failed(REFUSED, false, 0));

        assertThat(open.take(100, 200)).isEqualTo(new RangeTries(1, 0, 1, 0, 0));
    }

    @Test
    void only_bytes_that_were_asked_for_in_vain_have_a_past() {
        open.give(100, failed(REFUSED, 3));

        assertThat(open.take(0, 100)).isEqualTo(RangeTries.NONE);
        assertThat(open.take(101, 200)).isEqualTo(RangeTries.NONE);
        assertThat(open.take(50, 101).counted()).isEqualTo(3);
    }

    @Test
    void the_past_is_taken_over_once() {
        open.give(100, failed(REFUSED, 3));

        assertThat(open.take(100, 200).counted()).isEqualTo(3);
        assertThat(open.take(100, 200)).isEqualTo(RangeTries.NONE);
    }

    @Test
    void the_worst_of_several_pasts_counts() {
        open.give(100, failed(REFUSED, 2));
        open.give(150, failed(REFUSED, 4));
        open.give(190, failed(REFUSED, 3));

        assertThat(open.take(100, 200).counted()).isEqualTo(4);
    }

    @Test
    void what_is_forgiven_is_forgotten_but_for_when_it_was() {
        open.give(100, failed(REFUSED, 3));
        open.forgive();

        assertThat(open.take(100, 200)).isEqualTo(RangeTries.NONE);
        assertThat(RangeTries.NONE.failed(REFUSED, true, 9).forgiven())
                .isEqualTo(new RangeTries(0, 0, 0, 0, 9));
    }

    private static RangeTries failed(TransferFailure why, int times) {
        var tries = RangeTries.NONE;
        for (int i = 0; i < times; i++) {
            tries = tries.failed(why, true, 0);
        }
        return tries;
    }
}
