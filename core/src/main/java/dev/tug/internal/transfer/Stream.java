package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Call;
import dev.tug.internal.http.Dialling;
import dev.tug.internal.http.Response;
import dev.tug.internal.store.StoreException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// One stream: a thread that fetches one range after another, each at its own offset.
///
/// It blocks in the network; to end it, [Crew] aborts the call that it waits in.
final class Stream implements Runnable {
    private static final long MILLIS_PER_SECOND = 1_000;

    /// What proxies answer to a connection above their number.
    private static final int FORBIDDEN = 403;

    private static final int UNAVAILABLE = 503;

    private final int number;
    private final TransferState state;
    private final Crew crew;
    private final Leases leases;
    private final BlobSource source;
    private final StreamGate gate;
    private final LongSupplier clock;
    private final BodyCopy copy;
    private final Dialling dialling =
            new Dialling() {
                @Override
                public boolean opening() throws InterruptedException {
                    return crew.opening(Stream.this);
                }

                @Override
                public void opened() {
                    handshakeMillis = crew.opened(Stream.this);
                }
            };

    /// The call in flight, for others to abort.
    private volatile @Nullable Call call;

    private volatile boolean retired;

    /// Set by an abort until the stream looks next what is left to do: a call that starts in between
    /// is aborted at once. Whoever aborts has first changed what the stream then sees.
    private volatile boolean aborting;

    /// The connection that the last response left ready for another request, 0 if it left none.
    private long connection;

    /// What it took to open the last connection.
    private long handshakeMillis;

    /// Set when the call in flight is ended because nothing came for so long.
    private volatile @Nullable Duration stalled;

    /// Whether the next request must not use a connection that idles.
    private boolean fresh;

    /// The last round of fetching again that this took part in.
    private int round;

    private long bytesPerSecond;

    Stream(
            int number,
            TransferState state,
            Crew crew,
            Leases leases,
            BlobSource source,
            StreamGate gate,
            LongSupplier clockMillis,
            ByteBuffer buffer) {
        this.number = number;
        this.state = state;
        this.crew = crew;
        this.leases = leases;
        this.source = source;
        this.gate = gate;
        this.clock = clockMillis;
        this.copy = new BodyCopy(leases, clockMillis, buffer);
    }

    int number() {
        return number;
    }

    boolean retired() {
        return retired;
    }

    /// The rate of the last range, 0 before the first.
    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /// Whether the call in flight is to be left.
    boolean aborting() {
        return aborting;
    }

    /// The connection that is ready for another request, 0 if there is none; for the stream itself.
    long connection() {
        return connection;
    }

    /// What it took to open the last connection; for the stream itself.
    long handshakeMillis() {
        return handshakeMillis;
    }

    /// Ends the call in flight, because nothing came for `limit`.
    void stalled(Duration limit) {
        stalled = limit;
        abort();
    }

    /// Whether it has a connection that can carry a request; to be asked while it idles.
    boolean isConnected() {
        return connection != 0;
    }

    /// Its connection is closed; called under the lock while it idles, or by itself.
    void disconnected() {
        connection = 0;
    }

    /// Whether bytes came since `atMillis`.
    boolean hasMovedSince(long atMillis) {
        return copy.lastByteMillis() >= atMillis;
    }

    /// Makes the stream end soon, keeping what it has.
    void retire() {
        retired = true;
        abort();
    }

    /// Ends the call in flight.
    void abort() {
        aborting = true;
        gate.wake();
        var current = call;
        if (current != null) {
            current.abort();
        }
    }

    @Override
    public void run() {
        try {
            for (var task = leases.next(this); task.isPresent(); task = leases.next(this)) {
                serve(task.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StoreException | RuntimeException | Error e) {
            state.stop(e);
        } finally {
            crew.left(this);
        }
    }

    private void serve(Task task) throws InterruptedException, StoreException {
        if (task.round() > round) {
            // What was wrong may have been the doing of the connection that is still open.
            round = task.round();
            fresh = true;
            leases.disconnects(this, "its bytes may be wrong");
        }
        try {
            while (goesOn(task)) {
                crew.awaitRate(this);
                if (leases.limits().isSpent(this)) {
                    leases.disconnects(this, "age or bytes used up");
                    fresh = true;
                }
                boolean ready = connection != 0 || crew.awaitTurn(this);
                if (!ready || !attempt(task)) {
                    return;
                }
            }
        } finally {
            leases.giveBack(this, task);
        }
    }

    private boolean goesOn(Task task) {
        aborting = false;
        stalled = null;
        return leases.rest(this, task).isPresent();
    }

    /// Asks once for what is left of the task; false if the task is not to be gone on with.
    private boolean attempt(Task task) throws InterruptedException, StoreException {
        Optional<Duration> again;
        if (!gate.enter(crew::ceiling, () -> aborting)) {
            return true;
        }
        try {
            fetch(task);
            return true;
        } catch (TransferException e) {
            connection = 0;
            var failure = named(e.failure());
            fresh = isKeptOut(failure);
            again = leases.failed(this, task, failure);
        } finally {
            call = null;
            crew.openingOver(this);
            gate.leave();
        }
        if (again.isEmpty()) {
            return false;
        }
        boolean other = crew.hasIdleConnection();
        if (other) {
            // Who is connected goes on with it, while this one waits for its turn to get in.
            leases.giveBack(this, task);
        }
        crew.pause(this, task.lease(), again.get().toMillis());
        return !other;
    }

    /// Whether connections that idle may be what is one too many, or what nothing comes on any more.
    private static boolean isKeptOut(TransferFailure failure) {
        return switch (failure) {
            case TransferFailure.Refused refused -> isKeptOut(refused.status());
            case TransferFailure.Blocked(_, var page) -> isKeptOut(page.answer().status());
            case TransferFailure.Stalled _,
                    TransferFailure.Blocked _,
                    TransferFailure.ProxyUnreachable _,
                    TransferFailure.ProxyRefused _,
                    TransferFailure.Unreachable _,
                    TransferFailure.HandshakeFailed _ ->
                    true;
            case TransferFailure.Cut _,
                    TransferFailure.Unresolved _,
                    TransferFailure.ProxyDenied _,
                    TransferFailure.ProxyScriptFailed _,
                    TransferFailure.Untrusted _,
                    TransferFailure.WrongRange _,
                    TransferFailure.BadRedirect _,
                    TransferFailure.Corrupt _ ->
                    false;
        };
    }

    private static boolean isKeptOut(int status) {
        return status == FORBIDDEN || status == UNAVAILABLE;
    }

    /// A call that was ended for its silence looks like one that was cut.
    private TransferFailure named(TransferFailure failure) {
        var limit = stalled;
        return limit != null && failure instanceof TransferFailure.Cut(var host, _, _)
                ? new TransferFailure.Stalled(host, limit)
                : failure;
    }

    private void fetch(Task task) throws TransferException, InterruptedException, StoreException {
        var rest = leases.rest(this, task);
        if (rest.isEmpty()) {
            return;
        }
        var asked = task.lease().whole() ? Optional.<ByteRange>empty() : rest;
        var blob = task.blob().descriptor();
        var next = source.open(blob, asked, leases.limits().terms(fresh, dialling));
        call = next;
        if (aborting) {
            next.abort();
        }
        if (fresh) {
            leases.dropsIdle();
        }
        fresh = false;
        long sent = clock.getAsLong();
        leases.asked(task, rest.get().length());
        try (var response = next.send()) {
            crew.openingOver(this);
            leases.answered(this, task, response, sent);
            long from = task.lease().position();
            boolean clean = take(task, response, RangeAnswer.of(response, asked, blob.size()));
            connection = clean && !endsAfter(response) ? response.connection().id() : 0;
            if (clean) {
                long bytes = task.lease().position() - from;
                bytesPerSecond = bytes * MILLIS_PER_SECOND / Math.max(1, clock.getAsLong() - sent);
                leases.completed(this, task, bytes);
                if (leases.limits().isSpent(this)) {
                    connection = 0;
                    response.retire();
                    leases.abandoned(this, task, "age or bytes used up");
                }
            } else {
                leases.abandoned(this, task, "relieved by another stream");
            }
        }
    }

    private static boolean endsAfter(Response response) {
        return response.header("Connection").orElse("").equalsIgnoreCase("close");
    }

    /// Takes the body as what it is; returns whether it was read to its end.
    private boolean take(Task task, Response response, RangeAnswer answer)
            throws TransferException, InterruptedException, StoreException {
        return switch (answer) {
            case RangeAnswer.Range(var end) -> copy.run(task, response, end);
            case RangeAnswer.Whole() -> {
                boolean mine =
                        leases.rewound(task) || coversBlob(task) || leases.adoptWhole(this, task);
                yield mine && copy.run(task, response, task.blob().size());
            }
            case RangeAnswer.NoRanges(var failure) -> {
                leases.rangeTrouble(this, task);
                throw new TransferException(failure);
            }
            case RangeAnswer.Other(var failure) -> throw new TransferException(failure);
        };
    }

    private static boolean coversBlob(Task task) {
        return task.lease().position() == 0 && task.lease().end() == task.blob().size();
    }
}
