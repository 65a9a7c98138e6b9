package dev.tug.internal.transfer;

import dev.tug.blob.ByteRange;
import dev.tug.failure.TransferException;
import dev.tug.failure.TransferFailure;
import dev.tug.internal.http.Dialling;
import dev.tug.internal.http.Response;
import dev.tug.internal.store.StoreException;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;

/// A stream's requests, one at a time, and the connection that it keeps between them.
///
/// Owned by its stream; while that idles, its connection is read and closed under the lock of
/// [TransferState].
final class Exchange {
    private static final long MILLIS_PER_SECOND = 1_000;

    /// What proxies answer to a connection above their number.
    private static final int FORBIDDEN = 403;

    private static final int UNAVAILABLE = 503;

    private final Stream stream;
    private final Views views;
    private final BlobSource source;
    private final InFlight inFlight;
    private final LongSupplier clock;
    private final BodyCopy copy;
    private final Dialling dialling =
            new Dialling() {
                @Override
                public boolean opening() throws InterruptedException {
                    return views.turns().opening(stream);
                }

                @Override
                public void opened() {
                    handshakeMillis = views.turns().opened(stream);
                }
            };

    /// The connection that the last response left ready for another request, 0 if it left none.
    private long connection;

    private long handshakeMillis;

    /// Whether the next request must not use a connection that idles.
    private boolean fresh;

    private long bytesPerSecond;

    Exchange(
            Stream stream,
            Views views,
            BlobSource source,
            InFlight inFlight,
            LongSupplier clockMillis,
            ByteBuffer buffer) {
        this.stream = stream;
        this.views = views;
        this.source = source;
        this.inFlight = inFlight;
        this.clock = clockMillis;
        this.copy = new BodyCopy(views.leases(), clockMillis, buffer);
    }

    /// The connection that is ready for another request, 0 if there is none.
    long connection() {
        return connection;
    }

    /// The connection is closed.
    void disconnected() {
        connection = 0;
    }

    /// What it took to open the last connection.
    long handshakeMillis() {
        return handshakeMillis;
    }

    /// The rate of the last range, 0 before the first.
    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /// When bytes came last; safe for all threads.
    long lastByteMillis() {
        return copy.lastByteMillis();
    }

    /// Leaves the connection, because of `why`: the next request opens one.
    void renew(String why) {
        fresh = true;
        views.requests().disconnects(stream, why);
    }

    /// The last request failed, and its connection with it.
    void broke(TransferFailure why) {
        connection = 0;
        fresh = isKeptOut(why);
    }

    /// Asks once for what is left of the task, and takes what comes.
    void fetch(Task task) throws TransferException, InterruptedException, StoreException {
        var rest = views.leases().rest(stream, task);
        if (rest.isEmpty()) {
            return;
        }
        var asked = task.lease().whole() ? Optional.<ByteRange>empty() : rest;
        var blob = task.blob().descriptor();
        var call = source.open(blob, asked, views.limits().terms(fresh, dialling));
        inFlight.begin(call);
        if (fresh) {
            views.requests().dropsIdle();
        }
        fresh = false;
        long sent = clock.getAsLong();
        views.requests().asked(task, rest.get().length());
        try (var response = call.send()) {
            views.turns().openingOver(stream);
            views.requests().answered(stream, task, response, sent);
            long from = task.lease().position();
            boolean clean = take(task, response, RangeAnswer.of(response, asked, blob.size()));
            connection = clean && !endsAfter(response) ? response.connection().id() : 0;
            if (clean) {
                completed(task, response, task.lease().position() - from, sent);
            } else {
                views.requests().abandoned(stream, task, "relieved by another stream");
            }
        }
    }

    private void completed(Task task, Response response, long bytes, long sentMillis) {
        long millis = Math.max(1, clock.getAsLong() - sentMillis);
        bytesPerSecond = bytes * MILLIS_PER_SECOND / millis;
        views.requests().completed(stream, task, bytes);
        if (views.limits().isSpent(stream)) {
            connection = 0;
            response.retire();
            views.requests().abandoned(stream, task, "age or bytes used up");
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
                        views.wholeGets().rewound(task)
                                || coversBlob(task)
                                || views.wholeGets().adoptWhole(stream, task);
                yield mine && copy.run(task, response, task.blob().size());
            }
            case RangeAnswer.NoRanges(var failure) -> {
                views.wholeGets().rangeTrouble(stream, task);
                throw new TransferException(failure);
            }
            case RangeAnswer.Other(var failure) -> throw new TransferException(failure);
        };
    }

    private static boolean coversBlob(Task task) {
        return task.lease().position() == 0 && task.lease().end() == task.blob().size();
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
}
