package dev.tug.internal.control;

import dev.tug.transfer.StreamControl.Decision;

/// How much may be asked for at once, and how long the first byte may take.
///
/// Some that inspect content read each answer whole before they pass it on: then small answers come
/// sooner. Some end answers above a size: then nothing of a large one comes at all.
final class RequestLimit {
    private static final long BYTES_MIN = 256 * 1024;

    /// A first byte later than this is held back by somebody.
    private static final long LATE_MILLIS = 10_000;

    /// What a first byte should take then.
    private static final long WANTED_MILLIS = 6_000;

    /// How long a limit is believed.
    private static final long BELIEVED_MILLIS = 600_000;

    private static final long EPOCH_MILLIS_MIN = 2_000;
    private static final long EPOCH_MILLIS_MAX = 20_000;
    private static final long FIRST_BYTE_MILLIS_MAX = 300_000;

    private long max = Decision.REQUEST_BYTES_MAX;
    private long until = Long.MAX_VALUE;
    private long largestAnswered;
    private long emptySize;
    private int emptyAnswers;
    private long firstByteMillis = Decision.FIRST_BYTE.toMillis();
    private long quickestMillis = Long.MAX_VALUE;
    private long lastFirstByteMillis;
    private boolean holds;
    private boolean capped;

    long max() {
        return max;
    }

    long firstByteMillis() {
        return firstByteMillis;
    }

    /// The time over which goodput is judged: where bytes come in lumps, some of them.
    long epochMillis() {
        return Math.clamp(3 * lastFirstByteMillis, EPOCH_MILLIS_MIN, EPOCH_MILLIS_MAX);
    }

    /// Whether answers are held back until they have been read whole.
    boolean holds() {
        return holds;
    }

    /// Whether answers above a size do not come through.
    boolean isCapped() {
        return capped;
    }

    void recall(long bytesMax, long firstByte) {
        max = Math.max(BYTES_MIN, bytesMax);
        firstByteMillis = Math.clamp(firstByte, firstByteMillis, FIRST_BYTE_MILLIS_MAX);
    }

    void tick(long nowMillis) {
        if (nowMillis >= until) {
            until = Long.MAX_VALUE;
            max = Math.min(2 * max, Decision.REQUEST_BYTES_MAX);
            if (max < Decision.REQUEST_BYTES_MAX) {
                until = nowMillis + BELIEVED_MILLIS;
            }
        }
    }

    /// An answer to a request for `size` bytes began after `millis`.
    void answered(long size, long millis, long nowMillis) {
        emptyAnswers = 0;
        lastFirstByteMillis = millis;
        largestAnswered = Math.max(largestAnswered, size);
        quickestMillis = Math.min(quickestMillis, millis);
        // Where small answers take as long, it is the way that is long, and smaller ones make it
        // worse.
        boolean late = millis > LATE_MILLIS && (holds || millis > 2 * quickestMillis);
        if (late) {
            holds = true;
            firstByteMillis = Math.clamp(4 * millis, firstByteMillis, FIRST_BYTE_MILLIS_MAX);
            shrinkTo(size * WANTED_MILLIS / millis, nowMillis);
        }
    }

    /// A request for `size` bytes ended without one.
    boolean empty(long size, long nowMillis) {
        if (size <= largestAnswered) {
            return false;
        }
        emptyAnswers = size >= emptySize / 2 ? emptyAnswers + 1 : 1;
        emptySize = size;
        if (emptyAnswers < 2) {
            return false;
        }
        emptyAnswers = 0;
        capped = true;
        shrinkTo(Math.max(Math.min(largestAnswered, size - 1), size / 2), nowMillis);
        return true;
    }

    /// The first byte of an answer did not come in time: it is waited for longer.
    void firstByteMissing() {
        firstByteMillis = Math.min(2 * firstByteMillis, FIRST_BYTE_MILLIS_MAX);
    }

    private void shrinkTo(long bytes, long nowMillis) {
        long to = Math.max(BYTES_MIN, bytes);
        if (to < max) {
            max = to;
            until = nowMillis + BELIEVED_MILLIS;
        }
    }
}
