package dev.tug.internal.transfer;

import dev.tug.internal.plan.Lease;
import dev.tug.transfer.StreamControl;
import dev.tug.transfer.StreamControl.Decision;
import dev.tug.transfer.StreamControl.PathEvent;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The streams of a transfer: as many as the control allows, opening one by one.
///
/// Guarded by the lock of [TransferState].
final class Crew {
    private final TransferState state;
    private final StreamControl control;
    private final News news;
    private final Map<Integer, Stream> streams = new TreeMap<>();

    private final int ceiling;

    /// Written with the lock held.
    private volatile Decision decision;

    private int idle;
    private int nextNumber;
    private long nextOpeningMillis;

    Crew(TransferState state, StreamControl control, News news) {
        this.state = state;
        this.control = control;
        this.news = news;
        this.decision = control.decision();
        this.ceiling = decision.streams();
    }

    /// What was allowed at the start: with so many in all pulls of the process this one puts up, also
    /// when it has fallen below, or it would starve beside those that have not.
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
                            && idle == 0
                            && streams.size() < decision.streams()
                            && state.active().stream().anyMatch(BlobTransfer::hasOpenBytes);
            if (!wanted) {
                return Optional.empty();
            }
            var stream = maker.apply(nextNumber++);
            streams.put(stream.number(), stream);
            return Optional.of(stream);
        } finally {
            state.lock.unlock();
        }
    }

    /// Whether `stream` is to end.
    boolean isDismissed(Stream stream) {
        return state.over() || stream.retired();
    }

    /// Waits until something changes, counted as idle; the lock is held.
    void idle(long millis) throws InterruptedException {
        idle++;
        try {
            state.awaitChange(millis);
        } finally {
            idle--;
        }
    }

    /// Waits for the stream's turn to open a connection; false if it is to end instead.
    boolean awaitOpening(Stream stream) throws InterruptedException {
        state.lock.lock();
        try {
            awaitTime(() -> nextOpeningMillis, () -> isDismissed(stream));
            if (isDismissed(stream)) {
                return false;
            }
            long now = state.nowMillis();
            nextOpeningMillis = now + decision.spacing().toMillis();
            observe(new PathEvent.Opening(now, stream.number()));
            return !isDismissed(stream);
        } finally {
            state.lock.unlock();
        }
    }

    /// Waits `millis`, unless the stream is to end or to leave its lease sooner.
    void pause(Stream stream, Lease lease, long millis) throws InterruptedException {
        state.lock.lock();
        try {
            long until = state.nowMillis() + millis;
            awaitTime(() -> until, () -> isDismissed(stream) || lease.revoked());
        } finally {
            state.lock.unlock();
        }
    }

    private void awaitTime(LongSupplier until, BooleanSupplier over) throws InterruptedException {
        for (long left = until.getAsLong() - state.nowMillis();
                left > 0 && !over.getAsBoolean();
                left = until.getAsLong() - state.nowMillis()) {
            state.changed.await(left, TimeUnit.MILLISECONDS);
        }
    }

    /// Tells the control what happened, and does as it says; the lock is held.
    Decision observe(PathEvent event) {
        int before = decision.streams();
        var reasonBefore = decision.reason();
        decision = control.observe(event);
        int after = decision.streams();
        var cause = decision.cause();
        var reason = decision.reason();
        if (after != before || !reason.equals(reasonBefore)) {
            news.add(to -> to.streamsChanged(before, after, cause, reason));
        }
        if (after != before) {
            dismissSurplus();
            state.changed.signalAll();
        }
        return decision;
    }

    private void dismissSurplus() {
        streams.values().stream()
                .filter(stream -> !stream.retired())
                .sorted(Comparator.comparingInt(Stream::number))
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
