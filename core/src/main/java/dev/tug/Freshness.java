package dev.tug;

import dev.tug.blob.Digest;
import dev.tug.internal.store.ModelStore;
import dev.tug.internal.store.StoreException;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.LongSupplier;

/// Keeps the blobs of a model that is being pulled young: whoever prunes a store, Ollama or Tug, takes
/// blobs that are older than an hour and in no manifest.
///
/// Used by the thread of its pull alone.
final class Freshness {
    /// A quarter of the grace that Ollama and [ModelStore#BLOB_GRACE] give.
    static final Duration INTERVAL = ModelStore.BLOB_GRACE.dividedBy(4);

    private final ModelStore store;
    private final LongSupplier clockMillis;
    private List<Digest> blobs = List.of();
    private long touched;

    /// @param clockMillis a monotonic clock
    Freshness(ModelStore store, LongSupplier clockMillis) {
        this.store = store;
        this.clockMillis = clockMillis;
    }

    /// Keeps these from now on; they were touched just now, or are not there yet.
    void keep(Collection<Digest> digests) {
        blobs = List.copyOf(digests);
        touched = clockMillis.getAsLong();
    }

    /// Touches those that are there, if it is time again; a failure is found out at the end, when they
    /// are looked at.
    void tick() {
        long now = clockMillis.getAsLong();
        if (now - touched < INTERVAL.toMillis()) {
            return;
        }
        touched = now;
        for (var blob : blobs) {
            try {
                store.touchBlob(blob);
            } catch (StoreException _) {
                // Found out at the end.
            }
        }
    }
}
