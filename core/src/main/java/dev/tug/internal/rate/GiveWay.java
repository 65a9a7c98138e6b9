package dev.tug.internal.rate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/// How fast Tug may go while others come first: arithmetic on round trips and bytes, after LEDBAT
/// (RFC 6817).
///
/// A round trip that takes longer than the shortest one lately has stood in a queue, and a queue is
/// where somebody else waits too. So does one that is lost, and a rate that is allowed but not
/// reached says that the link is full, or the server slow. Owned by one thread.
final class GiveWay {
    /// Low enough for a link to a telephone, high enough that a pull lives.
    static final long BYTES_PER_SECOND_MIN = 32_000;

    /// LEDBAT allows 100 ms, its successors 60; half of that is still above what Wi-Fi adds by itself.
    static final long QUEUE_MICROS_MAX = 30_000;

    /// Where the link gives no more than it does, so much is a queue: who has just begun stands behind
    /// no longer one, since a flow leaves its slow start at the first 4..16 ms (RFC 9406 4.2) and then
    /// grows for half a minute.
    static final long QUEUE_MICROS_FULL = 10_000;

    /// A probe that is lost has met a full queue, however long that is.
    private static final long QUEUE_MICROS_LOST = 1_000_000;

    /// The shortest round trip is that of the last ten minutes: routes change (RFC 6817 4.2).
    private static final int BASE_MINUTES = 10;

    private static final long MINUTE_MILLIS = 60_000;

    /// Where a search begins, in bytes a second.
    private static final long START = 256_000;

    private static final long MAX = 1L << 40;

    /// Of a rate that is allowed, so much comes unless the link or the server gives no more.
    private static final double REACHED = 0.8;

    /// Leaves a fifth of the link for the queue to drain: it may be Tug's own.
    private static final double FIRST_CUT = 0.8;

    /// A queue that does not drain is somebody else's.
    private static final double NEXT_CUT = 0.4;

    private static final double SEARCH = 1.5;
    private static final double PROBE = 1.05;

    /// So many calm intervals of careful growth pass where there was no room before; then whoever
    /// needed it is gone.
    private static final int CALM = 8;

    private static final double SEARCH_AGAIN = 1.3;

    private final Deque<Long> minima = new ArrayDeque<>();
    private long minuteBegan = Long.MIN_VALUE;
    private long lastMicros = Long.MAX_VALUE;
    private double rate = START;

    /// Above it the rate grows slowly: there was no room the last time.
    private double known = MAX;

    private boolean cutBefore;

    /// The queue at the last interval's end.
    private long queueMicros;

    /// Intervals in a row without a sign of others.
    private int calm;

    /// Bytes a second that are allowed now.
    long allowance() {
        return (long) rate;
    }

    /// Takes in one interval, and says what is allowed in the next.
    ///
    /// @param roundTripMicros of one small exchange at its end; empty if no answer came
    /// @param reachedPerSecond bytes a second that came in it
    long observe(long nowMillis, OptionalLong roundTripMicros, double reachedPerSecond) {
        boolean full = reachedPerSecond < rate * REACHED;
        long bearable = bearableMicros(full);
        queueMicros =
                roundTripMicros.isEmpty()
                        ? QUEUE_MICROS_LOST
                        : queueMicros(nowMillis, roundTripMicros.getAsLong());
        boolean queued = queueMicros > bearable;
        if (queued) {
            cut(reachedPerSecond);
        } else if (full) {
            cutBefore = false;
            calm = 0;
            known = Math.max(BYTES_PER_SECOND_MIN, reachedPerSecond);
            rate = Math.max(BYTES_PER_SECOND_MIN, Math.min(rate, known / REACHED));
        } else {
            cutBefore = false;
            calm++;
            rate = Math.min(MAX, rate * growth());
        }
        return allowance();
    }

    /// After a cut a queue of Tug's own shrinks to less than the half.
    private long bearableMicros(boolean full) {
        if (cutBefore) {
            return Math.clamp(queueMicros / 2, QUEUE_MICROS_FULL, QUEUE_MICROS_MAX);
        }
        return full ? QUEUE_MICROS_FULL : QUEUE_MICROS_MAX;
    }

    private double growth() {
        if (rate < known * FIRST_CUT) {
            return SEARCH;
        }
        return calm <= CALM ? PROBE : SEARCH_AGAIN;
    }

    private void cut(double reachedPerSecond) {
        double from = Math.min(rate, Math.max(BYTES_PER_SECOND_MIN, reachedPerSecond));
        known = cutBefore ? known : from;
        calm = 0;
        rate = Math.max(BYTES_PER_SECOND_MIN, from * (cutBefore ? NEXT_CUT : FIRST_CUT));
        cutBefore = true;
    }

    /// Judges by the better of the last two: one late answer may be the server's.
    private long queueMicros(long nowMillis, long micros) {
        long current = Math.min(micros, lastMicros);
        lastMicros = micros;
        note(nowMillis, micros);
        return current - base();
    }

    private void note(long nowMillis, long micros) {
        if (minima.isEmpty() || nowMillis - minuteBegan >= MINUTE_MILLIS) {
            minuteBegan = nowMillis;
            minima.addLast(micros);
            if (minima.size() > BASE_MINUTES) {
                minima.removeFirst();
            }
        } else {
            minima.addLast(Math.min(minima.removeLast(), micros));
        }
    }

    private long base() {
        return minima.stream().mapToLong(micros -> micros).min().orElse(Long.MAX_VALUE);
    }
}
