package dev.tug.internal.doctor;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The time by which an examination must be over, on a clock of one's own. Safe for threads.
final class Deadline {
    private final LongSupplier millis;
    private final long endMillis;

    /// @param millis a monotonic clock
    Deadline(LongSupplier millis, Duration length) {
        this.millis = millis;
        this.endMillis = millis.getAsLong() + length.toMillis();
    }

    boolean isOver() {
        return millis.getAsLong() >= endMillis;
    }

    /// What is left, at least a millisecond, and at most `limit`.
    Duration atMost(Duration limit) {
        long left = Math.max(1, endMillis - millis.getAsLong());
        return Duration.ofMillis(Math.min(left, limit.toMillis()));
    }
}
