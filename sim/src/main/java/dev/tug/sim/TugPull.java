package dev.tug.sim;

import dev.tug.failure.TransferFailure;
import dev.tug.internal.control.Outage;
import dev.tug.internal.control.RetryRule;
import dev.tug.internal.plan.Allowance;
import dev.tug.internal.plan.Lease;
import dev.tug.internal.plan.Ledger;
import dev.tug.internal.plan.PartPlan;
import dev.tug.internal.plan.RequestSize;
import dev.tug.transfer.StreamControl;
import dev.tug.transfer.StreamControl.Decision;
import dev.tug.transfer.StreamControl.PathEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/// A pull by Tug's engine in virtual time: the real control, planner and retry rule, told of and asked
/// for the same things in the same order as by the real streams.
final class TugPull implements Client {
    private static final double TICK = 0.1;

    /// A trace sums up so often.
    private static final double SUMMARY = 5;

    /// Go's client gives a connection 30 s.
    private static final double CONNECT = 30;

    /// One that knocks where nobody answers is sooner back.
    private static final double PROBE = Outage.CONNECT.toMillis() / 1e3;

    /// Those stay, where there are too many, that got a byte in this time, as in the engine.
    private static final double MOVING = 1;

    /// So long the first stream is alone, unless it is answered before, as in the engine.
    private static final double SCOUT = 0.5;

    private static final double NEVER = Double.POSITIVE_INFINITY;

    private final Path path;
    private final StreamControl control;
    private final Patience patience;
    private final Lookout lookout;
    private final Outage outage = new Outage();
    private final Trace trace;
    private final long size;

    /// Whether the control wants to know of time and bytes; one that never changes does not.
    private final boolean told;

    private final Ledger ledger;
    private final SplittableRandom random;
    private final List<Hand> hands = new ArrayList<>();
    private final List<Hand> leaving = new ArrayList<>();
    private final ArrayDeque<Hand> turns = new ArrayDeque<>();
    private Decision decision;
    private int nextNumber;
    private double nextOpeningAt;
    private @Nullable Hand opener;
    private double tickAt = TICK;
    private double summaryAt = SUMMARY;
    private long summaryLanded;
    private boolean answered;
    private boolean whole;
    private boolean gaveUp;
    private double lastByteAt;
    private long fetched;
    private long landed;
    private int cuts;
    private int connections;

    TugPull(
            Path path,
            long size,
            StreamControl control,
            boolean told,
            Patience patience,
            long seed,
            Trace trace) {
        this.path = path;
        this.size = size;
        this.control = control;
        this.told = told;
        this.patience = patience;
        this.lookout = new Lookout(patience.stall());
        this.trace = trace;
        this.decision = control.decision();
        this.ledger = Ledger.empty(PartPlan.of(size, decision.streams()));
        this.random = new SplittableRandom(~seed);
    }

    Outcome outcome() {
        return new Outcome(
                ledger.complete(),
                path.now(),
                path.kills(),
                path.knocks(),
                cuts,
                connections,
                fetched,
                fetched - landed,
                0);
    }

    @Override
    public boolean over() {
        return gaveUp || ledger.complete();
    }

    // Waking.

    @Override
    public double wakeAt() {
        double next = told ? tickAt : NEVER;
        for (var hand : hands) {
            next = Math.min(next, hand.until);
            if (!told && (hand.doing == Hand.Doing.IDLE || isSilent(hand))) {
                next = Math.min(next, tickAt);
            }
        }
        boolean due = openingAt() > path.now() && ledger.openBytes() > 0 && !whole;
        if (opener == null && (!turns.isEmpty() || (due && hands.stream().anyMatch(Hand::isOut)))) {
            next = Math.min(next, openingAt());
        }
        return isScouting() ? Math.min(next, SCOUT) : next;
    }

    private boolean isScouting() {
        return !answered && path.now() < SCOUT;
    }

    private static boolean isSilent(Hand hand) {
        return hand.doing == Hand.Doing.READING && Objects.requireNonNull(hand.flow).rate == 0;
    }

    private double openingAt() {
        long from = Math.max(decision.notBeforeMillis(), outage.nextProbeMillis());
        return Math.max(path.now(), Math.max(nextOpeningAt, from / 1e3));
    }

    @Override
    public void act() {
        double now = path.now();
        if (now >= tickAt) {
            tick();
            tickAt = now + TICK;
        }
        for (var hand : List.copyOf(hands)) {
            if (hand.until <= now) {
                hand.until = NEVER;
                timeUp(hand);
            }
        }
        bury();
        if (!decision.ranges() && !whole) {
            goWhole(null);
        }
        openNext();
        recruit();
        takeAll(false);
        if (!turns.isEmpty() && hasIdleConnection()) {
            // Who is connected goes on with it, while others wait for their turn to get in.
            List.copyOf(turns).forEach(this::giveBack);
            turns.clear();
            takeAll(false);
        }
        bury();
    }

    private void takeAll(boolean mayDivide) {
        for (int i = 0; i < hands.size(); i++) {
            if (hands.get(i).doing == Hand.Doing.IDLE) {
                take(hands.get(i), mayDivide);
            }
        }
    }

    private boolean hasIdleConnection() {
        return hands.stream().anyMatch(hand -> hand.doing == Hand.Doing.IDLE && hand.flow != null);
    }

    private boolean mayOpen() {
        return opener == null && openingAt() <= path.now();
    }

    private void openNext() {
        while (!turns.isEmpty() && mayOpen()) {
            open(turns.remove());
        }
    }

    private void tick() {
        long now = millis();
        for (var hand : hands) {
            count(hand);
            if (hand.untold > 0 && told) {
                long bytes = hand.untold;
                hand.untold = 0;
                observe(new PathEvent.Received(now, hand.number, bytes));
            }
        }
        if (told) {
            observe(new PathEvent.Tick(now, size - ledger.completed()));
            summarise();
        }
        for (var hand : List.copyOf(hands)) {
            if (hand.doing == Hand.Doing.READING) {
                lookout.stalled(hand, hands, decision, path.now())
                        .ifPresent(limit -> fail(hand, Path.stalled(limit)));
            }
        }
        lookout.laggard(hands, path.now(), landed).ifPresent(this::relieve);
        takeAll(true);
    }

    private void summarise() {
        double now = path.now();
        if (now < summaryAt) {
            return;
        }
        double rate = (landed - summaryLanded) / (SUMMARY + now - summaryAt) / 1e6;
        summaryAt = now + SUMMARY;
        summaryLanded = landed;
        trace.tell(
                now,
                () ->
                        "-- %d of %d streams connected, %.1f MB/s, %.0f MB left, %d kills"
                                .formatted(
                                        path.established(),
                                        decision.streams(),
                                        rate,
                                        (size - ledger.completed()) / 1e6,
                                        path.kills()));
    }

    /// Gives the rest of a slow connection's bytes to others.
    private void relieve(Hand hand) {
        trace.tell(path.now(), () -> "  %2d is far slower than the others".formatted(hand.number));
        count(hand);
        drop(hand);
        giveBack(hand);
        observe(new PathEvent.Ended(millis(), hand.number));
    }

    private void timeUp(Hand hand) {
        switch (hand.doing) {
            case PAUSED -> goOn(hand);
            case ASKED -> fail(hand, Path.stalled(lookout.firstByte(decision)));
            case IDLE, WAITING, OPENING, READING -> {}
        }
    }

    // Streams.

    private void recruit() {
        int staying = hands.size();
        boolean idle = hands.stream().anyMatch(hand -> hand.doing == Hand.Doing.IDLE);
        boolean work = ledger.openBytes() > 0 && !(whole && !ledger.out().isEmpty());
        int allowed = isScouting() ? Math.min(1, decision.streams()) : decision.streams();
        while (staying < allowed && !idle && work) {
            var hand = new Hand(nextNumber++);
            hands.add(hand);
            staying++;
            idle = !take(hand, false);
            work = ledger.openBytes() > 0 && !whole;
        }
    }

    private void observe(PathEvent event) {
        var before = decision;
        decision = control.observe(event);
        if (Story.matters(event)) {
            trace.tell(path.now(), () -> Story.of(event));
        } else if (!(event instanceof PathEvent.Tick)) {
            trace.detail(path.now(), () -> Story.of(event));
        }
        if (!Story.same(before, decision)) {
            var after = decision;
            trace.tell(path.now(), () -> Story.of(before, after));
        }
        if (decision.streams() != before.streams()) {
            double lately = path.now() - MOVING;
            hands.stream()
                    .filter(hand -> !hand.retired)
                    .sorted(
                            Comparator.comparing((Hand hand) -> !hand.hasMovedSince(lately))
                                    .thenComparingInt(hand -> hand.number))
                    .skip(decision.streams())
                    .forEach(hand -> {
                        hand.retired = true;
                        leaving.add(hand);
                    });
        }
    }

    /// Ends the streams that were dismissed; telling the control of that may dismiss more.
    private void bury() {
        while (!leaving.isEmpty()) {
            leave(leaving.removeFirst());
        }
    }

    private void leave(Hand hand) {
        count(hand);
        drop(hand);
        giveBack(hand);
        turns.remove(hand);
        hands.remove(hand);
        observe(new PathEvent.Ended(millis(), hand.number));
    }

    /// Leaves the connection.
    private void drop(Hand hand) {
        var flow = hand.flow;
        if (flow != null) {
            closeOpening(hand);
            outage.ended(hand.number);
            path.close(flow);
            hand.flow = null;
        }
    }

    /// Another stream may open a connection.
    private void closeOpening(Hand hand) {
        if (opener == hand) {
            opener = null;
        }
    }

    private void giveBack(Hand hand) {
        if (hand.lease != null) {
            ledger.giveBack(hand.lease);
            hand.lease = null;
        }
        hand.forgive();
        hand.doing = Hand.Doing.IDLE;
        hand.until = NEVER;
    }

    // Leases.

    /// Who is kept out holds no bytes: others may be connected and have nothing to do.
    private boolean take(Hand hand, boolean mayDivide) {
        if (hand.flow == null && !mayOpen()) {
            return false;
        }
        var found = find(hand, mayDivide);
        found.ifPresent(lease -> {
            hand.lease = lease;
            hand.lastByteAt = path.now();
            goOn(hand);
            openNext();
        });
        return found.isPresent();
    }

    private Optional<Lease> find(Hand hand, boolean mayDivide) {
        if (whole) {
            return !ledger.complete() && ledger.out().isEmpty()
                    ? Optional.of(ledger.takeWhole())
                    : Optional.empty();
        }
        long bytes =
                new RequestSize(decision.requestBytesMin(), largest(hand), decision.streams())
                        .of(hand.bytesPerSecond, ledger.openBytes());
        var taken = ledger.take(bytes);
        if (taken.isPresent() || !mayDivide) {
            return taken;
        }
        hands.forEach(this::rate);
        var split = ledger.split(hand.flow == null ? hand.handshakeMillis : 0);
        hands.forEach(this::curb);
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
    private void curb(Hand hand) {
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
    private void count(Hand hand) {
        if (hand.doing == Hand.Doing.READING && hand.flow != null) {
            hand.flow.advance(path.now());
            count(hand, hand.flow.received());
        }
    }

    private void count(Hand hand, long received) {
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

    // Requests.

    /// Asks for what is left of the lease, once there is a connection for it.
    private void goOn(Hand hand) {
        var lease = hand.lease;
        if (lease == null) {
            hand.doing = Hand.Doing.IDLE;
            return;
        }
        if (lease.revoked() || lease.remaining() == 0) {
            giveBack(hand);
            return;
        }
        var flow = hand.flow;
        if (flow != null && allowance(flow).isSpent()) {
            drop(hand);
        }
        if (hand.flow == null) {
            hand.doing = Hand.Doing.WAITING;
            turns.add(hand);
        } else {
            ask(hand, lease, hand.flow);
        }
    }

    /// What the connection may still carry, or a new one may.
    private Allowance allowance(@Nullable Flow flow) {
        return Allowance.of(
                decision.retireBytes(),
                decision.retireAge().toMillis(),
                flow == null ? 0 : flow.connectionBytes(),
                flow == null ? 0 : Math.round((path.now() - flow.openedAt) * 1e3));
    }

    /// The most that the stream may ask for at once.
    private long largest(Hand hand) {
        return Math.min(
                decision.requestBytesMax(), allowance(hand.flow).requestBytes(hand.bytesPerSecond));
    }

    private void open(Hand hand) {
        for (var other : hands) {
            if (other.doing == Hand.Doing.IDLE && other.flow != null) {
                // Connections are pooled: one that idles is taken before a new one is made.
                hand.flow = other.flow;
                other.flow = null;
                outage.ended(other.number);
                goOn(hand);
                return;
            }
        }
        nextOpeningAt = path.now() + decision.spacing().toMillis() / 1e3;
        hand.doing = Hand.Doing.OPENING;
        boolean silent = outage.isNobodyLive() || path.now() - lastByteAt > PROBE;
        hand.flow = path.open(silent ? PROBE : CONNECT);
        hand.requestBytes = hand.lease == null ? 0 : hand.lease.remaining();
        opener = hand;
        observe(new PathEvent.Opening(millis(), hand.number));
    }

    @Override
    public void opened(Flow flow) {
        var hand = handOf(flow);
        connections++;
        if (!outage.isOn()) {
            closeOpening(hand);
        }
        hand.doing = Hand.Doing.WAITING;
        hand.handshakeMillis = Math.round((path.now() - flow.openingAt) * 1e3);
        observe(new PathEvent.Opened(millis(), hand.number, hand.handshakeMillis));
        if (!hand.retired) {
            goOn(hand);
        }
    }

    private void ask(Hand hand, Lease lease, Flow flow) {
        if (lease.whole()) {
            lease.moveTo(0);
        }
        long bytes = lease.remaining();
        if (!lease.whole()) {
            bytes = Math.min(bytes, largest(hand));
        }
        hand.requestBytes = bytes;
        hand.counted = 0;
        hand.doing = Hand.Doing.ASKED;
        hand.until = path.now() + lookout.firstByte(decision).toMillis() / 1e3;
        lease.pending(true);
        path.ask(flow, bytes, !lease.whole());
    }

    @Override
    public void answered(Flow flow, Answer answer) {
        var hand = handOf(flow);
        hand.until = NEVER;
        hand.doing = Hand.Doing.READING;
        hand.lastByteAt = path.now();
        hand.pace = 0;
        hand.paceAt = path.now();
        hand.paceBytes = 0;
        closeOpening(hand);
        outage.answered(millis(), hand.number);
        int status =
                switch (answer) {
                    case Answer.Range _ -> 206;
                    case Answer.Whole _ -> 200;
                    case Answer.Refusal(var code, _) -> code;
                };
        observe(
                new PathEvent.Answered(
                        millis(),
                        hand.number,
                        status,
                        Math.round((path.now() - flow.askedAt) * 1e3),
                        hand.requestBytes));
        if (hand.retired) {
            return;
        }
        switch (answer) {
            case Answer.Range _ -> {
                answered = true;
                curb(hand);
            }
            case Answer.Whole _ -> {
                answered = true;
                takeWhole(hand);
            }
            case Answer.Refusal(var code, var after) ->
                    fail(
                            hand,
                            new TransferFailure.Refused(
                                    Path.HOST, code, Duration.ofSeconds(after), "", ""));
        }
    }

    /// The answer is the whole blob: goes on with it, unless another stream has got there first.
    private void takeWhole(Hand hand) {
        var lease = Objects.requireNonNull(hand.lease);
        if (lease.whole()) {
            return;
        }
        if (whole) {
            drop(hand);
            giveBack(hand);
            observe(new PathEvent.Ended(millis(), hand.number));
            return;
        }
        observe(new PathEvent.RangeIgnored(millis(), hand.number));
        goWhole(hand);
        ledger.giveBack(lease);
        hand.lease = ledger.takeWhole();
        hand.requestBytes = size;
    }

    /// From now on the blob comes by one GET without range; streams that have ranges stop.
    private void goWhole(@Nullable Hand butOf) {
        whole = true;
        ledger.revokeAll();
        for (var other : hands) {
            if (other != butOf && other.lease != null) {
                count(other);
                boolean was = other.flow != null;
                drop(other);
                turns.remove(other);
                giveBack(other);
                if (was) {
                    observe(new PathEvent.Ended(millis(), other.number));
                }
            }
        }
    }

    @Override
    public void complete(Flow flow) {
        var hand = handOf(flow);
        var lease = Objects.requireNonNull(hand.lease);
        count(hand, flow.received());
        long bytes = hand.counted;
        if (bytes < flow.asked) {
            drop(hand);
            observe(new PathEvent.Ended(millis(), hand.number));
        } else {
            double took = Math.max(1e-3, path.now() - flow.askedAt);
            hand.bytesPerSecond = (long) (bytes / took);
            if (told && hand.untold > 0) {
                observe(new PathEvent.Received(millis(), hand.number, hand.untold));
                hand.untold = 0;
            }
            observe(new PathEvent.Completed(millis(), hand.number, bytes));
            if (allowance(flow).isSpent()) {
                drop(hand);
                observe(new PathEvent.Ended(millis(), hand.number));
            }
        }
        if (hand.retired) {
            return;
        }
        if (lease.remaining() > 0) {
            goOn(hand);
        } else {
            giveBack(hand);
        }
    }

    @Override
    public void broken(Flow flow, TransferFailure failure) {
        for (var hand : hands) {
            if (hand.flow == flow) {
                if (failure instanceof TransferFailure.Cut cut
                        && hand.doing == Hand.Doing.READING) {
                    count(hand, cut.received());
                }
                if (hand.doing == Hand.Doing.IDLE || hand.doing == Hand.Doing.WAITING) {
                    hand.flow = null;
                    outage.ended(hand.number);
                } else {
                    fail(hand, failure);
                }
                return;
            }
        }
    }

    private void fail(Hand hand, TransferFailure failure) {
        var flow = Objects.requireNonNull(hand.flow);
        var lease = Objects.requireNonNull(hand.lease);
        long bytes = flow.connectionBytes();
        boolean was = hand.doing != Hand.Doing.OPENING;
        double age = was ? path.now() - flow.openedAt : 0;
        boolean pending = hand.doing == Hand.Doing.ASKED;
        drop(hand);
        lease.pending(false);
        hand.until = NEVER;
        if (hand.retired) {
            return;
        }
        cuts++;
        int before = decision.streams();
        observe(
                new PathEvent.Failed(
                        millis(),
                        hand.number,
                        Duration.ofMillis(Math.round(age * 1e3)),
                        bytes,
                        hand.requestBytes,
                        failure));
        if (decision.streams() != before) {
            hands.forEach(Hand::forgive);
        }
        judge(hand, lease, failure, hears(hand, failure, pending));
    }

    /// Takes note of what a failure says of the network; returns whether nobody answers.
    private boolean hears(Hand hand, TransferFailure failure, boolean pending) {
        boolean silence =
                landed > 0
                        && pending
                        && failure instanceof TransferFailure.Stalled
                        && outage.isNobodyLive();
        if (RetryRule.isOutage(failure) || silence) {
            if (outage.unanswered(millis(), hand.number)) {
                trace.tell(path.now(), () -> "nobody answers");
            }
            return true;
        }
        return false;
    }

    private void judge(Hand hand, Lease lease, TransferFailure failure, boolean unanswered) {
        boolean othersMoved = landed > hand.landedAtFailure;
        boolean counts = !decision.forgiven() && !unanswered;
        hand.failuresInARow++;
        hand.countedInARow += counts ? 1 : 0;
        hand.landedAtFailure = landed;
        lease.failing(true);
        var silence = Duration.ofMillis(Math.round((path.now() - lastByteAt) * 1e3));
        var state =
                new RetryRule.State(
                        hand.countedInARow,
                        hand.failuresInARow,
                        othersMoved,
                        unanswered,
                        landed > 0,
                        silence);
        switch (patience.rule(landed > 0).judge(failure, state, random)) {
            case RetryRule.Verdict.GiveUp() -> {
                gaveUp = true;
                trace.tell(path.now(), () -> "gives up: " + failure.summary());
            }
            case RetryRule.Verdict.Again(var delay) -> {
                if (hasIdleConnection()) {
                    giveBack(hand);
                }
                hand.doing = Hand.Doing.PAUSED;
                hand.until = path.now() + (outage.isOn() ? 0 : delay.toMillis() / 1e3);
            }
        }
    }

    private Hand handOf(Flow flow) {
        for (var hand : hands) {
            if (hand.flow == flow) {
                return hand;
            }
        }
        throw new IllegalStateException("nobody's connection: " + flow.number);
    }

    private long millis() {
        return (long) (path.now() * 1e3);
    }
}
