package dev.tug.internal.transfer;

import dev.tug.internal.control.StreamControl;
import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.internal.plan.Lease;

import jdk.jfr.FlightRecorder;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/// The streams of a transfer: as many as the control allows.
///
/// Guarded by the lock of [TransferState].
final class Crew {
    /// A stream that got a byte in this time gets bytes.
    private static final long MOVING_MILLIS = 1_000;

    /// So long the first stream is alone, unless it is answered before: what it meets may be a filter
    /// that holds every request against whoever sends it.
    private static final long SCOUT_MILLIS = 500;

    private final TransferState state;
    private final StreamControl control;
    private final News news;
    private final Map<Integer, Stream> streams = new TreeMap<>();
    private final int ceiling;

    /// Written with the lock held.
    private volatile Decision decision;

    private final Set<Stream> idlers = new HashSet<>();
    private int nextNumber;
    private long recruitedMillis;
    private boolean answered;

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
            state.awaitChange(millis);
        } finally {
            idlers.remove(stream);
        }
    }

    /// The streams that idle with a connection; the lock is held.
    List<Stream> idleConnected() {
        return idlers.stream().filter(Stream::isConnected).toList();
    }

    /// Whether `stream` is to end, or its call to be left.
    boolean leaves(Stream stream) {
        return isDismissed(stream) || stream.aborting();
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

    /// Tells the control what happened, and does as it says; the lock is held.
    Decision observe(PathEvent event) {
        var last = decision;
        int before = last.streams();
        decision = control.observe(event);
        // Else the first event would have the recorder loaded, which takes 45 ms.
        if (FlightRecorder.isInitialized()) {
            DecisionEvent.record(last, decision, state.nowMillis());
        }
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
