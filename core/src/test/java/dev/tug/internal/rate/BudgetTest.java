package dev.tug.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.TreeMap;

final class BudgetTest {
    private static final long SECOND = 1_000_000_000;
    private static final long WINDOW = 5 * SECOND;
    private static final int CASES = 2_000;

    /// Streams that take turns over virtual time, each late by up to `lateNanos` at every turn.
    private static final class Streams {
        final TreeMap<Long, Long> byTime = new TreeMap<>();
        final long[] byStream;
        private final SplittableRandom random;
        private final long lateNanos;
        private final int readMax;
        private long now;

        Streams(int streams, SplittableRandom random, long lateNanos, int readMax) {
            this.byStream = new long[streams];
            this.random = random;
            this.lateNanos = lateNanos;
            this.readMax = readMax;
        }

        void run(Budget budget, long untilNanos) {
            var turns = new ArrayDeque<Integer>();
            for (int stream = 0; stream < byStream.length; stream++) {
                turns.add(stream);
            }
            while (now < untilNanos) {
                long wait = budget.waitNanos(now);
                if (wait > 0) {
                    now += wait + (lateNanos == 0 ? 0 : random.nextLong(lateNanos));
                    continue;
                }
                int stream = turns.remove();
                int granted = budget.take(128 * 1024);
                int read = 1 + random.nextInt(Math.min(granted, readMax));
                budget.giveBack(granted - read);
                byTime.merge(now, (long) read, Long::sum);
                byStream[stream] += read;
                turns.add(stream);
            }
        }

        long between(long from, long to) {
            return byTime.subMap(from, to).values().stream().mapToLong(bytes -> bytes).sum();
        }
    }

    @Test
    void every_window_of_five_seconds_is_within_five_percent() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < CASES; i++) {
            // 5 kB/s is the least: a read of 1 kB is then 4 % of a window.
            long rate = (long) Math.exp(random.nextDouble(Math.log(5_000), Math.log(3_000_000)));
            int streams = 1 + random.nextInt(32);
            var run = new Streams(streams, random, 40_000_000, Integer.MAX_VALUE);
            run.run(new Budget(0, rate), 12 * SECOND);
            for (long from = 0; from <= 7 * SECOND; from += SECOND / 2) {
                double share = run.between(from, from + WINDOW) / (rate * 5.0);
                assertThat(share)
                        .as("%d B/s, %d streams, %d", rate, streams, from)
                        .isBetween(0.95, 1.05);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20_000, 1_000_000, 5 << 20, 100_000_000})
    void no_burst_is_longer_than_the_credit_and_a_step(long rate) {
        var budget = new Budget(0, rate);
        long burst = 0;
        for (int idle = 0; idle < 20; idle++) {
            long now = idle * SECOND * 30;
            long bytes = 0;
            while (budget.waitNanos(now) == 0) {
                bytes += budget.take(128 * 1024);
            }
            burst = Math.max(burst, bytes);
        }
        assertThat(burst).isLessThanOrEqualTo(rate / 10 + Math.max(1024, rate / 50));
    }

    @Test
    void streams_that_ask_in_turn_get_the_same() {
        var run = new Streams(16, new SplittableRandom(1), 0, Integer.MAX_VALUE);
        run.run(new Budget(0, 500_000), 60 * SECOND);
        for (long bytes : run.byStream) {
            assertThat(bytes * 16.0 / run.between(0, 60 * SECOND)).isBetween(0.8, 1.2);
        }
    }

    @Test
    void what_a_read_did_not_need_is_not_lost() {
        var run = new Streams(4, new SplittableRandom(1), 0, 100);
        run.run(new Budget(0, 200_000), 10 * SECOND);
        assertThat(run.between(0, 10 * SECOND)).isBetween(1_990_000L, 2_030_000L);
    }

    @Test
    void a_new_rate_holds_at_once() {
        var budget = new Budget(0, 1);
        budget.take(128 * 1024);
        assertThat(budget.waitNanos(0)).isGreaterThan(SECOND * 1000);

        budget.rate(0, 10_000_000);

        assertThat(budget.waitNanos(0)).isLessThan(SECOND / 100);
    }

    @Test
    void a_lower_rate_does_not_pay_for_what_came_at_a_higher_one() {
        var budget = new Budget(0, 100_000_000);
        budget.take(128 * 1024);

        budget.rate(0, 10_000);

        assertThat(budget.waitNanos(0)).isLessThanOrEqualTo(SECOND / 9);
    }

    @Test
    void a_clock_that_goes_back_earns_nothing_and_breaks_nothing() {
        var budget = new Budget(SECOND, 1_000_000);
        budget.take(10_000);
        long wait = budget.waitNanos(SECOND);

        assertThat(budget.waitNanos(0)).isEqualTo(wait);
    }
}
