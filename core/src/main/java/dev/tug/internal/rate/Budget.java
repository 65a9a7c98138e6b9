package dev.tug.internal.rate;

/// How many bytes may be read now under a rate: arithmetic on given times, in nanoseconds of any
/// monotonic clock.
///
/// Credit grows with time and is spent before each read; what a read did not need comes back. It may
/// fall below zero by one step, and the next read waits until it is back at zero. Owned by one lock.
final class Budget {
    /// Time without reads earns this much at most: it makes up for late wake-ups and is no burst.
    static final long CREDIT_NANOS = 100_000_000;

    /// Reads are cut to this much time's worth, so that a slow flow is even.
    private static final long STEP_NANOS = 20_000_000;

    /// Below it a read costs more than it brings.
    private static final int STEP_BYTES_MIN = 1024;

    /// A TLS record, the most that one read brings (RFC 8446 5.1).
    private static final int STEP_BYTES_MAX = 16 * 1024;

    private static final double NANOS_PER_SECOND = 1e9;

    private long bytesPerSecond;
    private long lastNanos;
    private double credit;

    /// @param bytesPerSecond at least 1
    Budget(long nowNanos, long bytesPerSecond) {
        this.lastNanos = nowNanos;
        this.bytesPerSecond = bytesPerSecond;
    }

    /// Lets time be worth `perSecond` bytes from now on; debts stay, and are paid at the new rate.
    void rate(long nowNanos, long perSecond) {
        earn(nowNanos);
        bytesPerSecond = perSecond;
        credit = Math.clamp(credit, -(double) step(), creditMax());
    }

    /// How long until something may be read, 0 if it may be now.
    long waitNanos(long nowNanos) {
        earn(nowNanos);
        return credit >= 0 ? 0 : (long) Math.ceil(-credit / bytesPerSecond * NANOS_PER_SECOND);
    }

    /// Spends credit for one read; returns how many bytes it may bring, 1..`wanted`.
    int take(int wanted) {
        int bytes = Math.min(wanted, step());
        credit -= bytes;
        return bytes;
    }

    /// Takes back what a read did not bring.
    void giveBack(int bytes) {
        credit = Math.min(credit + bytes, creditMax());
    }

    private int step() {
        return Math.clamp(
                (long) (bytesPerSecond / NANOS_PER_SECOND * STEP_NANOS),
                STEP_BYTES_MIN,
                STEP_BYTES_MAX);
    }

    private double creditMax() {
        return bytesPerSecond / NANOS_PER_SECOND * CREDIT_NANOS;
    }

    private void earn(long nowNanos) {
        long passed = Math.max(0, nowNanos - lastNanos);
        lastNanos += passed;
        credit = Math.min(credit + bytesPerSecond / NANOS_PER_SECOND * passed, creditMax());
    }
}
