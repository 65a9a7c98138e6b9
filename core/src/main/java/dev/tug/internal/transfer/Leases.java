package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.internal.plan.Lease;
import dev.tug.internal.plan.RequestSize;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who works on which bytes, and how far that is.
///
/// Guarded by the lock of [TransferState].
final class Leases {
    /// An idle stream looks this often whether a slow lease has become worth dividing.
    private static final long IDLE_MILLIS = 100;

    /// The hash is told of progress in steps of 1 MiB.
    static final int GROWTH_BITS = 20;

    private final TransferState state;
    private final Crew crew;
    private final Turns turns;
    private final Limits limits;
    private final Flights flights;
    private final Arrivals arrivals;
    private final Watch watch;
    private final Map<Stream, Task> tasks = new HashMap<>();

    Leases(
            TransferState state,
            Crew crew,
            Turns turns,
            Limits limits,
            Flights flights,
            Arrivals arrivals,
            Watch watch) {
        this.state = state;
        this.crew = crew;
        this.turns = turns;
        this.limits = limits;
        this.flights = flights;
        this.arrivals = arrivals;
        this.watch = watch;
    }

    /// Waits for something to do; empty when the stream is to end.
    Optional<Task> next(Stream stream) throws InterruptedException {
        state.lock.lock();
        try {
            boolean offered = false;
            while (!crew.isDismissed(stream)) {
                // Who is kept out holds no bytes: others may be connected and have nothing to do.
                var task = turns.mayAsk(stream) ? find(stream) : Optional.<Task>empty();
                if (task.isPresent()) {
                    tasks.put(stream, task.get());
                    return task;
                }
                turns.unclaim(stream);
                if (!offered) {
                    offered = true;
                    crew.offers(stream);
                }
                crew.idle(stream, turns.idleMillis(stream, IDLE_MILLIS));
            }
            return Optional.empty();
        } finally {
            state.lock.unlock();
        }
    }

    /// Even streams start at the large end of the blobs and odd ones at the small end, so that no
    /// kind waits for the other. Bytes that nobody has come before a half of somebody's.
    private Optional<Task> find(Stream stream) {
        var blobs = stream.number() % 2 == 0 ? state.active() : state.active().reversed();
        var open = find(stream, blobs);
        if (open.isPresent()) {
            return open;
        }
        long now = state.nowMillis();
        tasks.values().forEach(task -> task.notice(now));
        return divide(stream, blobs);
    }

    /// Who has no connection must first get one, and who loses half of its range loses its own: that is
    /// to pay.
    private Optional<Task> divide(Stream stream, List<BlobTransfer> blobs) {
        long waits = turns.connectsInMillis(stream);
        for (var blob : blobs) {
            var lease = blob.divide(waits);
            if (lease.isPresent()) {
                return Optional.of(task(blob, lease.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Task> find(Stream stream, List<BlobTransfer> blobs) {
        for (var blob : blobs) {
            if (!crew.decision().ranges()) {
                blob.preferWhole();
            }
            var lease = blob.lease(requestBytes(stream, blob));
            if (lease.isPresent()) {
                return Optional.of(task(blob, lease.get()));
            }
        }
        return Optional.empty();
    }

    private Task task(BlobTransfer blob, Lease lease) {
        return new Task(blob, lease, blob.tries(lease), state.nowMillis());
    }

    private long requestBytes(Stream stream, BlobTransfer blob) {
        var decision = crew.decision();
        long largest = limits.largest(stream);
        return blob.isSmall()
                ? largest
                : new RequestSize(decision.requestBytesMin(), largest, decision.streams())
                        .of(stream.bytesPerSecond(), blob.ledger().openBytes());
    }

    /// What is left of the task, to be asked for; empty if there is nothing left to do.
    Optional<ByteRange> rest(Stream stream, Task task) {
        state.lock.lock();
        try {
            var lease = task.lease();
            if (crew.isDismissed(stream) || lease.revoked() || lease.remaining() == 0) {
                return Optional.empty();
            }
            long bytes =
                    lease.whole()
                            ? lease.remaining()
                            : Math.min(lease.remaining(), limits.largest(stream));
            return Optional.of(new ByteRange(lease.position(), lease.position() + bytes));
        } finally {
            state.lock.unlock();
        }
    }

    /// Whether any of the next `bytes` of the task are missing on disk.
    boolean wants(Task task, long bytes) {
        state.lock.lock();
        try {
            return task.blob().ledger().wants(task.lease(), bytes);
        } finally {
            state.lock.unlock();
        }
    }

    /// Bytes are on disk; returns where the task now ends, which may have changed.
    long received(Task task, long bytes) {
        state.lock.lock();
        try {
            var lease = task.lease();
            long before = lease.position();
            long added = task.blob().ledger().advance(lease, bytes);
            flights.received(task.connection(), bytes);
            long now = state.nowMillis();
            if (bytes > 0) {
                watch.heardAfter(task.received(bytes, now));
            }
            arrivals.add(bytes, added, task.round() > 0, now);
            if (added > 0) {
                task.blob().wrote(added);
                task.progress(bytes, now);
            }
            if (before >> GROWTH_BITS != lease.position() >> GROWTH_BITS) {
                state.grown.signalAll();
            }
            return lease.revoked() ? lease.position() : lease.end();
        } finally {
            state.lock.unlock();
        }
    }

    /// Time has passed: tells the control of that, and of what came meanwhile.
    void tick() {
        state.lock.lock();
        try {
            long now = state.nowMillis();
            tasks.forEach((stream, task) -> {
                long bytes = task.takeUntold();
                if (bytes > 0) {
                    crew.observe(new PathEvent.Received(now, stream.number(), bytes));
                }
            });
            crew.observe(new PathEvent.Tick(now, remaining()));
            watch.look(tasks, limits.firstByte(), now, arrivals.landed());
        } finally {
            state.lock.unlock();
        }
    }

    private long remaining() {
        return state.active().stream()
                .mapToLong(blob -> blob.size() - blob.ledger().completed())
                .sum();
    }

    /// Whether the stream has a range of the blob; the lock is held.
    boolean worksOn(Stream stream, BlobTransfer blob) {
        var task = tasks.get(stream);
        return task != null && task.blob() == blob;
    }

    /// All failures so far count no more; the lock is held.
    void forgive() {
        tasks.values().forEach(Task::forgive);
        state.active().forEach(BlobTransfer::forgive);
    }

    /// The stream has no more to do with the task.
    void giveBack(Stream stream, Task task) {
        state.lock.lock();
        try {
            if (tasks.remove(stream, task)) {
                task.blob().giveBack(task.lease(), task.tries());
            }
            state.changed.signalAll();
            state.grown.signalAll();
        } finally {
            state.lock.unlock();
        }
    }
}
