package dev.tug.internal.transfer;

/// When the bytes of one blob are synced: rarely enough to cost little, and ever sooner towards the end,
/// so that the sync which the blob's last byte waits for finds little to do.
///
/// Guarded by the lock of [TransferState].
final class SyncPace {
    /// Far from the end; a power cut costs no more than this.
    static final long BYTES_MAX = 64L << 20;

    /// A disk of 100 MB/s takes this in the 40 ms that nobody notices.
    static final long BYTES_MIN = 4L << 20;

    /// New bytes since the last sync.
    private long unsynced;

    /// Takes note of bytes that are written.
    void wrote(long bytes) {
        unsynced += bytes;
    }

    /// Whether it is time; a sync then counts as begun.
    ///
    /// @param left bytes that are still to come
    boolean start(long left) {
        if (unsynced < Math.clamp(left / 2, BYTES_MIN, BYTES_MAX)) {
            return false;
        }
        unsynced = 0;
        return true;
    }
}
