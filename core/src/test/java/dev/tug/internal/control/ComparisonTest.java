package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

final class ComparisonTest {
    /// With 4 connections for a minute, then with 8 until there is a verdict.
    private static Comparison.Verdict verdict(double few, double many, double overload, long seed) {
        var random = new SplittableRandom(seed);
        var rates = new CutRates();
        long now = 0;
        for (; now < 120_000; now += 100) {
            live(rates, 4, few, now, random);
        }
        var test = new Comparison(rates, 4, 8, overload / 1_000);
        long since = now;
        while (test.verdict(now - since) == Comparison.Verdict.OPEN) {
            now += 100;
            live(rates, 8, many, now, random);
        }
        assertThat(now - since).isLessThanOrEqualTo(60_000);
        return test.verdict(now - since);
    }

    private static void live(
            CutRates rates, int alive, double hazard, long now, SplittableRandom random) {
        rates.advance(alive, now);
        if (random.nextDouble() < 0.1 * alive * hazard) {
            rates.cut(alive, now);
        }
    }

    private static int worse(double few, double many, double overload) {
        int worse = 0;
        for (long seed = 0; seed < 300; seed++) {
            worse += verdict(few, many, overload, seed) == Comparison.Verdict.WORSE ? 1 : 0;
        }
        return worse;
    }

    @Test
    void an_overload_is_worse() {
        assertThat(worse(0, 0.06, 0.2)).isGreaterThan(280);
    }

    @Test
    void a_number_that_is_borne_is_not() {
        assertThat(worse(0, 0, 0.2)).isZero();
        assertThat(worse(0.02, 0.02, 0.2)).isLessThan(75);
    }
}
