package dev.tug.internal.transfer;

import dev.tug.internal.control.Outage;
import dev.tug.internal.plan.Lease;
import dev.tug.transfer.StreamControl;
import dev.tug.transfer.StreamControl.Decision;
import dev.tug.transfer.StreamControl.PathEvent;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// The streams of a transfer: as many as the control allows, opening one by one.
///
/// Guarded by the lock of [TransferState].
final class Crew {
    /// Who waits for others looks again this often, whatever happens.
    private static final long RECHECK_MILLIS = 1_000;

    /// A stream that got a byte in this time gets bytes.
    private static final long MOVING_MILLIS = 1_000;

    /// So long the first stream is alone, unless it is answered before: what it meets may be a filter
    /// that holds every request against whoever sends it.
    private static final long SCOUT_MILLIS = 500;

    private final TransferState state;
    private final StreamControl control;
    private final News news;
    private final Map<Integer, Stream> streams = new TreeMap<>();
    private final Outage outage = new Outage();

    private final int ceiling;

    /// Written with the lock held.
    private volatile Decision decision;

    private final Set<Stream> idlers = new HashSet<>();
    private int nextNumber;
    private long recruitedMillis;
    private boolean answered;
    private long lastOpeningMillis = Long.MIN_VALUE / 2;

    /// The stream whose connection is being opened.
    private @Nullable Stream opener;

    /// From when on others need not wait for it any more.
    private long openerUntilMillis;

    /// The stream that has taken a lease to ask for on a connection of its own, and until when nobody
    /// else may.
    private @Nullable Stream claimant;

    private long claimedUntilMillis;

    Crew(TransferState state, StreamControl control, News news) {
        this.state = state;
        this.control = control;
        this.news = news;
        this.decision = control.decision();
        this.ceiling = control.ceiling();
    }

    /// What may ever be allowed: with so many in all pulls of the process this one puts up, also when
    /// it is below, or it would starve beside those that are not.
    int ceiling() {
        return ceiling;
    }

    /// What the control says now; needs no lock.
    Decision decision() {
        return decision;
    }

    /// Makes one more stream, if one is allowed, none idles, and there is something for it to do.
    Optional<Stream> recruit(IntFunction<Stream> maker) {
        state.lock.lock();
        try {
            boolean wanted =
                    !state.stopping()
                            && idlers.isEmpty()
                            && streams.size() < allowed()
                            && state.active().stream().anyMatch(BlobTransfer::hasOpenBytes);
            if (!wanted) {
                return Optional.empty();
            }
            if (nextNumber == 0) {
                recruitedMillis = state.nowMillis();
            }
            var stream = maker.apply(nextNumber++);
            streams.put(stream.number(), stream);
            return Optional.of(stream);
        } finally {
            state.lock.unlock();
        }
    }

    private int allowed() {
        boolean scouting =
                !answered
                        && !streams.isEmpty()
                        && state.nowMillis() - recruitedMillis < SCOUT_MILLIS;
        return scouting ? Math.min(1, decision.streams()) : decision.streams();
    }

    /// A stream has got an answer that is the blob's; the lock is held.
    void answered() {
        if (!answered) {
            answered = true;
            state.changed.signalAll();
        }
    }

    /// Whether `stream` is to end.
    boolean isDismissed(Stream stream) {
        return state.over() || stream.retired();
    }

    /// Whether a stream with a connection has nothing to do.
    boolean hasIdleConnection() {
        state.lock.lock();
        try {
            return !idleConnected().isEmpty();
        } finally {
            state.lock.unlock();
        }
    }

    /// The stream has nothing to do, but a connection: who waits for one may leave its lease to it. The
    /// lock is held.
    void offers(Stream stream) {
        if (stream.isConnected()) {
            state.changed.signalAll();
        }
    }

    /// Waits until something changes, counted as idle; the lock is held.
    void idle(Stream stream, long millis) throws InterruptedException {
        idlers.add(stream);
        try {
            state.awaitChange(Math.clamp(waitsMillis(stream), 1, millis));
        } finally {
            idlers.remove(stream);
        }
    }

    private long waitsMillis(Stream stream) {
        long opening = stream.isConnected() ? 0 : openingInMillis(stream);
        return opening > 0 ? opening : Long.MAX_VALUE;
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

    /// The streams that idle with a connection; the lock is held.
    List<Stream> idleConnected() {
        return idlers.stream().filter(Stream::isConnected).toList();
    }

    /// Waits until the stream may open a connection; false if it is to leave its lease instead, because
    /// it ends or somebody is connected who has nothing to do.
    boolean awaitTurn(Stream stream) throws InterruptedException {
        state.lock.lock();
        try {
            return awaitTurn(stream, () -> leaves(stream) || hasIdleConnection());
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

    private boolean leaves(Stream stream) {
        return isDismissed(stream) || stream.aborting();
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
            if (!awaitTurn(stream, () -> leaves(stream))) {
                return false;
            }
            unclaim(stream);
            opener = stream;
            openerUntilMillis = Long.MAX_VALUE;
            lastOpeningMillis = state.nowMillis();
            observe(new PathEvent.Opening(lastOpeningMillis, stream.number()));
            return !leaves(stream);
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
            observe(new PathEvent.Opened(now, stream.number(), millis));
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
            while (decision.cause() == StreamControl.Cause.RATE_LIMITED
                    && decision.notBeforeMillis() > state.nowMillis()
                    && !leaves(stream)) {
                state.await(
                        Math.min(decision.notBeforeMillis() - state.nowMillis(), RECHECK_MILLIS));
            }
        } finally {
            state.lock.unlock();
        }
    }

    /// Waits `millis`, unless the stream is to end or to leave its lease sooner.
    void pause(Stream stream, Lease lease, long millis) throws InterruptedException {
        state.lock.lock();
        try {
            long until = state.nowMillis() + millis;
            for (long left = millis;
                    left > 0 && !isDismissed(stream) && !lease.revoked();
                    left = until - state.nowMillis()) {
                state.await(left);
            }
        } finally {
            state.lock.unlock();
        }
    }

    /// Whether nobody answers at all.
    Outage outage() {
        return outage;
    }

    /// Tells the control what happened, and does as it says; the lock is held.
    Decision observe(PathEvent event) {
        var last = decision;
        int before = last.streams();
        decision = control.observe(event);
        DecisionEvent.record(last, decision, state.nowMillis());
        int after = decision.streams();
        var cause = decision.cause();
        var reason = decision.reason();
        if (after != before || !reason.equals(last.reason())) {
            news.add(to -> to.streamsChanged(before, after, cause, reason));
        }
        if (after != before) {
            dismissSurplus();
        }
        if (after != before || decision.notBeforeMillis() != last.notBeforeMillis()) {
            state.changed.signalAll();
        }
        return decision;
    }

    /// Those stay that get bytes: where only some do, the others brought nothing.
    private void dismissSurplus() {
        long lately = state.nowMillis() - MOVING_MILLIS;
        streams.values().stream()
                .filter(stream -> !stream.retired())
                .sorted(
                        Comparator.comparing((Stream stream) -> !stream.hasMovedSince(lately))
                                .thenComparingInt(Stream::number))
                .skip(decision.streams())
                .forEach(Stream::retire);
    }

    /// Ends the calls in flight of all streams that `which` picks; the lock is held.
    void abort(Predicate<Stream> which) {
        streams.values().stream().filter(which).forEach(Stream::abort);
    }

    /// The stream's thread is about to end.
    void left(Stream stream) {
        state.lock.lock();
        try {
            streams.remove(stream.number());
            outage.ended(stream.number());
            closeOpening(stream);
            observe(new PathEvent.Ended(state.nowMillis(), stream.number()));
            state.changed.signalAll();
        } finally {
            state.lock.unlock();
        }
    }

    /// Ends all streams.
    void dismissAll() {
        state.lock.lock();
        try {
            abort(_ -> true);
        } finally {
            state.lock.unlock();
        }
    }
}
