package dev.tug.internal.transfer;

import java.util.concurrent.locks.Condition;

/// Real time that can be made to run faster: an hour in a second.
final class FastForward implements WaitClock {
    private static final long NANOS = 1_000_000;

    /// Guarded by `this`, as the two below.
    private long speed = 1;

    private long sinceNanos = System.nanoTime();
    private long baseNanos;

    /// From now on time runs so much faster than real time.
    synchronized void speed(long times) {
        baseNanos = nowNanos();
        sinceNanos = System.nanoTime();
        speed = times;
    }

    private synchronized long nowNanos() {
        return baseNanos + (System.nanoTime() - sinceNanos) * speed;
    }

    @Override
    public long nowMillis() {
        return nowNanos() / NANOS;
    }

    @Override
    @SuppressWarnings("WaitNotInLoop") // the caller is the loop
    public void await(Condition condition, long millis) throws InterruptedException {
        long times;
        synchronized (this) {
            times = speed;
        }
        condition.awaitNanos(Math.max(1, millis * NANOS / times));
    }
}
