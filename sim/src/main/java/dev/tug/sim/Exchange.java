package dev.tug.sim;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.internal.plan.Lease;

import java.time.Duration;
import java.util.Objects;

/// What the streams of a [TugPull] do with their connections: they open, ask, read and fail.
final class Exchange {
    private final Path path;
    private final Hands hands;
    private final Portions portions;
    private final Setback setback;
    private final Lookout lookout;

    /// Whether the control wants to know of time and bytes; one that never changes does not.
    private final boolean told;

    private int connections;

    Exchange(
            Path path,
            Hands hands,
            Portions portions,
            Setback setback,
            Lookout lookout,
            boolean told) {
        this.path = path;
        this.hands = hands;
        this.portions = portions;
        this.setback = setback;
        this.lookout = lookout;
        this.told = told;
    }

    /// Connections that came about.
    int connections() {
        return connections;
    }

    /// Asks for what is left of the lease, once there is a connection for it.
    void goOn(Hand hand) {
        var lease = hand.lease;
        if (lease == null) {
            hand.doing = Hand.Doing.IDLE;
            return;
        }
        if (lease.revoked() || lease.remaining() == 0) {
            portions.giveBack(hand);
            return;
        }
        var flow = hand.flow;
        if (flow != null && portions.allowance(flow).isSpent()) {
            hands.drop(hand);
        }
        if (hand.flow == null) {
            hands.await(hand);
        } else {
            ask(hand, lease, hand.flow);
        }
    }

    /// Whose turn it is opens a connection.
    void openNext() {
        for (var next = hands.nextTurn(); next.isPresent(); next = hands.nextTurn()) {
            var hand = next.get();
            if (hands.takesOver(hand)) {
                goOn(hand);
            } else {
                hands.open(hand, portions.lastByteAt());
            }
        }
    }

    void opened(Flow flow) {
        var hand = hands.of(flow);
        connections++;
        if (!hands.outage().isOn()) {
            hands.closeOpening(hand);
        }
        hand.doing = Hand.Doing.WAITING;
        hand.handshakeMillis = Math.round((path.now() - flow.openingAt) * 1e3);
        hands.observe(new PathEvent.Opened(hands.millis(), hand.number, hand.handshakeMillis));
        if (!hand.retired) {
            goOn(hand);
        }
    }

    void ask(Hand hand, Lease lease, Flow flow) {
        if (lease.whole()) {
            lease.moveTo(0);
        }
        long bytes = lease.remaining();
        if (!lease.whole()) {
            bytes = Math.min(bytes, portions.largest(hand));
        }
        hand.requestBytes = bytes;
        hand.counted = 0;
        hand.doing = Hand.Doing.ASKED;
        hand.until = path.now() + lookout.firstByte(hands.decision()).toMillis() / 1e3;
        lease.pending(true);
        path.ask(flow, bytes, !lease.whole());
    }

    void answered(Flow flow, Answer answer) {
        var hand = hands.of(flow);
        hand.until = Double.POSITIVE_INFINITY;
        hand.doing = Hand.Doing.READING;
        hand.lastByteAt = path.now();
        hand.pace = 0;
        hand.paceAt = path.now();
        hand.paceBytes = 0;
        hands.closeOpening(hand);
        hands.outage().answered(hands.millis(), hand.number);
        int status =
                switch (answer) {
                    case Answer.Range _ -> 206;
                    case Answer.Whole _ -> 200;
                    case Answer.Refusal(var code, _) -> code;
                };
        hands.observe(
                new PathEvent.Answered(
                        hands.millis(),
                        hand.number,
                        status,
                        Math.round((path.now() - flow.askedAt) * 1e3),
                        hand.requestBytes));
        if (hand.retired) {
            return;
        }
        switch (answer) {
            case Answer.Range _ -> {
                hands.answered();
                portions.curb(hand);
            }
            case Answer.Whole _ -> {
                hands.answered();
                takeWhole(hand);
            }
            case Answer.Refusal(var code, var after) ->
                    setback.fail(
                            hand,
                            new TransferFailure.Refused(
                                    Path.HOST, code, Duration.ofSeconds(after), "", ""));
        }
    }

    /// The answer is the whole blob: goes on with it, unless another stream has got there first.
    void takeWhole(Hand hand) {
        var lease = Objects.requireNonNull(hand.lease);
        if (lease.whole()) {
            return;
        }
        if (portions.isWhole()) {
            hands.drop(hand);
            portions.giveBack(hand);
            hands.observe(new PathEvent.Ended(hands.millis(), hand.number));
            return;
        }
        hands.observe(new PathEvent.RangeIgnored(hands.millis(), hand.number));
        portions.takeWhole(hand);
    }

    void complete(Flow flow) {
        var hand = hands.of(flow);
        var lease = Objects.requireNonNull(hand.lease);
        portions.count(hand, flow.received());
        long bytes = hand.counted;
        if (bytes < flow.asked) {
            hands.drop(hand);
            hands.observe(new PathEvent.Ended(hands.millis(), hand.number));
        } else {
            double took = Math.max(1e-3, path.now() - flow.askedAt);
            hand.bytesPerSecond = (long) (bytes / took);
            if (told && hand.untold > 0) {
                hands.observe(new PathEvent.Received(hands.millis(), hand.number, hand.untold));
                hand.untold = 0;
            }
            hands.observe(new PathEvent.Completed(hands.millis(), hand.number, bytes));
            if (portions.allowance(flow).isSpent()) {
                hands.drop(hand);
                hands.observe(new PathEvent.Ended(hands.millis(), hand.number));
            }
        }
        if (hand.retired) {
            return;
        }
        if (lease.remaining() > 0) {
            goOn(hand);
        } else {
            portions.giveBack(hand);
        }
    }

    void broken(Flow flow, TransferFailure failure) {
        for (var hand : hands.all()) {
            if (hand.flow == flow) {
                if (failure instanceof TransferFailure.Cut cut
                        && hand.doing == Hand.Doing.READING) {
                    portions.count(hand, cut.received());
                }
                if (hand.doing == Hand.Doing.IDLE || hand.doing == Hand.Doing.WAITING) {
                    hand.flow = null;
                    hands.outage().ended(hand.number);
                } else {
                    setback.fail(hand, failure);
                }
                return;
            }
        }
    }

    /// Leaves the connection and gives back what it has not brought.
    void relieve(Hand hand) {
        portions.count(hand);
        hands.drop(hand);
        portions.giveBack(hand);
        hands.observe(new PathEvent.Ended(hands.millis(), hand.number));
    }
}
