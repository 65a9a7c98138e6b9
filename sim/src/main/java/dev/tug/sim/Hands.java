package dev.tug.sim;

import dev.tug.internal.control.Outage;
import dev.tug.internal.control.StreamControl;
import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.control.StreamControl.PathEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The streams of a [TugPull]: as many as the control allows, opening one by one, as in the engine's crew.
final class Hands {
    /// Go's client gives a connection 30 s.
    private static final double CONNECT = 30;

    /// One that knocks where nobody answers is sooner back.
    private static final double PROBE = Outage.CONNECT.toMillis() / 1e3;

    /// Those stay, where there are too many, that got a byte in this time, as in the engine.
    private static final double MOVING = 1;

    /// So long the first stream is alone, unless it is answered before, as in the engine.
    private static final double SCOUT = 0.5;

    private final Path path;
    private final StreamControl control;
    private final Trace trace;
    private final Outage outage = new Outage();
    private final List<Hand> hands = new ArrayList<>();
    private final List<Hand> leaving = new ArrayList<>();
    private final ArrayDeque<Hand> turns = new ArrayDeque<>();
    private Decision decision;
    private int nextNumber;
    private double nextOpeningAt;
    private @Nullable Hand opener;
    private boolean answered;

    Hands(Path path, StreamControl control, Trace trace) {
        this.path = path;
        this.control = control;
        this.trace = trace;
        this.decision = control.decision();
    }

    /// Those that there are, also those that are about to leave.
    List<Hand> all() {
        return hands;
    }

    Decision decision() {
        return decision;
    }

    /// Whether nobody answers at all.
    Outage outage() {
        return outage;
    }

    /// A stream has got an answer that is the blob's.
    void answered() {
        answered = true;
    }

    // How many.

    /// Whether one more is allowed.
    boolean hasRoom() {
        int allowed = isScouting() ? Math.min(1, decision.streams()) : decision.streams();
        return hands.size() < allowed;
    }

    Hand recruit() {
        var hand = new Hand(nextNumber++);
        hands.add(hand);
        return hand;
    }

    boolean hasIdle() {
        return hands.stream().anyMatch(hand -> hand.doing == Hand.Doing.IDLE);
    }

    /// The next that was dismissed; to end it may dismiss more.
    Optional<Hand> leaving() {
        return leaving.isEmpty() ? Optional.empty() : Optional.of(leaving.removeFirst());
    }

    /// The stream has ended.
    void left(Hand hand) {
        turns.remove(hand);
        hands.remove(hand);
        observe(new PathEvent.Ended(millis(), hand.number));
    }

    private boolean isScouting() {
        return !answered && path.now() < SCOUT;
    }

    /// Tells the control what happened, and dismisses those that are too many now.
    void observe(PathEvent event) {
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

    // Who opens a connection.

    /// When one of them may next open a connection or be joined by another, unless something happens.
    ///
    /// @param hasWork whether there are bytes that nobody works on
    double wakeAt(boolean hasWork) {
        double next = isScouting() ? SCOUT : Double.POSITIVE_INFINITY;
        boolean due = hasWork && openingAt() > path.now();
        if (opener == null && (!turns.isEmpty() || (due && hands.stream().anyMatch(Hand::isOut)))) {
            next = Math.min(next, openingAt());
        }
        return next;
    }

    private double openingAt() {
        long from = Math.max(decision.notBeforeMillis(), outage.nextProbeMillis());
        return Math.max(path.now(), Math.max(nextOpeningAt, from / 1e3));
    }

    boolean mayOpen() {
        return opener == null && openingAt() <= path.now();
    }

    /// The stream has a lease, and no connection yet.
    void await(Hand hand) {
        hand.doing = Hand.Doing.WAITING;
        turns.add(hand);
    }

    /// Who may open a connection now.
    Optional<Hand> nextTurn() {
        return !turns.isEmpty() && mayOpen() ? Optional.of(turns.remove()) : Optional.empty();
    }

    /// Those that wait for their turn while one with a connection has nothing to do; they wait no more.
    List<Hand> relieved() {
        if (turns.isEmpty() || !hasIdleConnection()) {
            return List.of();
        }
        var relieved = List.copyOf(turns);
        turns.clear();
        return relieved;
    }

    /// The stream waits no more.
    void forgetTurn(Hand hand) {
        turns.remove(hand);
    }

    boolean hasIdleConnection() {
        return hands.stream().anyMatch(hand -> hand.doing == Hand.Doing.IDLE && hand.flow != null);
    }

    /// Connections are pooled: one that idles is taken before a new one is made. Returns whether one was.
    boolean takesOver(Hand hand) {
        for (var other : hands) {
            if (other.doing == Hand.Doing.IDLE && other.flow != null) {
                hand.flow = other.flow;
                other.flow = null;
                outage.ended(other.number);
                return true;
            }
        }
        return false;
    }

    /// Opens a connection.
    ///
    /// @param lastByteAt when any byte came last
    void open(Hand hand, double lastByteAt) {
        nextOpeningAt = path.now() + decision.spacing().toMillis() / 1e3;
        hand.doing = Hand.Doing.OPENING;
        boolean silent = outage.isNobodyLive() || path.now() - lastByteAt > PROBE;
        hand.flow = path.open(silent ? PROBE : CONNECT);
        hand.requestBytes = hand.lease == null ? 0 : hand.lease.remaining();
        opener = hand;
        observe(new PathEvent.Opening(millis(), hand.number));
    }

    /// Another stream may open a connection.
    void closeOpening(Hand hand) {
        if (opener == hand) {
            opener = null;
        }
    }

    /// Leaves the connection.
    void drop(Hand hand) {
        var flow = hand.flow;
        if (flow != null) {
            closeOpening(hand);
            outage.ended(hand.number);
            path.close(flow);
            hand.flow = null;
        }
    }

    /// Leaves the connection in peace, and says so.
    void close(Hand hand) {
        drop(hand);
        observe(new PathEvent.Ended(millis(), hand.number));
    }

    /// Whose connection it is.
    Hand of(Flow flow) {
        for (var hand : hands) {
            if (hand.flow == flow) {
                return hand;
            }
        }
        throw new IllegalStateException("nobody's connection: " + flow.number);
    }

    long millis() {
        return (long) (path.now() * 1e3);
    }
}
