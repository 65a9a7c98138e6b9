package dev.tug.internal.transfer;

/// The bytes that a transfer has brought.
///
/// Guarded by the lock of [TransferState].
final class Arrivals {
    private long fetched;
    private long landed;
    private long lastMillis;

    Arrivals(long nowMillis) {
        lastMillis = nowMillis;
    }

    /// Body bytes came, of which `missing` were missing on disk.
    void add(long bytes, long missing, long nowMillis) {
        fetched += bytes;
        landed += missing;
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

    /// When the last byte came, or the transfer began.
    long lastMillis() {
        return lastMillis;
    }
}
