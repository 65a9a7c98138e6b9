package dev.tug.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.OptionalLong;
import java.util.SplittableRandom;

/// Against a link in virtual time: a queue of a given length, and somebody else who fills it.
final class GiveWayTest {
    private static final long ROUND_TRIP_MICROS = 20_000;
    private static final double QUEUE_SECONDS_MAX = 0.4;

    private final GiveWay rule = new GiveWay();
    private long nowMillis;

    /// One bottleneck with a first-in-first-out queue.
    private final class Link {
        final double capacity;

        /// How long a queue is that somebody else fills.
        final double filled;

        double queued;

        Link(double capacity) {
            this(capacity, QUEUE_SECONDS_MAX * 0.8);
        }

        Link(double capacity, double filled) {
            this.capacity = capacity;
            this.filled = filled;
        }

        /// One second; `others` want so many bytes of it, and are greedy if that is more than all.
        double second(double others) {
            double rate = rule.allowance();
            boolean greedy = others >= capacity;
            // Somebody who fills the queue leaves the paced one what it asks for, up to its share.
            double got = Math.min(rate, greedy ? capacity / 2 : Math.max(0, capacity - others));
            queued =
                    greedy
                            ? filled
                            : Math.clamp(
                                    queued + (rate + others - capacity) / capacity,
                                    0,
                                    QUEUE_SECONDS_MAX);
            nowMillis += 1_000;
            rule.observe(
                    nowMillis, OptionalLong.of(ROUND_TRIP_MICROS + (long) (queued * 1e6)), got);
            return got;
        }
    }

    private double seconds(Link link, int seconds, double others) {
        double bytes = 0;
        for (int second = 0; second < seconds; second++) {
            bytes += link.second(others);
        }
        return bytes / seconds;
    }

    @ParameterizedTest
    @ValueSource(doubles = {250_000, 2_500_000, 12_500_000, 125_000_000})
    void alone_it_uses_most_of_the_link(double capacity) {
        var link = new Link(capacity);
        seconds(link, 60, 0);
        assertThat(seconds(link, 300, 0) / capacity).isBetween(0.75, 1.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {250_000, 2_500_000, 12_500_000, 125_000_000})
    void whoever_comes_later_gets_the_link_within_seconds(double capacity) {
        var link = new Link(capacity);
        seconds(link, 60, 0);
        seconds(link, 5, capacity);
        assertThat(seconds(link, 60, capacity) / capacity)
                .isLessThan(Math.max(0.05, GiveWay.BYTES_PER_SECOND_MIN / capacity * 1.1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {2_500_000, 12_500_000, 125_000_000})
    void a_flow_that_has_just_begun_and_fills_a_short_queue_alone_gets_the_link(double capacity) {
        var link = new Link(capacity, 0.015);
        seconds(link, 60, 0);

        seconds(link, 8, capacity);
        assertThat(seconds(link, 10, capacity)).isLessThan(capacity * 0.2);
    }

    @Test
    void it_takes_the_link_back_within_a_minute() {
        var link = new Link(2_500_000);
        seconds(link, 60, 0);
        seconds(link, 60, 2_500_000);
        seconds(link, 60, 0);
        assertThat(seconds(link, 60, 0)).isGreaterThan(0.7 * 2_500_000);
    }

    @Test
    void a_part_that_others_use_is_left_to_them() {
        var link = new Link(2_500_000);
        seconds(link, 60, 0);
        seconds(link, 60, 1_500_000);
        double mine = seconds(link, 120, 1_500_000);
        assertThat(mine).isBetween(0.5 * 1_000_000, 1_000_000.0);
    }

    @Test
    void a_lost_probe_is_a_full_queue() {
        long before = rule.allowance();
        rule.observe(1_000, OptionalLong.empty(), (double) before);
        assertThat(rule.allowance()).isLessThan(before);
    }

    @Test
    void one_late_answer_is_not() {
        rule.observe(1_000, OptionalLong.of(20_000), (double) rule.allowance());
        long before = rule.allowance();
        rule.observe(2_000, OptionalLong.of(300_000), (double) before);
        assertThat(rule.allowance()).isGreaterThan(before);
    }

    @Test
    void a_slow_server_is_followed_and_not_starved() {
        for (int second = 1; second <= 300; second++) {
            double got = Math.min(rule.allowance(), 700_000);
            rule.observe(second * 1_000L, OptionalLong.of(20_000), got);
        }
        assertThat(rule.allowance()).isBetween(700_000L, 1_000_000L);
    }

    @Test
    void a_longer_way_becomes_the_shortest_after_ten_minutes() {
        for (int second = 0; second < 60; second++) {
            rule.observe(second * 1_000L, OptionalLong.of(20_000), (double) rule.allowance());
        }
        for (int second = 60; second < 900; second++) {
            rule.observe(second * 1_000L, OptionalLong.of(90_000), (double) rule.allowance());
        }
        assertThat(rule.allowance()).isGreaterThan(100_000_000L);
    }

    @Test
    void nothing_makes_it_stop_or_overflow() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        for (int step = 0; step < 100_000; step++) {
            var roundTrip =
                    random.nextInt(10) == 0
                            ? OptionalLong.empty()
                            : OptionalLong.of(random.nextLong(1, 2_000_000));
            double reached = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 1e12;
            assertThat(rule.observe(step * 1_000L, roundTrip, reached))
                    .isBetween(GiveWay.BYTES_PER_SECOND_MIN, 1L << 40);
        }
    }
}
