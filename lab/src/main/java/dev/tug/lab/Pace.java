package dev.tug.lab;

import java.time.Duration;

/// Holds one flow of bytes to a rate; idle time earns no burst. For use by one thread.
final class Pace {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int SLICES_PER_SECOND = 50;

    /// Lateness that is made up for, so that slow wake-ups do not lower the rate.
    private static final long CREDIT_NANOS = 40_000_000;

    private final long bytesPerSecond;
    private final long startNanos = Ticks.nanos();
    private long dueNanos = startNanos;

    /// @param bytesPerSecond [Long#MAX_VALUE] for no limit
    Pace(long bytesPerSecond) {
        this.bytesPerSecond = Math.max(1, bytesPerSecond);
    }

    /// The most bytes that should go out in one write, so that the flow is even.
    int slice(int bytes) {
        return (int) Math.min(bytes, Math.max(1, bytesPerSecond / SLICES_PER_SECOND));
    }

    /// Waits until `bytes` more are due.
    void await(int bytes) throws InterruptedException {
        if (bytesPerSecond < Long.MAX_VALUE) {
            var now = Ticks.nanos();
            var costNanos = (long) (bytes / (double) bytesPerSecond * NANOS_PER_SECOND);
            dueNanos = Math.max(dueNanos, now - CREDIT_NANOS) + costNanos;
            Ticks.sleep(Duration.ofNanos(dueNanos - now));
        }
    }

    /// Time since the flow began.
    Duration elapsed() {
        return Duration.ofNanos(Ticks.nanos() - startNanos);
    }
}
