package dev.tug.internal.registry;

import java.time.Duration;
import java.util.function.IntFunction;

/// How often a request is repeated, and how long to wait in between.
///
/// @param attempts requests in all that somebody answers or cuts, at least 1
/// @param firstAnswer how long nobody may answer at all (Ollama: 63 s)
/// @param backoff the wait after failure number 1, 2, ...
/// @param sleeper waits
public record Patience(
        int attempts, Duration firstAnswer, IntFunction<Duration> backoff, Sleeper sleeper) {
    /// The waits while nobody answers: doubled from the first up to the last.
    private static final long STEP_MILLIS = 500;

    private static final long STEP_MILLIS_MAX = 4_000;

    /// The longest `Retry-After` that is waited for; beyond it the failure is the user's to know.
    static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(2);

    public Patience {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts below 1: " + attempts);
        }
    }

    /// Waits; a thread's sleep, or nothing in a test.
    @FunctionalInterface
    public interface Sleeper {
        /// Waits for `delay`.
        void sleep(Duration delay) throws InterruptedException;
    }

    void pause(int failures, Duration least) throws InterruptedException {
        var delay = backoff.apply(failures);
        sleeper.sleep(delay.compareTo(least) > 0 ? delay : least);
    }

    /// Waits before knocking again, after nobody answered `knocks` times; returns how long.
    Duration pauseUnanswered(int knocks) throws InterruptedException {
        var delay =
                Duration.ofMillis(
                        Math.min(STEP_MILLIS << Math.min(knocks - 1, 10), STEP_MILLIS_MAX));
        sleeper.sleep(delay);
        return delay;
    }
}
