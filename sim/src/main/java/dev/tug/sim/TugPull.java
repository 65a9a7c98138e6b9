package dev.tug.sim;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.StreamControl;
import dev.tug.internal.control.StreamControl.PathEvent;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/// A pull by Tug's engine in virtual time: the real control, planner and retry rule, told of and asked
/// for the same things in the same order as by the real streams.
final class TugPull implements Client {
    private static final double TICK = 0.1;

    private static final double NEVER = Double.POSITIVE_INFINITY;

    private final Path path;
    private final Trace trace;
    private final Lookout lookout;
    private final Hands hands;
    private final Portions portions;
    private final Setback setback;
    private final Exchange exchange;
    private final Summaries summaries;

    /// Whether the control wants to know of time and bytes; one that never changes does not.
    private final boolean told;

    private double tickAt = TICK;

    TugPull(
            Path path,
            long size,
            StreamControl control,
            boolean told,
            Patience patience,
            long seed,
            Trace trace) {
        this.path = path;
        this.told = told;
        this.trace = trace;
        this.lookout = new Lookout(patience.stall());
        this.hands = new Hands(path, control, trace);
        this.portions = new Portions(path, hands, lookout, size);
        var random = new SplittableRandom(~seed);
        this.setback = new Setback(path, hands, portions, patience, random, trace);
        this.exchange = new Exchange(path, hands, portions, setback, lookout, told);
        this.summaries = new Summaries(path, hands, portions, trace);
    }

    Outcome outcome() {
        return new Outcome(
                portions.complete(),
                path.now(),
                path.kills(),
                path.knocks(),
                setback.count(),
                exchange.connections(),
                portions.fetched(),
                portions.fetched() - portions.landed(),
                0);
    }

    @Override
    public boolean over() {
        return setback.gaveUp() || portions.complete();
    }

    // Waking.

    @Override
    public double wakeAt() {
        double next = told ? tickAt : NEVER;
        for (var hand : hands.all()) {
            next = Math.min(next, hand.until);
            if (!told && (hand.doing == Hand.Doing.IDLE || isSilent(hand))) {
                next = Math.min(next, tickAt);
            }
        }
        return Math.min(next, hands.wakeAt(portions.hasOpen()));
    }

    private static boolean isSilent(Hand hand) {
        return hand.doing == Hand.Doing.READING && Objects.requireNonNull(hand.flow).rate == 0;
    }

    @Override
    public void act() {
        double now = path.now();
        if (now >= tickAt) {
            tick();
            tickAt = now + TICK;
        }
        for (var hand : List.copyOf(hands.all())) {
            if (hand.until <= now) {
                hand.until = NEVER;
                timeUp(hand);
            }
        }
        bury();
        if (!hands.decision().ranges() && !portions.isWhole()) {
            portions.goWhole(null);
        }
        exchange.openNext();
        recruit();
        takeAll(false);
        var relieved = hands.relieved();
        if (!relieved.isEmpty()) {
            // Who is connected goes on with it, while others wait for their turn to get in.
            relieved.forEach(portions::giveBack);
            takeAll(false);
        }
        bury();
    }

    private void tick() {
        long now = hands.millis();
        for (var hand : hands.all()) {
            portions.count(hand);
            if (hand.untold > 0 && told) {
                long bytes = hand.untold;
                hand.untold = 0;
                hands.observe(new PathEvent.Received(now, hand.number, bytes));
            }
        }
        if (told) {
            hands.observe(new PathEvent.Tick(now, portions.remaining()));
            summaries.tell();
        }
        for (var hand : List.copyOf(hands.all())) {
            if (hand.doing == Hand.Doing.READING) {
                lookout.stalled(hand, hands.all(), hands.decision(), path.now())
                        .ifPresent(limit ->
                                setback.fail(hand, new TransferFailure.Stalled(Path.HOST, limit)));
            }
        }
        lookout.laggard(hands.all(), path.now(), portions.landed()).ifPresent(this::relieve);
        takeAll(true);
    }

    /// Gives the rest of a slow connection's bytes to others.
    private void relieve(Hand hand) {
        trace.tell(path.now(), () -> "  %2d is far slower than the others".formatted(hand.number));
        exchange.relieve(hand);
    }

    private void timeUp(Hand hand) {
        switch (hand.doing) {
            case PAUSED -> exchange.goOn(hand);
            case ASKED ->
                    setback.fail(
                            hand,
                            new TransferFailure.Stalled(
                                    Path.HOST, lookout.firstByte(hands.decision())));
            case IDLE, WAITING, OPENING, READING -> {}
        }
    }

    // Streams.

    private void recruit() {
        boolean idle = hands.hasIdle();
        boolean work = portions.hasWork();
        while (hands.hasRoom() && !idle && work) {
            idle = !take(hands.recruit(), false);
            work = portions.hasOpen();
        }
    }

    /// Ends the streams that were dismissed.
    private void bury() {
        for (var next = hands.leaving(); next.isPresent(); next = hands.leaving()) {
            var hand = next.get();
            portions.count(hand);
            hands.drop(hand);
            portions.giveBack(hand);
            hands.left(hand);
        }
    }

    private void takeAll(boolean mayDivide) {
        for (int i = 0; i < hands.all().size(); i++) {
            if (hands.all().get(i).doing == Hand.Doing.IDLE) {
                take(hands.all().get(i), mayDivide);
            }
        }
    }

    /// Who is kept out holds no bytes: others may be connected and have nothing to do.
    private boolean take(Hand hand, boolean mayDivide) {
        if (hand.flow == null && !hands.mayOpen()) {
            return false;
        }
        var found = portions.find(hand, mayDivide);
        found.ifPresent(lease -> {
            hand.lease = lease;
            hand.lastByteAt = path.now();
            exchange.goOn(hand);
            exchange.openNext();
        });
        return found.isPresent();
    }

    // What the path says.

    @Override
    public void opened(Flow flow) {
        exchange.opened(flow);
    }

    @Override
    public void answered(Flow flow, Answer answer) {
        exchange.answered(flow, answer);
    }

    @Override
    public void complete(Flow flow) {
        exchange.complete(flow);
    }

    @Override
    public void broken(Flow flow, TransferFailure failure) {
        exchange.broken(flow, failure);
    }
}
