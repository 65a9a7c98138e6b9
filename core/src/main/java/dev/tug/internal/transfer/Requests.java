package dev.tug.internal.transfer;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.internal.http.Response;

import java.time.Duration;
import java.util.Optional;

/// What becomes of the requests and of the connections under them, and what follows when one fails.
///
/// Guarded by the lock of [TransferState].
final class Requests {
    private final TransferState state;
    private final Crew crew;
    private final Leases leases;
    private final Flights flights;
    private final Arrivals arrivals;
    private final Setbacks setbacks;
    private final News news;

    Requests(
            TransferState state,
            Crew crew,
            Leases leases,
            Flights flights,
            Arrivals arrivals,
            Setbacks setbacks,
            News news) {
        this.state = state;
        this.crew = crew;
        this.leases = leases;
        this.flights = flights;
        this.arrivals = arrivals;
        this.setbacks = setbacks;
        this.news = news;
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
            leases.forgive();
        }
        return decision.forgiven();
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
