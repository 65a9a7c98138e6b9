package dev.tug.internal.control;

import dev.tug.internal.control.StreamControl.Decision;

/// How much may be asked for at once, and how long the first byte may take.
///
/// Some that inspect content read each answer whole before they pass it on: then small answers come
/// sooner. Some pass on unread what is above a size, and hold what is below: then one large request
/// shows it. And some end answers above a size: then nothing of a large one comes at all.
final class RequestLimit {
    private static final long BYTES_MIN = 256 * 1024;

    /// A first byte later than this is held back by somebody, or the way is long.
    private static final long LATE_MILLIS = 6_000;

    /// What a first byte should take where answers are held.
    private static final long WANTED_MILLIS = 4_000;

    /// How long a limit is believed.
    private static final long BELIEVED_MILLIS = 600_000;

    /// What is tried once where answers are held: above what Cloud SWG and most others scan (100 MB).
    private static final long OFFER_BYTES = 128L << 20;

    /// An offer stands so long: a stream on a busy machine needs a moment to take it up.
    private static final long OFFER_MILLIS = 100;

    private static final long EPOCH_MILLIS_MIN = 2_000;
    private static final long EPOCH_MILLIS_MAX = 20_000;
    private static final long FIRST_BYTE_MILLIS_MAX = 300_000;

    /// After so many answers in time, patience is as it was at first.
    private static final int QUICK_ANSWERS = 32;

    private static final long NEVER = Long.MAX_VALUE;

    private long max = Decision.REQUEST_BYTES_MAX;
    private long until = NEVER;

    /// The largest request that got a byte.
    private long proven;

    private long emptySize;
    private int emptyAnswers;
    private long firstByteMillis = Decision.FIRST_BYTE.toMillis();
    private long lastFirstByteMillis;

    /// The least size that was answered late, and how late; 0 if none was.
    private long lateSize;

    private long lateMillis;

    /// The largest size that was answered in time, and in what.
    private long quickSize;

    private long quickMillis;
    private boolean holds;
    private boolean isFar;
    private boolean capped;

    /// Whether less is asked for because nothing came; it is a matter of size once that comes.
    private boolean shrunk;

    private long doubledMillis = Long.MIN_VALUE / 2;
    private int quickAnswers;
    private long nextOfferMillis;
    private boolean offering;
    private long offeredMillis;

    /// Whether a large one has ever been offered: one that came at once is no chance then.
    private boolean offered;

    /// Whether large answers come at once where small ones are held.
    private boolean passesLarge;

    /// The largest that may be asked for now.
    long max() {
        return offering || passesLarge ? OFFER_BYTES : max;
    }

    /// The least that is worth asking for now.
    long min() {
        return offering || passesLarge ? OFFER_BYTES : Math.min(Decision.REQUEST_BYTES_MIN, max);
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
        offering &= nowMillis - offeredMillis < OFFER_MILLIS;
        if (max < Decision.REQUEST_BYTES_MAX && until == NEVER) {
            until = nowMillis + BELIEVED_MILLIS;
        }
        if (nowMillis >= until) {
            until = NEVER;
            max = Math.min(2 * max, Decision.REQUEST_BYTES_MAX);
            if (max < Decision.REQUEST_BYTES_MAX) {
                until = nowMillis + BELIEVED_MILLIS;
            }
        }
    }

    /// A stream is about to ask for more: where answers are held it is this one that tries a large
    /// request, for what is decided now holds for a moment only.
    ///
    /// @param remaining bytes to come: where there are few, it is not worth a try
    void completed(long remaining, long nowMillis) {
        if (remaining >= OFFER_BYTES
                && lateSize > 0
                && !isFar
                && !capped
                && nowMillis >= nextOfferMillis) {
            nextOfferMillis = nowMillis + BELIEVED_MILLIS;
            offering = true;
            offered = true;
            offeredMillis = nowMillis;
        }
    }

    /// An answer to a request for `size` bytes began after `millis`.
    void answered(long size, long millis, long nowMillis) {
        // A small answer comes sooner: what the others take is not forgotten for that.
        lastFirstByteMillis = Math.max(millis, lastFirstByteMillis * 3 / 4);
        if (millis <= LATE_MILLIS) {
            onTime(size, millis);
        } else {
            late(size, millis, nowMillis);
        }
    }

    /// An answer began after `millis`, for which it waited behind others.
    void queued(long millis) {
        firstByteMillis = Math.clamp(4 * millis, firstByteMillis, FIRST_BYTE_MILLIS_MAX);
    }

    private void onTime(long size, long millis) {
        if (++quickAnswers >= QUICK_ANSWERS) {
            firstByteMillis = Decision.FIRST_BYTE.toMillis();
        }
        if (size > quickSize) {
            quickSize = size;
            quickMillis = millis;
        }
        if (offered && size > lateSize && size > max) {
            holds = false;
            isFar = true;
            passesLarge = true;
        }
    }

    private void late(long size, long millis, long nowMillis) {
        quickAnswers = 0;
        firstByteMillis = Math.clamp(4 * millis, firstByteMillis, FIRST_BYTE_MILLIS_MAX);
        if (isFar) {
            return;
        }
        boolean asLateWithLess =
                lateSize > 0 && size <= 0.6 * lateSize && millis > 0.8 * lateMillis;
        if (asLateWithLess && !holds) {
            // It is the way that is long, and smaller requests make it worse.
            isFar = true;
            max = Decision.REQUEST_BYTES_MAX;
            until = NEVER;
            return;
        }
        boolean quickWithLess = quickSize > 0 && quickSize < size && 2 * quickMillis < millis;
        holds |= quickWithLess || (lateSize > 0 && size < lateSize);
        lateSize = lateSize == 0 ? size : Math.min(lateSize, size);
        lateMillis = millis;
        shrinkTo(Math.max(size * WANTED_MILLIS / millis, BYTES_MIN), nowMillis);
    }

    /// Bytes came of an answer to a request for `size`.
    void came(long size) {
        proven = Math.max(proven, size);
        if (size >= emptySize) {
            emptyAnswers = 0;
        }
        capped |= shrunk && size <= max;
        shrunk = false;
    }

    /// Whether nothing has come yet of a request as large as this.
    boolean isUnproven(long size) {
        return size > proven;
    }

    /// A request for `size` bytes ended without one; says whether large ones are now believed not to
    /// come through.
    boolean empty(long size, long nowMillis) {
        if (!isUnproven(size)) {
            return false;
        }
        emptyAnswers = size >= emptySize / 2 ? emptyAnswers + 1 : 1;
        emptySize = size;
        if (emptyAnswers < 2) {
            return false;
        }
        emptyAnswers = 0;
        passesLarge = false;
        shrunk = true;
        shrinkTo(Math.max(Math.min(proven, size - 1), size / 2), nowMillis);
        return true;
    }

    /// The first byte of an answer did not come in time: it is waited for longer.
    ///
    /// Those that were asked for at one time are one reason.
    void firstByteMissing(long nowMillis) {
        quickAnswers = 0;
        if (nowMillis - doubledMillis >= firstByteMillis) {
            doubledMillis = nowMillis;
            firstByteMillis = Math.min(2 * firstByteMillis, FIRST_BYTE_MILLIS_MAX);
        }
    }

    private void shrinkTo(long bytes, long nowMillis) {
        long to = Math.max(BYTES_MIN, bytes);
        if (to < max) {
            max = to;
            until = nowMillis + BELIEVED_MILLIS;
        }
    }
}
