package dev.tug.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tug.internal.plan.Laggards.Pace;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Who is replaced, and above all who is not.
final class LaggardsTest {
    private static final long FAST = 10_000_000;
    private static final long LEFT = 4 << 20;

    private final Laggards laggards = new Laggards();

    @Test
    void one_of_sixteen_that_crawls_is_picked() {
        assertThat(laggards.pick(0, 0, paces(16, 50_000))).hasValue(0);
    }

    @Test
    void a_rate_that_is_not_settled_counts_for_nothing() {
        var paces = new ArrayList<>(paces(16, FAST));
        paces.set(0, new Pace(0, 50_000, LEFT, false));

        assertThat(laggards.pick(0, 0, paces)).isEmpty();
    }

    @Test
    void an_eighth_of_the_median_is_fast_enough() {
        assertThat(laggards.pick(0, 0, paces(16, FAST / 8))).isEmpty();
        assertThat(laggards.pick(0, 0, paces(16, FAST / 8 - 1))).hasValue(0);
    }

    @Test
    void what_is_nearly_done_is_left_to_finish() {
        var paces = new ArrayList<>(paces(16, FAST));
        paces.set(0, new Pace(0, 50_000, 90_000, true));

        assertThat(laggards.pick(0, 0, paces)).isEmpty();
    }

    @Test
    void a_trickle_is_left_alone() {
        assertThat(laggards.pick(0, 0, paces(16, 26))).isEmpty();
    }

    @Test
    void three_streams_have_no_median_to_speak_of() {
        assertThat(laggards.pick(0, 0, paces(3, 50_000))).isEmpty();
        assertThat(laggards.pick(0, 0, paces(4, 50_000))).isPresent();
    }

    @Test
    void five_seconds_lie_between_two() {
        assertThat(laggards.pick(0, 0, paces(16, 50_000))).isPresent();
        assertThat(laggards.pick(4_999, 0, paces(16, 50_000))).isEmpty();
        assertThat(laggards.pick(5_000, 0, paces(16, 50_000))).isPresent();
    }

    @Test
    void only_bytes_earn_more_than_the_first_four() {
        int picked = 0;
        for (long now = 0; now < 1_000_000; now += 100) {
            picked += laggards.pick(now, 0, paces(16, 50_000)).isPresent() ? 1 : 0;
        }
        assertThat(picked).isEqualTo(4);

        assertThat(laggards.pick(2_000_000, 64 << 20, paces(16, 50_000))).isPresent();
        assertThat(laggards.pick(3_000_000, 64 << 20, paces(16, 50_000))).isEmpty();
    }

    /// On links that are shaped as a whole, rates fluctuate around one mean; nobody is to blame.
    @Test
    void fluctuation_on_a_shaped_link_replaces_nobody() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        int picked = 0;
        for (int link = 0; link < 1_000; link++) {
            var link1 = new Laggards();
            int streams = random.nextInt(4, 33);
            double mean = Math.exp(random.nextDouble(Math.log(2e3), Math.log(2e7)));
            for (long now = 0; now < 60_000; now += 3_000) {
                var paces = new ArrayList<Pace>();
                for (int stream = 0; stream < streams; stream++) {
                    paces.add(
                            new Pace(
                                    stream, (long) (mean * random.nextDouble(0.3, 2)), LEFT, true));
                }
                picked += link1.pick(now, 0, paces).isPresent() ? 1 : 0;
            }
        }
        assertThat(picked).as("seed " + seed).isZero();
    }

    @Test
    void whoever_is_picked_is_far_below_the_median_whatever_the_rates() {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new SplittableRandom(seed);
        for (int round = 0; round < 5_000; round++) {
            var paces = new ArrayList<Pace>();
            for (int stream = 0; stream < random.nextInt(1, 33); stream++) {
                paces.add(
                        new Pace(
                                stream,
                                (long) Math.exp(random.nextDouble(0, 18)),
                                random.nextLong(1, 64 << 20),
                                random.nextBoolean()));
            }
            var picked = new Laggards().pick(0, 0, paces);
            if (picked.isPresent()) {
                var pace = paces.get(picked.getAsInt());
                long faster =
                        paces.stream()
                                .filter(p -> p.bytesPerSecond() > 8 * pace.bytesPerSecond())
                                .count();
                assertThat(pace.settled()).as("seed " + seed).isTrue();
                assertThat(2 * faster).as("seed " + seed).isGreaterThanOrEqualTo(paces.size() - 1);
            }
        }
    }

    /// Streams of which number 0 runs at `slow`, the others fast.
    private static List<Pace> paces(int streams, long slow) {
        var paces = new ArrayList<Pace>();
        paces.add(new Pace(0, slow, LEFT, true));
        for (int stream = 1; stream < streams; stream++) {
            paces.add(new Pace(stream, FAST, LEFT, true));
        }
        return paces;
    }
}
