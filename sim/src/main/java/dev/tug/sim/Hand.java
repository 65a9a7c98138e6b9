package dev.tug.sim;

import dev.tug.internal.control.RangeTries;
import dev.tug.internal.plan.Lease;

import org.jspecify.annotations.Nullable;

/// One stream of a [TugPull]: what the thread of a real one has on its stack.
final class Hand {
    /// What it is doing.
    enum Doing {
        /// It looks for a lease.
        IDLE,
        /// It has one, and no connection yet.
        WAITING,
        OPENING,
        /// A request is sent.
        ASKED,
        READING,
        /// It lets time pass after a failure.
        PAUSED
    }

    final int number;
    Doing doing = Doing.IDLE;
    @Nullable Lease lease;
    @Nullable Flow flow;
    boolean retired;
    double until = Double.POSITIVE_INFINITY;

    /// What it took to open the last connection.
    long handshakeMillis;

    /// The rate of its last range.
    long bytesPerSecond;

    /// Bytes of the current answer that are in the ledger.
    long counted;

    /// Bytes that the control has not been told of.
    long untold;

    long requestBytes;
    double lastByteAt;

    /// The rate of the current answer over the last seconds, 0 if it is too young, and since when and
    /// from which byte on it is measured anew.
    long pace;

    double paceAt;
    long paceBytes;

    RangeTries tries = RangeTries.NONE;

    Hand(int number) {
        this.number = number;
    }

    /// Whether a byte of its answer has come since `second`.
    boolean hasMovedSince(double second) {
        return doing == Doing.READING && lastByteAt >= second;
    }

    /// Whether it has nothing to do and no connection.
    boolean isOut() {
        return doing == Doing.IDLE && flow == null;
    }

    void forgive() {
        tries = tries.forgiven();
    }
}
