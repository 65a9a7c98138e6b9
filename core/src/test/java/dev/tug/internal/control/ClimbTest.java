package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ClimbTest {
    private static final double GIGABYTE = 1e9;

    /// Each stream brings 7.5 MB/s, up to what the link carries.
    private static Climb climb(double link, long costMillis) {
        return new Climb(
                streams -> Math.min(7_500.0 * streams, link / 1_000), true, 10_000, costMillis);
    }

    @Test
    void goes_far_at_once_where_each_stream_brings_its_share() {
        int next = climb(112e6, 30_000).next(1, 16, 16, 8 * GIGABYTE).orElseThrow();

        assertThat(next).isBetween(10, 13);
    }

    @Test
    void goes_no_further_than_the_link_needs() {
        assertThat(climb(30e6, 30_000).next(1, 16, 16, 8 * GIGABYTE)).hasValue(4);
    }

    @Test
    void stays_where_an_end_costs_more_than_there_is_to_gain() {
        assertThat(climb(112e6, 30_000).next(12, 16, 16, GIGABYTE)).isEmpty();
    }

    @Test
    void makes_no_use_of_the_time_that_too_many_are_borne_for() {
        assertThat(climb(112e6, 30_000).next(12, 16, 16, GIGABYTE / 2)).isEmpty();
    }

    /// Where an end only says that it was too many, the next one may have to be feared as well.
    @Test
    void goes_less_far_where_an_end_only_says_that_it_was_too_many() {
        var told = climb(112e6, 10_000).next(1, 16, 16, 8 * GIGABYTE).orElseThrow();
        var untold =
                new Climb(streams -> Math.min(7_500.0 * streams, 112_000), false, 10_000, 10_000)
                        .next(1, 16, 16, 8 * GIGABYTE)
                        .orElseThrow();

        assertThat(untold).isBetween(2, told);
    }

    @Test
    void never_reaches_the_wall() {
        assertThat(climb(1e9, 0).next(15, 16, 16, 100 * GIGABYTE)).isEmpty();
    }
}
