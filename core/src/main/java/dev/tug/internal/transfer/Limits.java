package dev.tug.internal.transfer;

import dev.tug.internal.control.Outage;
import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.http.Dialling;
import dev.tug.internal.http.Terms;
import dev.tug.internal.plan.Allowance;

import java.time.Duration;

/// What a stream's next request may be: how large, on which connection, and how patient.
///
/// Guarded by the lock of [TransferState].
final class Limits {
    /// Go's client, and so Ollama, gives a connection 30 s.
    private static final Duration CONNECT_MAX = Duration.ofSeconds(30);

    private final TransferState state;
    private final Crew crew;
    private final Outage outage;
    private final Flights flights;
    private final Arrivals arrivals;
    private final Transfer.Patience patience;

    Limits(
            TransferState state,
            Crew crew,
            Outage outage,
            Flights flights,
            Arrivals arrivals,
            Transfer.Patience patience) {
        this.state = state;
        this.crew = crew;
        this.outage = outage;
        this.flights = flights;
        this.arrivals = arrivals;
        this.patience = patience;
    }

    /// The most that the stream may ask for at once, on the connection that it has or on a new one.
    long largest(Stream stream) {
        var decision = crew.decision();
        var left = allowance(stream);
        var allowance =
                left.isSpent()
                        ? Allowance.of(
                                decision.retireBytes(), decision.retireAge().toMillis(), 0, 0)
                        : left;
        return Math.min(
                decision.requestBytesMax(), allowance.requestBytes(stream.bytesPerSecond()));
    }

    private Allowance allowance(Stream stream) {
        var decision = crew.decision();
        long id = stream.connection();
        return Allowance.of(
                decision.retireBytes(),
                decision.retireAge().toMillis(),
                flights.bytes(id),
                flights.age(id, state.nowMillis()).toMillis());
    }

    /// Whether the stream's connection is to carry no further request.
    boolean isSpent(Stream stream) {
        state.lock.lock();
        try {
            return stream.connection() != 0 && allowance(stream).isSpent();
        } finally {
            state.lock.unlock();
        }
    }

    /// How long the stream's next call may wait.
    Terms terms(boolean fresh, Dialling dialling) {
        state.lock.lock();
        try {
            var firstByte = firstByte();
            boolean silent =
                    outage.isNobodyLive()
                            || state.nowMillis() - arrivals.lastMillis()
                                    > Outage.CONNECT.toMillis();
            return new Terms(
                    silent ? Outage.CONNECT : CONNECT_MAX,
                    firstByte,
                    longer(firstByte, patience.stall()),
                    fresh,
                    dialling);
        } finally {
            state.lock.unlock();
        }
    }

    /// As long as any other silence, unless the control has learned better.
    Duration firstByte() {
        var told = crew.decision().firstByte();
        return told.equals(Decision.FIRST_BYTE) ? patience.stall() : told;
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? b : a;
    }
}
