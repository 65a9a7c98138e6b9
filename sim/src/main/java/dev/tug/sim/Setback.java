package dev.tug.sim;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.RetryRule;
import dev.tug.internal.control.StreamControl.PathEvent;
import dev.tug.internal.plan.Lease;

import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;

/// What follows from a request that failed, as in the engine's setbacks.
final class Setback {
    private final Path path;
    private final Hands hands;
    private final Portions portions;
    private final Patience patience;
    private final SplittableRandom random;
    private final Trace trace;
    private int count;
    private boolean gaveUp;

    Setback(
            Path path,
            Hands hands,
            Portions portions,
            Patience patience,
            SplittableRandom random,
            Trace trace) {
        this.path = path;
        this.hands = hands;
        this.portions = portions;
        this.patience = patience;
        this.random = random;
        this.trace = trace;
    }

    /// Requests that failed.
    int count() {
        return count;
    }

    /// Whether the pull is to end.
    boolean gaveUp() {
        return gaveUp;
    }

    /// The request, or the opening of its connection, came to nothing.
    void fail(Hand hand, TransferFailure failure) {
        var flow = Objects.requireNonNull(hand.flow);
        var lease = Objects.requireNonNull(hand.lease);
        long bytes = flow.connectionBytes();
        boolean was = hand.doing != Hand.Doing.OPENING;
        double age = was ? path.now() - flow.openedAt : 0;
        boolean pending = hand.doing == Hand.Doing.ASKED;
        hands.drop(hand);
        lease.pending(false);
        hand.until = Double.POSITIVE_INFINITY;
        if (hand.retired) {
            return;
        }
        count++;
        int before = hands.decision().streams();
        hands.observe(
                new PathEvent.Failed(
                        hands.millis(),
                        hand.number,
                        Duration.ofMillis(Math.round(age * 1e3)),
                        bytes,
                        hand.requestBytes,
                        failure));
        if (hands.decision().streams() != before) {
            hands.all().forEach(Hand::forgive);
            portions.forgive();
        }
        judge(hand, lease, failure, hears(hand, failure, pending));
    }

    /// Takes note of what a failure says of the network; returns whether nobody answers.
    private boolean hears(Hand hand, TransferFailure failure, boolean pending) {
        boolean silence =
                portions.landed() > 0
                        && pending
                        && failure instanceof TransferFailure.Stalled
                        && hands.outage().isNobodyLive();
        if (RetryRule.isOutage(failure) || silence) {
            if (hands.outage().unanswered(hands.millis(), hand.number)) {
                trace.tell(path.now(), () -> "nobody answers");
            }
            return true;
        }
        return false;
    }

    private void judge(Hand hand, Lease lease, TransferFailure failure, boolean unanswered) {
        boolean othersMoved = portions.landed() > hand.tries.landed();
        boolean counts = !hands.decision().forgiven() && !unanswered;
        hand.tries = hand.tries.failed(failure, counts, portions.landed());
        lease.failing(true);
        var silence = Duration.ofMillis(Math.round((path.now() - portions.lastByteAt()) * 1e3));
        var state =
                new RetryRule.State(
                        hand.tries.counted(),
                        hand.tries.inARow(),
                        othersMoved,
                        unanswered,
                        portions.landed() > 0,
                        silence);
        switch (patience.rule(portions.landed() > 0).judge(failure, state, random)) {
            case RetryRule.Verdict.GiveUp() -> {
                gaveUp = true;
                trace.tell(path.now(), () -> "gives up: " + failure.summary());
            }
            case RetryRule.Verdict.Again(var delay) -> {
                if (hands.hasIdleConnection()) {
                    portions.giveBack(hand);
                }
                hand.doing = Hand.Doing.PAUSED;
                hand.until = path.now() + (hands.outage().isOn() ? 0 : delay.toMillis() / 1e3);
            }
        }
    }
}
