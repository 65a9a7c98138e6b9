package dev.tug.internal.transfer;

import dev.tug.failure.TransferException;
import dev.tug.internal.store.StoreException;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// One stream: a thread that fetches one range after another, each at its own offset.
///
/// It blocks in the network; to end it, [Crew] aborts the call that it waits in.
final class Stream implements Runnable {
    private final int number;
    private final TransferState state;
    private final Views views;
    private final StreamGate gate;
    private final InFlight inFlight = new InFlight();
    private final Exchange exchange;
    private volatile boolean retired;

    /// The last round of fetching again that this took part in.
    private int round;

    Stream(
            int number,
            TransferState state,
            Views views,
            BlobSource source,
            StreamGate gate,
            LongSupplier clockMillis,
            ByteBuffer buffer) {
        this.number = number;
        this.state = state;
        this.views = views;
        this.gate = gate;
        this.exchange = new Exchange(this, views, source, inFlight, clockMillis, buffer);
    }

    int number() {
        return number;
    }

    boolean retired() {
        return retired;
    }

    /// The rate of the last range, 0 before the first.
    long bytesPerSecond() {
        return exchange.bytesPerSecond();
    }

    /// Whether the call in flight is to be left.
    boolean aborting() {
        return inFlight.aborting();
    }

    /// The connection that is ready for another request, 0 if there is none; for the stream itself.
    long connection() {
        return exchange.connection();
    }

    /// What it took to open the last connection; for the stream itself.
    long handshakeMillis() {
        return exchange.handshakeMillis();
    }

    /// Whether it has a connection that can carry a request; to be asked while it idles.
    boolean isConnected() {
        return exchange.connection() != 0;
    }

    /// Its connection is closed; called under the lock while it idles, or by itself.
    void disconnected() {
        exchange.disconnected();
    }

    /// Whether bytes came since `atMillis`.
    boolean hasMovedSince(long atMillis) {
        return exchange.lastByteMillis() >= atMillis;
    }

    /// Makes the stream end soon, keeping what it has.
    void retire() {
        retired = true;
        abort();
    }

    /// Ends the call in flight, because nothing came for `limit`.
    void stalled(Duration limit) {
        inFlight.stalled(limit);
        abort();
    }

    /// Ends the call in flight.
    void abort() {
        inFlight.abort();
        gate.wake();
    }

    @Override
    public void run() {
        var leases = views.leases();
        try {
            for (var task = leases.next(this); task.isPresent(); task = leases.next(this)) {
                serve(task.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StoreException | RuntimeException | Error e) {
            state.stop(e);
        } finally {
            views.turns().left(this);
            views.crew().left(this);
        }
    }

    private void serve(Task task) throws InterruptedException, StoreException {
        if (task.round() > round) {
            // What was wrong may have been the doing of the connection that is still open.
            round = task.round();
            exchange.renew("its bytes may be wrong");
        }
        try {
            while (goesOn(task)) {
                views.turns().awaitRate(this);
                if (views.limits().isSpent(this)) {
                    exchange.renew("age or bytes used up");
                }
                boolean ready = isConnected() || views.turns().awaitTurn(this);
                if (!ready || !attempt(task)) {
                    return;
                }
            }
        } finally {
            views.leases().giveBack(this, task);
        }
    }

    private boolean goesOn(Task task) {
        inFlight.clear();
        return views.leases().rest(this, task).isPresent();
    }

    /// Asks once for what is left of the task; false if the task is not to be gone on with.
    private boolean attempt(Task task) throws InterruptedException, StoreException {
        Optional<Duration> again;
        if (!gate.enter(views.crew()::ceiling, inFlight::aborting)) {
            return true;
        }
        try {
            exchange.fetch(task);
            return true;
        } catch (TransferException e) {
            var failure = inFlight.named(e.failure());
            exchange.broke(failure);
            again = views.requests().failed(this, task, failure);
        } finally {
            inFlight.over();
            views.turns().openingOver(this);
            gate.leave();
        }
        if (again.isEmpty()) {
            return false;
        }
        boolean other = views.crew().hasIdleConnection();
        if (other) {
            // Who is connected goes on with it, while this one waits for its turn to get in.
            views.leases().giveBack(this, task);
        }
        views.crew().pause(this, task.lease(), again.get().toMillis());
        return !other;
    }
}
