package dev.tug.internal.transfer;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.RangeTries;
import dev.tug.internal.plan.Lease;

/// A lease in the hands of a stream, with the story of its failures.
///
/// Guarded by the lock of [TransferState].
final class Task {
    /// How often a lease's rate is measured anew.
    private static final long RATE_MILLIS = 200;

    /// A lease without a byte for so long is slow, whatever it was before.
    private static final long SILENCE_MILLIS = 1_000;

    /// A stream's rate is compared with its peers' over this time: shorter ones are noise.
    private static final long PACE_MILLIS = 3_000;

    private final BlobTransfer blob;
    private final int round;
    private Lease lease;
    private RangeTries tries;

    /// The connection of the current response, 0 if there is none.
    private long connection;

    /// Bytes that the current answer is to bring, and those that came; 0 before it began.
    private long asked;

    private long answered;
    private boolean pending;

    /// When the current answer brought its last byte, or began.
    private long heardMillis;

    private long paceMillis;
    private long paceBytes;
    private long pace;

    private long measuredMillis;
    private long measuredBytes;

    /// Bytes that the control has not been told of.
    private long untold;

    /// @param tries at its bytes that were in vain, if another stream gave it back
    Task(BlobTransfer blob, Lease lease, RangeTries tries, long nowMillis) {
        this.blob = blob;
        this.round = blob.round();
        this.lease = lease;
        this.tries = tries;
        this.measuredMillis = nowMillis;
    }

    BlobTransfer blob() {
        return blob;
    }

    /// Which round of fetching again this belongs to, 0 for bytes that come first; needs no lock.
    int round() {
        return round;
    }

    Lease lease() {
        return lease;
    }

    void replaceLease(Lease other) {
        lease = other;
    }

    /// Bytes came: the budget is full again.
    void progress(long bytes, long nowMillis) {
        forgive();
        lease.failing(false);
        measuredBytes += bytes;
        measure(nowMillis, RATE_MILLIS);
    }

    /// A request for `bytes` is about to be sent.
    void asked(long bytes) {
        pending = true;
        lease.pending(true);
        asked = bytes;
        answered = 0;
    }

    /// The answer has begun.
    void answered(long nowMillis) {
        pending = false;
        heardMillis = nowMillis;
        paceMillis = nowMillis;
        paceBytes = 0;
        pace = 0;
    }

    /// The answer is over, in whatever way.
    void over() {
        pending = false;
        asked = 0;
        lease.pending(false);
    }

    /// Whether a body is being read.
    boolean reads() {
        return !pending && asked > 0;
    }

    /// Whether a request was sent that nothing has answered.
    boolean isPending() {
        return pending;
    }

    long askedBytes() {
        return asked;
    }

    long answeredBytes() {
        return answered;
    }

    long heardMillis() {
        return heardMillis;
    }

    /// The rate of the current answer over the last seconds; 0 as long as it is too young for that.
    long pace(long nowMillis) {
        long millis = nowMillis - paceMillis;
        if (reads() && millis >= PACE_MILLIS) {
            pace = Math.max(1, paceBytes * 1_000 / millis);
            paceMillis = nowMillis;
            paceBytes = 0;
        }
        return reads() ? pace : 0;
    }

    /// Bytes that came since this was last asked.
    long takeUntold() {
        long bytes = untold;
        untold = 0;
        return bytes;
    }

    /// Body bytes came, whether they were missing or not.
    ///
    /// @return how long the answer had been silent before
    long received(long bytes, long nowMillis) {
        untold += bytes;
        answered += bytes;
        paceBytes += bytes;
        long silence = answered == bytes ? 0 : nowMillis - heardMillis;
        heardMillis = nowMillis;
        lease.pending(false);
        return silence;
    }

    /// Somebody idles and looks how fast this goes: silence is a rate too.
    void notice(long nowMillis) {
        measure(nowMillis, SILENCE_MILLIS);
    }

    private void measure(long nowMillis, long millisMin) {
        long millis = nowMillis - measuredMillis;
        if (millis >= millisMin) {
            lease.rate(Math.max(1, measuredBytes * 1_000 / millis));
            measuredBytes = 0;
            measuredMillis = nowMillis;
        }
    }

    /// The task failed, when the whole transfer had brought `landed` missing bytes.
    void failed(TransferFailure why, boolean counts, long landed) {
        tries = tries.failed(why, counts, landed);
        lease.failing(true);
    }

    /// Its failures in a row.
    RangeTries tries() {
        return tries;
    }

    void forgive() {
        tries = tries.forgiven();
    }

    long connection() {
        return connection;
    }

    void connection(long id) {
        connection = id;
    }
}
