package dev.tug.internal.transfer;

import dev.tug.internal.control.Outage;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.transfer.Cause;

import org.jspecify.annotations.Nullable;

import java.util.function.BooleanSupplier;

/// Whose turn it is to open a connection: they open one by one, spaced, and not while the network or
/// the origin wants peace.
///
/// Guarded by the lock of [TransferState].
final class Turns {
    /// Who waits for others looks again this often, whatever happens.
    private static final long RECHECK_MILLIS = 1_000;

    private final TransferState state;
    private final Crew crew;
    private final Outage outage;
    private long lastOpeningMillis = Long.MIN_VALUE / 2;

    /// The stream whose connection is being opened.
    private @Nullable Stream opener;

    /// From when on others need not wait for it any more.
    private long openerUntilMillis;

    /// The stream that has taken a lease to ask for on a connection of its own, and until when nobody
    /// else may.
    private @Nullable Stream claimant;

    private long claimedUntilMillis;

    Turns(TransferState state, Crew crew, Outage outage) {
        this.state = state;
        this.crew = crew;
        this.outage = outage;
    }

    /// How long a stream that found nothing to do is to wait, at most `millisMax`; the lock is held.
    long idleMillis(Stream stream, long millisMax) {
        long opening = stream.isConnected() ? 0 : openingInMillis(stream);
        return opening > 0 ? Math.min(opening, millisMax) : millisMax;
    }

    /// Whether the stream has a connection or may open one at once; then nobody else may for a moment,
    /// unless it finds nothing to ask for. The lock is held.
    boolean mayAsk(Stream stream) {
        if (stream.isConnected()) {
            return true;
        }
        if (openingInMillis(stream) > 0) {
            return false;
        }
        claimant = stream;
        claimedUntilMillis = state.nowMillis() + RECHECK_MILLIS;
        return true;
    }

    /// The stream found nothing to ask for; the lock is held.
    void unclaim(Stream stream) {
        if (claimant == stream) {
            claimant = null;
        }
    }

    /// Waits until the stream may open a connection; false if it is to leave its lease instead, because
    /// it ends or somebody is connected who has nothing to do.
    boolean awaitTurn(Stream stream) throws InterruptedException {
        state.lock.lock();
        try {
            return awaitTurn(stream, () -> crew.leaves(stream) || crew.hasIdleConnection());
        } finally {
            state.lock.unlock();
        }
    }

    private boolean awaitTurn(Stream stream, BooleanSupplier leaves) throws InterruptedException {
        long left = openingInMillis(stream);
        while (left > 0 && !leaves.getAsBoolean()) {
            state.await(Math.min(left, RECHECK_MILLIS));
            left = openingInMillis(stream);
        }
        return !leaves.getAsBoolean();
    }

    /// Time until the stream may open a connection: they open one by one, and while nobody answers the
    /// next waits for an answer to the one before.
    private long openingInMillis(Stream stream) {
        long now = state.nowMillis();
        if (opener != null && opener != stream && now < openerUntilMillis) {
            return Math.min(openerUntilMillis - now, RECHECK_MILLIS);
        }
        if (claimant != null && claimant != stream && now < claimedUntilMillis) {
            return claimedUntilMillis - now;
        }
        var decision = crew.decision();
        long from = Math.max(decision.notBeforeMillis(), outage.nextProbeMillis());
        long spaced = lastOpeningMillis + decision.spacing().toMillis();
        return Math.max(0, Math.max(from, spaced) - now);
    }

    /// Time until the stream can send a request; 0 if it has a connection that idles. The lock is held.
    long connectsInMillis(Stream stream) {
        return stream.isConnected() ? 0 : openingInMillis(stream) + stream.handshakeMillis();
    }

    /// The stream's call needs a connection: returns when it may open it, or false if it is to end.
    boolean opening(Stream stream) throws InterruptedException {
        state.lock.lock();
        try {
            if (!awaitTurn(stream, () -> crew.leaves(stream))) {
                return false;
            }
            unclaim(stream);
            opener = stream;
            openerUntilMillis = Long.MAX_VALUE;
            lastOpeningMillis = state.nowMillis();
            crew.observe(new PathEvent.Opening(lastOpeningMillis, stream.number()));
            return !crew.leaves(stream);
        } finally {
            state.lock.unlock();
        }
    }

    /// The stream's connection is there; returns the milliseconds that it took.
    long opened(Stream stream) {
        state.lock.lock();
        try {
            long now = state.nowMillis();
            long millis = now - lastOpeningMillis;
            crew.observe(new PathEvent.Opened(now, stream.number(), millis));
            if (outage.isOn()) {
                // The answer is waited for, but not for ever: the opener may itself wait for
                // another.
                openerUntilMillis = now + RECHECK_MILLIS;
            } else {
                closeOpening(stream);
            }
            return millis;
        } finally {
            state.lock.unlock();
        }
    }

    /// The stream's call has been answered or has failed: another stream may open a connection.
    void openingOver(Stream stream) {
        state.lock.lock();
        try {
            closeOpening(stream);
        } finally {
            state.lock.unlock();
        }
    }

    private void closeOpening(Stream stream) {
        boolean others = opener == stream || claimant == stream;
        unclaim(stream);
        if (opener == stream) {
            opener = null;
        }
        if (others) {
            state.changed.signalAll();
        }
    }

    /// Waits as long as the origin has asked for, also with a connection that is open.
    void awaitRate(Stream stream) throws InterruptedException {
        state.lock.lock();
        try {
            long left = rateInMillis();
            while (left > 0 && !crew.leaves(stream)) {
                state.await(Math.min(left, RECHECK_MILLIS));
                left = rateInMillis();
            }
        } finally {
            state.lock.unlock();
        }
    }

    private long rateInMillis() {
        var decision = crew.decision();
        long now = state.nowMillis();
        return decision.cause() == Cause.RATE_LIMITED
                ? Math.max(decision.notBeforeMillis(), now) - now
                : 0;
    }

    /// The stream has ended, whether it had its turn or not.
    void left(Stream stream) {
        state.lock.lock();
        try {
            outage.ended(stream.number());
            closeOpening(stream);
        } finally {
            state.lock.unlock();
        }
    }
}
