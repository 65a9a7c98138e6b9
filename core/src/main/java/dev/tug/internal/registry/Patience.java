package dev.tug.internal.registry;

import java.time.Duration;
import java.util.function.IntFunction;

/// How often a request is repeated, and how long to wait in between.
///
/// @param attempts requests in all, at least 1
/// @param backoff the wait after failure number 1, 2, ...
/// @param sleeper waits
public record Patience(int attempts, IntFunction<Duration> backoff, Sleeper sleeper) {
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
}
