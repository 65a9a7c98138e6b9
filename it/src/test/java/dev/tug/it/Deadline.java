package dev.tug.it;

import java.time.Duration;
import java.util.function.Supplier;

/// Waits for what other processes do, which nobody tells of.
final class Deadline {
    private static final Duration STEP = Duration.ofMillis(10);

    private Deadline() {}

    /// A condition that may throw.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /// Returns once `condition` holds.
    ///
    /// @throws AssertionError with `otherwise` if it does not within `max`
    static void await(Duration max, Supplier<String> otherwise, Condition condition)
            throws Exception {
        var end = System.nanoTime() + max.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "after %d s: %s".formatted(max.toSeconds(), otherwise.get()));
            }
            Thread.sleep(STEP);
        }
    }
}
