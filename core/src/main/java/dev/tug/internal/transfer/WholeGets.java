package dev.tug.internal.transfer;

import dev.tug.internal.control.StreamControl.PathEvent;

/// What happens where ranges do not work: the blob comes by one GET, and the other streams leave it.
///
/// Guarded by the lock of [TransferState].
final class WholeGets {
    private final TransferState state;
    private final Crew crew;
    private final Leases leases;
    private final News news;

    WholeGets(TransferState state, Crew crew, Leases leases, News news) {
        this.state = state;
        this.crew = crew;
        this.leases = leases;
        this.news = news;
    }

    /// Ranges do not work for this blob; asks for it whole if that is now believed.
    void rangeTrouble(Stream stream, Task task) {
        state.lock.lock();
        try {
            if (task.blob().rangeTrouble()) {
                crew.observe(new PathEvent.RangeIgnored(state.nowMillis(), stream.number()));
                goWhole(stream, task.blob(), "ranges are rewritten on the way");
            }
        } finally {
            state.lock.unlock();
        }
    }

    /// The response to the task's range is the whole blob: the other streams stop, and the task goes
    /// on with it from the first byte. False if another stream has got there first.
    boolean adoptWhole(Stream stream, Task task) throws InterruptedException {
        state.lock.lock();
        try {
            var blob = task.blob();
            if (blob.byWholeGet()) {
                return false;
            }
            crew.observe(new PathEvent.RangeIgnored(state.nowMillis(), stream.number()));
            goWhole(stream, blob, "ranges are ignored");
            // The lease that is held meanwhile keeps others from starting a whole GET of their own.
            while (blob.ledger().out().size() > 1 && !crew.isDismissed(stream)) {
                state.changed.await();
            }
            if (crew.isDismissed(stream)) {
                return false;
            }
            blob.ledger().giveBack(task.lease());
            task.replaceLease(blob.ledger().takeWhole());
            return true;
        } finally {
            state.lock.unlock();
        }
    }

    /// Whether the task is a GET of the whole blob; it then starts again at the first byte, as the
    /// response does. What is on disk already is passed over.
    boolean rewound(Task task) {
        state.lock.lock();
        try {
            var lease = task.lease();
            if (lease.whole()) {
                lease.moveTo(0);
            }
            return lease.whole();
        } finally {
            state.lock.unlock();
        }
    }

    private void goWhole(Stream stream, BlobTransfer blob, String why) {
        blob.goWhole();
        crew.abort(other -> other != stream && leases.worksOn(other, blob));
        state.changed.signalAll();
        var name = blob.descriptor().digest().shortForm();
        news.add(to -> to.warning(why + ": fetching " + name + " in one request"));
    }
}
