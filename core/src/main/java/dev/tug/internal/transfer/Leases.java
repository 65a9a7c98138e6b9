package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Response;
import dev.tug.internal.plan.RequestSize;
import dev.tug.transfer.StreamControl.PathEvent;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Who works on which bytes, how that goes, and what follows when it fails.
///
/// Guarded by the lock of [TransferState].
final class Leases {
    /// An idle stream looks this often whether a slow lease has become worth dividing.
    private static final long IDLE_MILLIS = 100;

    /// The hash is told of progress in steps of 1 MiB.
    static final int GROWTH_BITS = 20;

    private final TransferState state;
    private final Crew crew;
    private final News news;
    private final Watch watch;
    private final Arrivals arrivals;
    private final Limits limits;
    private final Setbacks setbacks;
    private final Flights flights = new Flights();
    private final Map<Stream, Task> tasks = new HashMap<>();

    Leases(
            TransferState state,
            Crew crew,
            Transfer.Patience patience,
            RandomGenerator random,
            News news) {
        this.state = state;
        this.crew = crew;
        this.watch = new Watch(patience.stall());
        this.news = news;
        this.arrivals = new Arrivals(state.nowMillis());
        this.limits = new Limits(state, crew, flights, arrivals, patience);
        this.setbacks = new Setbacks(state, crew, arrivals, patience, random, news);
    }

    /// What the streams' requests may be.
    Limits limits() {
        return limits;
    }

    /// Waits for something to do; empty when the stream is to end.
    Optional<Task> next(Stream stream) throws InterruptedException {
        state.lock.lock();
        try {
            boolean offered = false;
            while (!crew.isDismissed(stream)) {
                // Who is kept out holds no bytes: others may be connected and have nothing to do.
                var task = crew.mayAsk(stream) ? find(stream) : Optional.<Task>empty();
                if (task.isPresent()) {
                    tasks.put(stream, task.get());
                    return task;
                }
                crew.unclaim(stream);
                if (!offered) {
                    offered = true;
                    crew.offers(stream);
                }
                crew.idle(stream, IDLE_MILLIS);
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
        long waits = crew.connectsInMillis(stream);
        for (var blob : blobs) {
            var lease = blob.divide(waits);
            if (lease.isPresent()) {
                return Optional.of(new Task(blob, lease.get(), state.nowMillis()));
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
                return Optional.of(new Task(blob, lease.get(), state.nowMillis()));
            }
        }
        return Optional.empty();
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

    /// A request for the next `bytes` of the task is about to be sent.
    void asked(Task task, long bytes) {
        state.lock.lock();
        try {
            task.asked(bytes);
        } finally {
            state.lock.unlock();
        }
    }

    /// The head of a response is here.
    void answered(Stream stream, Task task, Response response, long sentMillis) {
        state.lock.lock();
        try {
            boolean isNewHost = flights.answered(response, sentMillis, stream.handshakeMillis());
            task.connection(response.connection().id());
            long now = state.nowMillis();
            task.answered(now);
            setbacks.heard(stream, now);
            crew.answered();
            if (isNewHost) {
                met(response, now);
            }
            crew.observe(
                    new PathEvent.Answered(
                            now,
                            stream.number(),
                            response.status(),
                            now - sentMillis,
                            task.askedBytes()));
        } finally {
            state.lock.unlock();
        }
    }

    private void met(Response response, long now) {
        var seen = response.connection().seen();
        var host = Flights.host(response.uri());
        news.add(to -> to.met(host, seen));
        seen.inspector().ifPresent(by -> crew.observe(new PathEvent.Inspected(now, by)));
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

    /// The stream has read what it asked for; its connection can carry more.
    void completed(Stream stream, Task task, long bytes) {
        state.lock.lock();
        try {
            task.blob().rangeWorked();
            task.over();
            crew.observe(new PathEvent.Completed(state.nowMillis(), stream.number(), bytes));
        } finally {
            state.lock.unlock();
        }
    }

    /// The stream closes the task's connection, because of `why`.
    void abandoned(Stream stream, Task task, String why) {
        state.lock.lock();
        try {
            leave(stream, task, why);
        } finally {
            state.lock.unlock();
        }
    }

    /// The stream leaves the connection that the last answer left it, because of `why`.
    void disconnects(Stream stream, String why) {
        state.lock.lock();
        try {
            disconnected(stream, why);
        } finally {
            state.lock.unlock();
        }
    }

    private void disconnected(Stream stream, String why) {
        endFlight(stream.connection(), Optional.empty(), why);
        stream.disconnected();
        crew.observe(new PathEvent.Ended(state.nowMillis(), stream.number()));
    }

    /// All connections that idle are about to be closed, whoever has them.
    void dropsIdle() {
        state.lock.lock();
        try {
            crew.idleConnected().forEach(stream -> disconnected(stream, "made room"));
        } finally {
            state.lock.unlock();
        }
    }

    private void leave(Stream stream, Task task, String why) {
        endFlight(task, Optional.empty(), why);
        crew.observe(new PathEvent.Ended(state.nowMillis(), stream.number()));
    }

    private void endFlight(Task task, Optional<TransferFailure> why, String peace) {
        task.over();
        endFlight(task.connection(), why, peace);
        task.connection(0);
    }

    private void endFlight(long connection, Optional<TransferFailure> why, String peace) {
        flights.ended(connection, state.nowMillis(), why, peace)
                .ifPresent(record -> news.add(to -> to.connectionEnded(record)));
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

    private boolean worksOn(Stream stream, BlobTransfer blob) {
        var task = tasks.get(stream);
        return task != null && task.blob() == blob;
    }

    private void goWhole(Stream stream, BlobTransfer blob, String why) {
        blob.goWhole();
        crew.abort(other -> other != stream && worksOn(other, blob));
        state.changed.signalAll();
        var name = blob.descriptor().digest().shortForm();
        news.add(to -> to.warning(why + ": fetching " + name + " in one request"));
    }

    /// The task failed; says how long to wait before trying again, empty if the stream is to end it.
    Optional<Duration> failed(Stream stream, Task task, TransferFailure why) {
        state.lock.lock();
        try {
            setbacks.left(stream);
            if (crew.isDismissed(stream) || task.lease().revoked()) {
                leave(stream, task, "dismissed or relieved");
                return Optional.empty();
            }
            task.blob().doubt(task.lease().position());
            boolean forgiven = tellControl(stream, task, why);
            boolean unanswered = setbacks.isUnanswered(stream, task, why);
            endFlight(task, Optional.of(why), "");
            return setbacks.judge(stream, task, why, forgiven, unanswered);
        } finally {
            state.lock.unlock();
        }
    }

    private boolean tellControl(Stream stream, Task task, TransferFailure why) {
        long now = state.nowMillis();
        int before = crew.decision().streams();
        var decision =
                crew.observe(
                        new PathEvent.Failed(
                                now,
                                stream.number(),
                                flights.age(task.connection(), now),
                                flights.bytes(task.connection()),
                                task.askedBytes(),
                                why));
        if (decision.streams() != before) {
            tasks.values().forEach(Task::forgive);
        }
        return decision.forgiven();
    }

    /// The stream has no more to do with the task.
    void giveBack(Stream stream, Task task) {
        state.lock.lock();
        try {
            tasks.remove(stream);
            task.blob().ledger().giveBack(task.lease());
            state.changed.signalAll();
            state.grown.signalAll();
        } finally {
            state.lock.unlock();
        }
    }

    /// Writes the records of the connections that are still open.
    void endFlights() {
        state.lock.lock();
        try {
            for (var record : flights.endAll(state.nowMillis())) {
                news.add(to -> to.connectionEnded(record));
            }
        } finally {
            state.lock.unlock();
        }
    }

    /// What it has cost so far.
    Transfer.Totals totals() {
        state.lock.lock();
        try {
            return new Transfer.Totals(
                    arrivals.fetched(),
                    flights.count(),
                    setbacks.count(),
                    crew.decision().streams(),
                    arrivals.again());
        } finally {
            state.lock.unlock();
        }
    }
}
