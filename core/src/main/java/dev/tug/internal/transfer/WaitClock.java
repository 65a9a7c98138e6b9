package dev.tug.internal.transfer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.LongSupplier;

/// The clock that a transfer goes by, and its waits: hours of it can pass in a test's second.
public interface WaitClock {
    /// Milliseconds of a monotonic clock.
    long nowMillis();

    /// Waits for `condition` or until `millis` of this clock have passed, or some less; its lock is
    /// held.
    void await(Condition condition, long millis) throws InterruptedException;

    /// A clock whose waits take real time.
    static WaitClock of(LongSupplier monotonicMillis) {
        return new WaitClock() {
            @Override
            public long nowMillis() {
                return monotonicMillis.getAsLong();
            }

            @Override
            @SuppressWarnings("WaitNotInLoop") // the caller is the loop
            public void await(Condition condition, long millis) throws InterruptedException {
                condition.await(millis, TimeUnit.MILLISECONDS);
            }
        };
    }
}
