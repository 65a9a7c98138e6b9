package dev.tug.sim;

import dev.tug.internal.control.OpenTries;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.internal.plan.Allowance;
import dev.tug.internal.plan.Lease;
import dev.tug.internal.plan.Ledger;
import dev.tug.internal.plan.PartPlan;
import dev.tug.internal.plan.RequestSize;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;

/// Which stream works on which bytes of the blob, and how many are here, as in the engine's leases.
final class Portions {
    private final Path path;
    private final Hands hands;
    private final Lookout lookout;
    private final long size;
    private final Ledger ledger;
    private final OpenTries openTries = new OpenTries();
    private boolean whole;
    private double lastByteAt;
    private long fetched;
    private long landed;

    Portions(Path path, Hands hands, Lookout lookout, long size) {
        this.path = path;
        this.hands = hands;
        this.lookout = lookout;
        this.size = size;
        this.ledger = Ledger.empty(PartPlan.of(size, hands.decision().streams()));
    }

    boolean complete() {
        return ledger.complete();
    }

    /// Bytes that are not here yet.
    long remaining() {
        return size - ledger.completed();
    }

    /// Whether there are bytes that nobody works on and that can be asked for by ranges.
    boolean hasOpen() {
        return ledger.openBytes() > 0 && !whole;
    }

    /// Whether one more stream would have something to do.
    boolean hasWork() {
        return ledger.openBytes() > 0 && !(whole && !ledger.out().isEmpty());
    }

    /// Whether the blob comes by one GET without range.
    boolean isWhole() {
        return whole;
    }

    /// Body bytes that came, also those that were here already.
    long fetched() {
        return fetched;
    }

    /// Missing bytes that came.
    long landed() {
        return landed;
    }

    /// When the last of them came, in seconds.
    double lastByteAt() {
        return lastByteAt;
    }

    /// Bytes that nobody works on, or half of what somebody does.
    Optional<Lease> find(Hand hand, boolean mayDivide) {
        var found = take(hand, mayDivide);
        found.ifPresent(lease -> hand.tries = openTries.take(lease.start(), lease.end()));
        return found;
    }

    private Optional<Lease> take(Hand hand, boolean mayDivide) {
        if (whole) {
            return !ledger.complete() && ledger.out().isEmpty()
                    ? Optional.of(ledger.takeWhole())
                    : Optional.empty();
        }
        long bytes =
                new RequestSize(
                                hands.decision().requestBytesMin(),
                                largest(hand),
                                hands.decision().streams())
                        .of(hand.bytesPerSecond, ledger.openBytes());
        var taken = ledger.take(bytes);
        if (taken.isPresent() || !mayDivide) {
            return taken;
        }
        hands.all().forEach(this::rate);
        var split = ledger.split(hand.flow == null ? hand.handshakeMillis : 0);
        hands.all().forEach(this::curb);
        return split;
    }

    /// Notes how fast the lease goes, for who may take half of it; silence is a rate too.
    private void rate(Hand hand) {
        count(hand);
        var lease = hand.lease;
        var flow = hand.flow;
        if (lease == null) {
            return;
        }
        if (hand.doing == Hand.Doing.READING && flow != null && flow.rate > 0) {
            lease.rate((long) Math.max(1, flow.rate));
        } else if (path.now() - hand.lastByteAt >= 1) {
            lease.rate(1);
        }
    }

    /// Has the stream read no further than its lease now goes.
    void curb(Hand hand) {
        var lease = hand.lease;
        var flow = hand.flow;
        if (lease == null || flow == null || hand.doing != Hand.Doing.READING) {
            return;
        }
        double room = hand.counted + (double) lease.remaining();
        if (room < flow.limit) {
            path.limit(flow, room);
        }
    }

    /// Enters the bytes that have come into the ledger.
    void count(Hand hand) {
        if (hand.doing == Hand.Doing.READING && hand.flow != null) {
            hand.flow.advance(path.now());
            count(hand, hand.flow.received());
        }
    }

    void count(Hand hand, long received) {
        long bytes = received - hand.counted;
        var lease = hand.lease;
        if (bytes <= 0 || lease == null) {
            return;
        }
        lookout.heardAfter(hand.counted == 0 ? 0 : path.now() - hand.lastByteAt);
        hand.counted = received;
        lease.pending(false);
        hand.untold += bytes;
        fetched += bytes;
        long added = ledger.advance(lease, bytes);
        landed += added;
        hand.lastByteAt = path.now();
        if (added > 0) {
            lastByteAt = path.now();
            hand.forgive();
            lease.failing(false);
        }
    }

    void giveBack(Hand hand) {
        if (hand.lease != null) {
            ledger.giveBack(hand.lease);
            if (!hand.lease.revoked()) {
                openTries.give(hand.lease.position(), hand.tries);
            }
            hand.lease = null;
        }
        hand.forgive();
        hand.doing = Hand.Doing.IDLE;
        hand.until = Double.POSITIVE_INFINITY;
    }

    /// Failures at bytes that nobody works on count no more.
    void forgive() {
        openTries.forgive();
    }

    /// What the connection may still carry, or a new one may.
    Allowance allowance(@Nullable Flow flow) {
        return Allowance.of(
                hands.decision().retireBytes(),
                hands.decision().retireAge().toMillis(),
                flow == null ? 0 : flow.connectionBytes(),
                flow == null ? 0 : Math.round((path.now() - flow.openedAt) * 1e3));
    }

    /// The most that the stream may ask for at once.
    long largest(Hand hand) {
        return Math.min(
                hands.decision().requestBytesMax(),
                allowance(hand.flow).requestBytes(hand.bytesPerSecond));
    }

    /// The stream goes on with the whole blob instead of its range.
    void takeWhole(Hand hand) {
        goWhole(hand);
        ledger.giveBack(Objects.requireNonNull(hand.lease));
        hand.lease = ledger.takeWhole();
        hand.requestBytes = size;
    }

    /// From now on the blob comes by one GET without range; streams that have ranges stop.
    void goWhole(@Nullable Hand butOf) {
        whole = true;
        openTries.forgive();
        ledger.revokeAll();
        for (var other : hands.all()) {
            if (other != butOf && other.lease != null) {
                count(other);
                boolean was = other.flow != null;
                hands.drop(other);
                hands.forgetTurn(other);
                giveBack(other);
                if (was) {
                    hands.observe(new PathEvent.Ended(hands.millis(), other.number));
                }
            }
        }
    }
}
