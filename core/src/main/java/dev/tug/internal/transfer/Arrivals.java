package dev.tug.internal.transfer;

/// The bytes that a transfer has brought.
///
/// Guarded by the lock of [TransferState].
final class Arrivals {
    private long fetched;
    private long landed;
    private long mended;
    private long lastMillis;

    Arrivals(long nowMillis) {
        lastMillis = nowMillis;
    }

    /// Body bytes came, of which `missing` were missing on disk.
    ///
    /// @param isMending whether they had come before and may have been wrong
    void add(long bytes, long missing, boolean isMending, long nowMillis) {
        fetched += bytes;
        landed += missing;
        mended += isMending ? missing : 0;
        if (bytes > 0) {
            lastMillis = nowMillis;
        }
    }

    /// Body bytes in all.
    long fetched() {
        return fetched;
    }

    /// Those of them that were missing: only they are progress.
    long landed() {
        return landed;
    }

    /// Those of them that had come before.
    long again() {
        return fetched - landed + mended;
    }

    /// When the last byte came, or the transfer began.
    long lastMillis() {
        return lastMillis;
    }
}
