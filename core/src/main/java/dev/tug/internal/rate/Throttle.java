package dev.tug.internal.rate;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Has the streams of many pulls share one rate, in the order in which they ask.
///
/// All of them take steps of one size in turn, so that each gets its share. The rate is the lower of
/// two: what the user allows, and what is left when Tug gives way. Safe for use by many threads.
public final class Throttle {
    /// No limit.
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// Streams beyond one for each of these bytes per second bring nothing under a limit, and each
    /// costs a connection; with less a stream's window is too long in coming.
    static final long STREAM_BYTES_PER_SECOND = 100_000;

    private static final int YIELDING_STREAMS_MAX = 2;
    private static final long BINDING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();

    /// Those who wait for bytes, the next one first; guarded by the lock.
    private final Queue<Condition> waiting = new ArrayDeque<>();

    /// Guarded by the lock.
    private final Budget budget;

    /// Written with the lock held.
    private volatile long limit = UNLIMITED;

    /// As `limit`.
    private volatile long allowance = UNLIMITED;

    private volatile long heldBackAtNanos;

    /// Bytes that came while there was a limit; guarded by the lock.
    private long passed;

    /// @param clockNanos a monotonic clock
    public Throttle(LongSupplier clockNanos) {
        clock = clockNanos;
        budget = new Budget(clockNanos.getAsLong(), UNLIMITED);
        heldBackAtNanos = clockNanos.getAsLong() - BINDING_NANOS;
    }

    /// What the user allows, in bytes a second.
    public long limit() {
        return limit;
    }

    /// Sets what the user allows; those who wait feel it at once.
    ///
    /// @param bytesPerSecond at least 1, or [#UNLIMITED]
    public void limit(long bytesPerSecond) {
        lock.lock();
        try {
            limit = atLeastOne(bytesPerSecond);
            apply();
        } finally {
            lock.unlock();
        }
    }

    /// Sets what giving way leaves; [#UNLIMITED] when Tug does not give way.
    void allow(long bytesPerSecond) {
        lock.lock();
        try {
            allowance = atLeastOne(bytesPerSecond);
            apply();
        } finally {
            lock.unlock();
        }
    }

    private static long atLeastOne(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytes per second below 1: " + bytesPerSecond);
        }
        return bytesPerSecond;
    }

    private void apply() {
        budget.rate(clock.getAsLong(), bytesPerSecond());
        waiting.forEach(Condition::signal);
    }

    /// The rate in force.
    long bytesPerSecond() {
        return Math.min(limit, allowance);
    }

    /// Whether there is a limit, be it felt or not.
    boolean isLimited() {
        return bytesPerSecond() != UNLIMITED;
    }

    /// How many streams are of use, at least 1.
    int streamsMax() {
        long fed = Math.clamp(limit / STREAM_BYTES_PER_SECOND, 1, Integer.MAX_VALUE);
        return (int) (allowance == UNLIMITED ? fed : Math.min(fed, YIELDING_STREAMS_MAX));
    }

    /// Why there are no more, in words fit for a user.
    String reason() {
        return allowance == UNLIMITED || limit / STREAM_BYTES_PER_SECOND < YIELDING_STREAMS_MAX
                ? "the limit to the rate feeds no more"
                : "giving way to other traffic";
    }

    /// Whether the limit held streams back within the last second: then more of them would bring no
    /// more, whatever the network bears.
    public boolean isBinding() {
        return bytesPerSecond() != UNLIMITED && clock.getAsLong() - heldBackAtNanos < BINDING_NANOS;
    }

    /// Bytes that came so far while there was a limit.
    public long passed() {
        lock.lock();
        try {
            return passed;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the stream's turn; returns how many bytes it may read, 1..`wanted`.
    ///
    /// @param abandoned whether the wait is over for another reason; looked at after each [#wake], with
    ///     the lock held
    int take(int wanted, BooleanSupplier abandoned) throws InterruptedException {
        if (bytesPerSecond() == UNLIMITED) {
            return wanted;
        }
        lock.lockInterruptibly();
        try {
            if (waiting.isEmpty() && budget.waitNanos(clock.getAsLong()) == 0) {
                return spend(wanted);
            }
            var turn = lock.newCondition();
            waiting.add(turn);
            try {
                awaitTurn(turn, abandoned);
            } finally {
                waiting.remove(turn);
                wakeNext();
            }
            return spend(wanted);
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn(Condition turn, BooleanSupplier abandoned) throws InterruptedException {
        while (!abandoned.getAsBoolean() && bytesPerSecond() != UNLIMITED) {
            if (!turn.equals(waiting.peek())) {
                turn.await();
                continue;
            }
            long now = clock.getAsLong();
            long nanos = budget.waitNanos(now);
            if (nanos == 0) {
                return;
            }
            heldBackAtNanos = now;
            turn.awaitNanos(nanos);
        }
    }

    private int spend(int wanted) {
        int bytes = budget.take(wanted);
        passed += bytes;
        return bytes;
    }

    private void wakeNext() {
        var next = waiting.peek();
        if (next != null) {
            next.signal();
        }
    }

    /// Takes back `bytes` that [#take] granted and the read did not bring.
    void giveBack(int bytes) {
        if (bytes == 0 || bytesPerSecond() == UNLIMITED) {
            return;
        }
        lock.lock();
        try {
            budget.giveBack(bytes);
            passed -= bytes;
            wakeNext();
        } finally {
            lock.unlock();
        }
    }

    /// Has all who wait look again whether they still want to.
    void wake() {
        if (bytesPerSecond() == UNLIMITED) {
            return;
        }
        lock.lock();
        try {
            waiting.forEach(Condition::signal);
        } finally {
            lock.unlock();
        }
    }
}
