package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.blob.Descriptor;
import dev.tug.internal.control.OpenTries;
import dev.tug.internal.control.RangeTries;
import dev.tug.internal.plan.Lease;
import dev.tug.internal.plan.Ledger;
import dev.tug.internal.plan.PartPlan;
import dev.tug.internal.store.Chunks;
import dev.tug.internal.store.StagedBlob;

import java.util.List;
import java.util.Optional;

/// One blob on its way: which of its bytes are out, and by which kind of request.
///
/// Its fields are guarded by the lock of [TransferState], except those that never change.
final class BlobTransfer {
    /// A blob up to this size is asked for at once, hashed after its last byte, and costs no thread.
    static final long SMALL_BYTES_MAX = 4L << 20;

    /// One odd answer may be weather; two in a row mean that something on the way rewrites ranges.
    private static final int RANGE_TROUBLES_MAX = 2;

    private final StagedBlob staged;
    private final PartPlan plan;
    private final Ledger ledger;
    private final Chunks chunks;
    private final Doubts doubts = new Doubts();
    private final OpenTries openTries = new OpenTries();
    private boolean byWholeGet;
    private boolean begunByRange;
    private int rangeTroubles;
    private boolean proving;

    /// Which of the transfer's rounds of fetching again this blob is in, 0 while its bytes come first.
    private int round;

    private final SyncPace pace = new SyncPace();
    private boolean syncing;

    BlobTransfer(StagedBlob staged, int streams) {
        this.staged = staged;
        this.plan = PartPlan.of(staged.descriptor().size(), streams);
        this.ledger = new Ledger(plan, staged.missing());
        this.chunks = new Chunks(plan.size());
        for (var range : staged.present()) {
            doubts.broken(chunks.at(range.start()), chunks.after(range));
        }
    }

    Descriptor descriptor() {
        return staged.descriptor();
    }

    StagedBlob staged() {
        return staged;
    }

    Ledger ledger() {
        return ledger;
    }

    long size() {
        return plan.size();
    }

    boolean isSmall() {
        return plan.size() <= SMALL_BYTES_MAX;
    }

    /// Whether the blob comes by one GET without range.
    boolean byWholeGet() {
        return byWholeGet;
    }

    /// Gives out at most `bytesMax` bytes that nobody works on.
    Optional<Lease> lease(long bytesMax) {
        if (byWholeGet) {
            return !ledger.complete() && ledger.out().isEmpty()
                    ? Optional.of(ledger.takeWhole())
                    : Optional.empty();
        }
        var taken = ledger.take(bytesMax);
        begunByRange |= taken.isPresent();
        return noted(taken);
    }

    /// Gives out half of a slow lease to a stream that has to wait `waitMillis` before it can ask.
    Optional<Lease> divide(long waitMillis) {
        return byWholeGet ? Optional.empty() : noted(ledger.split(waitMillis));
    }

    private Optional<Lease> noted(Optional<Lease> lease) {
        lease.filter(it -> it.start() % Chunks.BYTES != 0)
                .ifPresent(it -> doubts.shared(chunks.at(it.start())));
        return lease;
    }

    /// Takes a lease back with the tries at it, which go on when its bytes are given out again; one
    /// that was revoked will be asked for in another way.
    void giveBack(Lease lease, RangeTries tries) {
        ledger.giveBack(lease);
        if (!lease.revoked()) {
            openTries.give(lease.position(), tries);
        }
    }

    /// The tries at bytes of a lease that was just given out.
    RangeTries tries(Lease lease) {
        return openTries.take(lease.start(), lease.end());
    }

    /// No failure at bytes that nobody works on counts any more.
    void forgive() {
        openTries.forgive();
    }

    /// Takes note that a transfer of the bytes around `offset` ended early.
    void doubt(long offset) {
        if (offset < size()) {
            doubts.broken(chunks.at(offset), chunks.at(offset) + 1);
        }
    }

    /// Which chunks came in an odd way.
    Doubts doubts() {
        return doubts;
    }

    /// Has bytes fetched once more that are here, in round `number` of the transfer; what is on disk
    /// stays until others take its place.
    ///
    /// @param whole by one GET without range, from now on
    void askAgain(List<ByteRange> ranges, boolean whole, int number) {
        round = number;
        byWholeGet |= whole;
        ranges.forEach(ledger::openAgain);
    }

    int round() {
        return round;
    }

    /// Ranges are not to be asked for: the blob comes by one GET, unless it was begun by range.
    void preferWhole() {
        byWholeGet |= !begunByRange;
    }

    /// From now on the blob comes by one GET without range; streams that have ranges stop.
    void goWhole() {
        if (!byWholeGet) {
            byWholeGet = true;
            openTries.forgive();
            ledger.revokeAll();
        }
    }

    /// Takes note that an answer showed ranges not to work; returns whether that is believed from now
    /// on, and was not before.
    boolean rangeTrouble() {
        return !byWholeGet && ++rangeTroubles >= RANGE_TROUBLES_MAX;
    }

    /// Takes note that a range came as asked for.
    void rangeWorked() {
        rangeTroubles = 0;
    }

    /// Whether a hash can be started now; it then counts as started.
    boolean startProving() {
        boolean ready = isSmall() ? ledger.complete() : ledger.prefix() > 0;
        if (!ready || proving) {
            return false;
        }
        proving = true;
        return true;
    }

    /// Whether there are bytes that nobody works on, or a stream could be put to them.
    boolean hasOpenBytes() {
        return ledger.openBytes() > 0 && !(byWholeGet && !ledger.out().isEmpty());
    }

    /// Takes note of bytes that are written and not yet synced.
    void wrote(long bytes) {
        pace.wrote(bytes);
    }

    /// Whether it is time for a sync, which then counts as begun.
    ///
    /// A complete blob is left to the sync that its commit makes.
    boolean startSync() {
        if (ledger.complete() || !pace.start(size() - ledger.completed())) {
            return false;
        }
        syncing = true;
        return true;
    }

    /// The sync is over.
    void synced() {
        syncing = false;
    }

    /// Whether a sync is under way: the blob's file must stay open.
    boolean syncing() {
        return syncing;
    }
}
