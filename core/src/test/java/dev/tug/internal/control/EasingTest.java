package dev.tug.internal.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

final class EasingTest {
    private static final long HOUR = 3_600_000;

    private final CutRates rates = new CutRates();
    private final Easing easing = new Easing(rates);
    private long now;
    private long until = HOUR;

    private Moment moment(int alive) {
        return new Moment(now, alive, 2_000, 1e6, 0, (until - now) * 1_000, true);
    }

    /// A tenth of a second with `alive` connections; `hazard` is cuts a connection and second.
    private void live(int alive, IntToDoubleFunction hazard, SplittableRandom random) {
        now += 100;
        rates.advance(alive, now);
        if (random.nextDouble() < 0.1 * alive * hazard.applyAsDouble(alive)) {
            rates.cut(alive, now);
        }
    }

    /// Runs 16 for `seconds`, trying fewer when that is due; returns the verdict, or open if none came.
    private Easing.Verdict run(int seconds, IntToDoubleFunction hazard, long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < 10 * seconds; i++) {
            live(16, hazard, random);
            if (easing.isDue(16, 1, moment(16))) {
                int few = easing.begin(16);
                long since = now;
                var verdict = Easing.Verdict.OPEN;
                while (verdict == Easing.Verdict.OPEN) {
                    live(few, hazard, random);
                    verdict = easing.verdict(now - since, moment(few));
                }
                tried += now - since;
                if (verdict == Easing.Verdict.LESS) {
                    return verdict;
                }
            }
        }
        return Easing.Verdict.OPEN;
    }

    private long tried;

    @Test
    void finds_an_overload() {
        int found = 0;
        for (long seed = 0; seed < 200; seed++) {
            var test = new EasingTest();
            var verdict = test.run(600, alive -> 0.02 * Math.max(0, alive - 5), seed);
            found += verdict == Easing.Verdict.LESS ? 1 : 0;
        }

        assertThat(found).isGreaterThan(195);
    }

    @Test
    void takes_a_lossy_link_for_an_overload_now_and_then_only() {
        int wrong = 0;
        for (long seed = 0; seed < 400; seed++) {
            var verdict = new EasingTest().run(800, _ -> 1 / 60.0, seed);
            wrong += verdict == Easing.Verdict.LESS ? 1 : 0;
        }

        assertThat(wrong).isLessThan(60);
    }

    @Test
    void costs_a_lossy_link_little() {
        for (long seed = 0; seed < 100; seed++) {
            var test = new EasingTest();
            test.until = 800_000;
            test.run(800, _ -> 1 / 60.0, seed);
            assertThat(test.tried).as("seed %d", seed).isLessThan(160_000);
        }
    }

    @Test
    void is_not_due_for_a_dozen_cuts_of_one() {
        run(3_000, _ -> 0.001, 1);

        assertThat(easing.isDue(1, 1, moment(1))).isFalse();
    }
}
