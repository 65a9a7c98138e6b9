package dev.tug.lab;

import java.time.Duration;

/// Lets one thread pass at a time, evenly spaced; its own lock guards the next free moment.
final class Turnstile {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private long nextNanos = Long.MIN_VALUE;

    /// Waits for a turn; those of one second are at most `perSecond`.
    void pass(int perSecond) throws InterruptedException {
        if (perSecond < Integer.MAX_VALUE) {
            Ticks.sleep(Duration.ofNanos(waitNanos(NANOS_PER_SECOND / perSecond)));
        }
    }

    private synchronized long waitNanos(long gapNanos) {
        var now = Ticks.nanos();
        var turn = Math.max(now, nextNanos);
        nextNanos = turn + gapNanos;
        return turn - now;
    }
}
