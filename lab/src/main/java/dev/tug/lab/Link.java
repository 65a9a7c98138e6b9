package dev.tug.lab;

import java.time.Duration;

/// One rate that all connections share, in the order in which they ask; its own lock guards it.
final class Link {
    private static final double NANOS_PER_SECOND = 1e9;

    /// Lateness that is made up for, so that slow wake-ups do not lower the rate.
    private static final long CREDIT_NANOS = 40_000_000;

    /// Short turns, so that no connection holds up the others.
    private static final int SLICES_PER_SECOND = 200;

    private static final int SLICE_BYTES_MIN = 1024;

    private long dueNanos = Long.MIN_VALUE;

    /// The most bytes to ask for at once.
    static int slice(int bytes, long bytesPerSecond) {
        return (int) Math.min(bytes, Math.max(SLICE_BYTES_MIN, bytesPerSecond / SLICES_PER_SECOND));
    }

    /// Waits until `bytes` more are due.
    ///
    /// @param bytesPerSecond [Long#MAX_VALUE] for no limit
    void await(int bytes, long bytesPerSecond) throws InterruptedException {
        if (bytesPerSecond < Long.MAX_VALUE) {
            var costNanos = (long) (bytes / (double) bytesPerSecond * NANOS_PER_SECOND);
            Ticks.sleep(Duration.ofNanos(reserve(costNanos)));
        }
    }

    private synchronized long reserve(long costNanos) {
        var now = Ticks.nanos();
        dueNanos = Math.max(dueNanos, now - CREDIT_NANOS) + costNanos;
        return dueNanos - now;
    }
}
