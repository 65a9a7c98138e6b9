package dev.tug.internal.control;

/// Tells a path on which only some connections get bytes at a time, whichever they are: the rest wait,
/// and as few would do.
final class Starvation {
    /// A connection with a byte in this time moves.
    static final long WINDOW_MILLIS = 1_000;

    /// It must have been so for this long, which is shorter than the silence that counts as a stall.
    private static final long SINCE_MILLIS = 4_000;

    private static final long SUSPECTED_MILLIS = 2_000;

    /// So few of all are suspicious.
    private static final double SHARE = 0.3;

    /// The mean follows within some seconds of ticks.
    private static final double WEIGHT = 0.05;

    private static final long NEVER = Long.MAX_VALUE;

    private double mean;
    private long since = NEVER;

    /// The most connections that there have been.
    private int most;

    /// Whether it begins to look so: what comes late then waits for others, and is not held back.
    boolean isSuspected(long nowMillis) {
        return since != NEVER && nowMillis - since >= SUSPECTED_MILLIS;
    }

    /// How many streams get bytes at a time, if that has long been far fewer than there are; else 0.
    ///
    /// @param moving connections that move at this tick
    /// @param alive connections that are there
    int moving(int moving, int alive, long nowMillis) {
        mean += WEIGHT * (moving - mean);
        if (alive > most) {
            // What has just come has not had its turn yet.
            most = alive;
            since = NEVER;
            return 0;
        }
        // One that has just handed over to the next still counts as moving: the mean does not mind.
        if (alive < 2 || moving == 0 || mean > Math.max(1, SHARE * alive)) {
            since = NEVER;
            return 0;
        }
        since = Math.min(since, nowMillis);
        return nowMillis - since >= SINCE_MILLIS ? (int) Math.max(1, Math.ceil(mean - 0.5)) : 0;
    }
}
