package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.failure.TransferFailure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which bytes are ready to be hashed, synced and committed, and what came of it.
///
/// Guarded by the lock of [TransferState].
final class Proofs {
    private final TransferState state;
    private final News news;

    /// Rounds of fetching again so far, over all blobs.
    private int rounds;

    Proofs(TransferState state, News news) {
        this.state = state;
        this.news = news;
    }

    /// Waits until the blob's prefix is well beyond `hashed`, or until all of it is here and nobody
    /// works on its file any more.
    ///
    /// @throws InterruptedException also if the end of the transfer came
    long awaitPrefix(BlobTransfer blob, long hashed) throws InterruptedException {
        return awaitPrefix(blob, hashed, blob.size());
    }

    /// The same, but no longer than until the prefix reaches `enough`, which is not the blob's end.
    long awaitPrefix(BlobTransfer blob, long hashed, long enough) throws InterruptedException {
        state.lock.lock();
        try {
            var ledger = blob.ledger();
            while (!state.stopping()
                    && !(ledger.complete() && !blob.syncing())
                    && ledger.prefix() - hashed < 1L << Leases.GROWTH_BITS
                    && (enough == blob.size() || ledger.prefix() < enough)) {
                state.grown.await();
            }
            if (state.stopping()) {
                throw new InterruptedException("the transfer has ended");
            }
            return ledger.prefix();
        } finally {
            state.lock.unlock();
        }
    }

    /// The blob is in the store.
    void stored(BlobTransfer blob) {
        state.lock.lock();
        try {
            state.active().remove(blob);
            news.add(to -> to.progress(blob.descriptor(), blob.size(), 0));
            news.add(to -> to.stored(blob.descriptor()));
            state.changed.signalAll();
        } finally {
            state.lock.unlock();
        }
    }

    /// The blob's bytes are not the blob, and nothing that could be done about it helped.
    void corrupt(BlobTransfer blob, TransferFailure.Corrupt why) {
        state.stop(new TransferFailed(blob.descriptor(), 1, why));
    }

    /// Has bytes of a complete blob fetched once more, over connections that carried none of them, and
    /// waits until they are here.
    void fetchAgain(BlobTransfer blob, List<ByteRange> ranges, boolean whole)
            throws InterruptedException {
        state.lock.lock();
        try {
            blob.askAgain(ranges, whole, ++rounds);
            state.changed.signalAll();
        } finally {
            state.lock.unlock();
        }
        var _ = awaitPrefix(blob, blob.size());
    }

    /// Which chunks came in an odd way.
    Doubts doubts(BlobTransfer blob) {
        state.lock.lock();
        try {
            return blob.doubts().copy();
        } finally {
            state.lock.unlock();
        }
    }

    /// Whether the blob comes by one GET without range.
    boolean byWholeGet(BlobTransfer blob) {
        state.lock.lock();
        try {
            return blob.byWholeGet();
        } finally {
            state.lock.unlock();
        }
    }

    /// Tells the user of something odd.
    void warn(String text) {
        news.add(to -> to.warning(text));
    }

    /// The blobs whose hash can start and has not.
    List<BlobTransfer> ready() {
        state.lock.lock();
        try {
            var found = new ArrayList<BlobTransfer>();
            for (var blob : state.active()) {
                if (blob.startProving()) {
                    found.add(blob);
                }
            }
            return found;
        } finally {
            state.lock.unlock();
        }
    }

    /// Whether every byte of every blob is on disk.
    boolean allHere() {
        state.lock.lock();
        try {
            return state.active().stream().allMatch(blob -> blob.ledger().complete());
        } finally {
            state.lock.unlock();
        }
    }

    /// Bytes of a blob on disk, and streams that work on more.
    record Progress(Descriptor blob, long completed, int streams) {}

    /// How far the blobs under way have come.
    List<Progress> progress() {
        state.lock.lock();
        try {
            return state.active().stream()
                    .map(blob ->
                            new Progress(
                                    blob.descriptor(),
                                    blob.ledger().completed(),
                                    blob.ledger().out().size()))
                    .toList();
        } finally {
            state.lock.unlock();
        }
    }

    /// A blob from [#nextToSync] is synced.
    void synced(BlobTransfer blob) {
        state.lock.lock();
        try {
            blob.synced();
            state.grown.signalAll();
        } finally {
            state.lock.unlock();
        }
    }

    /// Waits for a blob with enough written bytes to be worth a sync; empty when the end came.
    Optional<BlobTransfer> nextToSync() throws InterruptedException {
        state.lock.lock();
        try {
            while (!state.over()) {
                for (var blob : state.active()) {
                    if (blob.startSync()) {
                        return Optional.of(blob);
                    }
                }
                state.grown.await();
            }
            return Optional.empty();
        } finally {
            state.lock.unlock();
        }
    }
}
