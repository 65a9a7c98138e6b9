package dev.tug.internal.plan;

/// What a connection may still carry before it is to be replaced.
///
/// @param bytesLeft body bytes, may be negative
/// @param millisLeft time, may be negative
public record Allowance(long bytesLeft, long millisLeft) {
    /// Less is not worth a request: some round trips, or what a connection brings in them.
    private static final long BYTES_MIN = 64 * 1024;

    private static final long MILLIS_MIN = 500;

    /// The allowance of a connection of `ageMillis` that has carried `bytes`.
    public static Allowance of(long retireBytes, long retireMillis, long bytes, long ageMillis) {
        return new Allowance(retireBytes - bytes, retireMillis - ageMillis);
    }

    /// Whether the connection is to carry no further request. A new one is never spent, however small
    /// its allowance.
    public boolean isSpent() {
        return bytesLeft < BYTES_MIN || millisLeft < MILLIS_MIN;
    }

    /// The most that a request may ask for, at least 1: at `bytesPerSecond` (0 if not known) it ends
    /// within the time left.
    public long requestBytes(long bytesPerSecond) {
        long inTime =
                bytesPerSecond == 0 || millisLeft > Integer.MAX_VALUE
                        ? Long.MAX_VALUE
                        : bytesPerSecond * Math.max(0, millisLeft) / 1_000;
        return Math.max(1, Math.min(bytesLeft, Math.max(BYTES_MIN, inTime)));
    }
}
