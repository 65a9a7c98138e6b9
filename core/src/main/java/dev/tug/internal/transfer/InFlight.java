package dev.tug.internal.transfer;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Call;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The call that a stream waits in, for other threads to end.
///
/// It needs no lock.
final class InFlight {
    private volatile @Nullable Call call;

    /// Set by an abort until the stream looks next what is left to do: a call that starts in between
    /// is aborted at once. Whoever aborts has first changed what the stream then sees.
    private volatile boolean aborting;

    /// Set when the call is ended because nothing came for so long.
    private volatile @Nullable Duration stalled;

    /// The stream is about to look what is left to do.
    void clear() {
        aborting = false;
        stalled = null;
    }

    /// The stream is about to wait in `next`.
    void begin(Call next) {
        call = next;
        if (aborting) {
            next.abort();
        }
    }

    /// The stream waits in it no more.
    void over() {
        call = null;
    }

    /// Ends the call, or the next one if none is in flight.
    void abort() {
        aborting = true;
        var current = call;
        if (current != null) {
            current.abort();
        }
    }

    /// Names the silence for which the call is about to be ended.
    void stalled(Duration limit) {
        stalled = limit;
    }

    /// Whether the call is to be left.
    boolean aborting() {
        return aborting;
    }

    /// A call that was ended for its silence looks like one that was cut.
    TransferFailure named(TransferFailure failure) {
        var limit = stalled;
        return limit != null && failure instanceof TransferFailure.Cut(var host, _, _)
                ? new TransferFailure.Stalled(host, limit)
                : failure;
    }
}
