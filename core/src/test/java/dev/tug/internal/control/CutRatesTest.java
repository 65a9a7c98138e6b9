package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

final class CutRatesTest {
    private final CutRates rates = new CutRates();
    private long now;

    /// Lets `seconds` pass with `alive` connections, each cut as often as `everySeconds` says.
    private void live(int alive, int seconds, double everySeconds, SplittableRandom random) {
        for (int i = 0; i < 10 * seconds; i++) {
            rates.advance(alive, now);
            now += 100;
            if (random.nextDouble() < 0.1 * alive / everySeconds) {
                rates.cut(alive, now);
            }
        }
        rates.advance(alive, now);
        now += Cuts.TOGETHER_MILLIS + 1;
        rates.advance(0, now);
    }

    @Test
    void knows_how_often_a_connection_is_cut() {
        live(8, 2_000, 50, new SplittableRandom(1));

        assertThat(rates.perConnectionMilli(1, 8) * 50_000).isBetween(0.8, 1.2);
        assertThat(rates.perConnectionMilli(9, 16)).isZero();
    }

    @Test
    void one_rate_is_seldom_taken_for_two() {
        int wrong = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            var random = new SplittableRandom(seed);
            var test = new CutRatesTest();
            test.live(16, 60, 60, random);
            test.live(4, 60, 60, random);
            wrong += test.rates.isWorse(4, 5, 16, 2) ? 1 : 0;
        }

        assertThat(wrong).isLessThan(25);
    }

    @Test
    void two_rates_are_told_apart() {
        int seen = 0;
        for (int seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var test = new CutRatesTest();
            test.live(16, 30, 8, random);
            test.live(4, 30, 80, random);
            seen += test.rates.isWorse(4, 5, 16, 2) ? 1 : 0;
        }

        assertThat(seen).isGreaterThan(190);
    }

    @Test
    void cuts_with_one_cause_do_not_count() {
        rates.advance(8, 0);
        for (int i = 0; i < 8; i++) {
            rates.cut(8 - i, 1_000 + i);
        }
        rates.together();
        rates.advance(0, 60_000);

        assertThat(rates.total()).isZero();
    }
}
