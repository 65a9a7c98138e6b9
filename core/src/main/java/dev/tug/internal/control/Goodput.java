package dev.tug.internal.control;

/// Bytes per second over the last moments, from buckets of 100 ms.
final class Goodput {
    private static final int BUCKET_MILLIS = 100;

    /// Half a minute.
    private static final int BUCKETS = 300;

    private static final long HALF_MILLIS = 500;

    /// What grows by less has ceased to.
    private static final double STEADY = 1.1;

    private final long[] buckets = new long[BUCKETS];
    private long current = Long.MIN_VALUE;
    private long first = Long.MAX_VALUE;

    /// The bucket of the first byte: what lies before it is no pause.
    private long begun = Long.MAX_VALUE;

    void received(long bytes, long atMillis) {
        advance(atMillis);
        buckets[Math.floorMod(current, BUCKETS)] += bytes;
        begun = Math.min(begun, current);
    }

    /// Empties what lies between the last call and now.
    private void advance(long atMillis) {
        long bucket = Math.floorDiv(atMillis, BUCKET_MILLIS);
        if (current == Long.MIN_VALUE) {
            first = bucket;
            current = bucket;
        }
        long steps = Math.min(bucket - current, BUCKETS);
        for (long i = 1; i <= steps; i++) {
            buckets[Math.floorMod(bucket - steps + i, BUCKETS)] = 0;
        }
        current = Math.max(current, bucket);
    }

    /// The longest time without a byte within the last `millis`, at most half a minute; the time before
    /// the first byte is none.
    long longestPauseMillis(long millis, long nowMillis) {
        advance(nowMillis);
        long count = Math.min(Math.min(millis / BUCKET_MILLIS, BUCKETS - 1), current - begun);
        long longest = 0;
        long pause = 0;
        for (long i = 1; i <= count; i++) {
            pause = buckets[Math.floorMod(current - i, BUCKETS)] == 0 ? pause + BUCKET_MILLIS : 0;
            longest = Math.max(longest, pause);
        }
        return longest;
    }

    /// Bytes per second over the last second, if they have ceased to grow; else 0.
    double plateau(long nowMillis) {
        double now = perSecond(HALF_MILLIS, nowMillis);
        double both = perSecond(2 * HALF_MILLIS, nowMillis);
        return now <= STEADY * (2 * both - now) ? both : 0;
    }

    /// Bytes per second over the last `millis` whole buckets, at most half a minute.
    double perSecond(long millis, long nowMillis) {
        advance(nowMillis);
        long count = Math.clamp(millis / BUCKET_MILLIS, 1, BUCKETS - 1);
        count = Math.max(1, Math.min(count, current - first));
        long bytes = 0;
        for (long i = 1; i <= count; i++) {
            bytes += buckets[Math.floorMod(current - i, BUCKETS)];
        }
        return bytes * 1_000.0 / (count * BUCKET_MILLIS);
    }
}
