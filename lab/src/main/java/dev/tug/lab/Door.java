package dev.tug.lab;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Counts the connections to one origin and decides which are let in; its own lock guards all.
///
/// The caller says what time it is, in nanoseconds of any one origin.
final class Door {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final String name;
    private final Consumer<String> events;
    private final Set<Relay> open = new LinkedHashSet<>();
    private long accepted;
    private long refused;
    private long killed;
    private int openMax;
    private boolean killDue;
    private long penaltyEndNanos = Long.MIN_VALUE;
    private final Deque<Long> arrivals = new ArrayDeque<>();

    /// What becomes of a new connection.
    enum Verdict {
        REFUSED,
        SERVED,
        /// Counts as refused; the caller answers its first request with a page.
        ANSWERED,
        /// Served, and the caller must [#kill] after the grace of the rules.
        SERVED_ONE_TOO_MANY
    }

    Door(String name, Consumer<String> events) {
        this.name = name;
        this.events = events;
    }

    /// Waits until fewer than `limit` are open, or for `timeout`.
    synchronized void awaitRoom(int limit, Duration timeout) throws InterruptedException {
        var endNanos = Ticks.nanos() + timeout.toNanos();
        for (var left = timeout.toMillis(); open.size() >= limit && left > 0; ) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(endNanos - Ticks.nanos());
        }
    }

    synchronized Verdict enter(Relay relay, ApplianceRules rules, long nowNanos) {
        var tooMany = open.size() >= rules.openMax();
        if (nowNanos < penaltyEndNanos) {
            return refuse(relay, "penalty");
        }
        var served = rules.find(Rule.ConnectionsServed.class);
        if (served.isPresent() && accepted >= served.get().connections()) {
            return refuse(relay, "only " + served.get().connections() + " are served");
        }
        var haste = rules.find(Rule.HandshakeLimit.class);
        if (haste.isPresent() && comesTooFast(haste.get(), nowNanos)) {
            penaltyEndNanos = nowNanos + haste.get().penalty().toNanos();
            return refuse(relay, "too many in a second");
        }
        if (tooMany && rules.overflow() instanceof ApplianceRules.Overflow.RefuseNew) {
            return refuse(relay, open.size() + " are open");
        }
        if (tooMany && rules.overflow() instanceof ApplianceRules.Overflow.AnswerNew) {
            refuse(relay, open.size() + " are open");
            return Verdict.ANSWERED;
        }
        accepted++;
        open.add(relay);
        openMax = Math.max(openMax, open.size());
        events.accept(
                "%s: connection %d let in, %d open".formatted(name, relay.number(), open.size()));
        if (!tooMany || killDue) {
            return Verdict.SERVED;
        }
        killDue = true;
        return Verdict.SERVED_ONE_TOO_MANY;
    }

    private boolean comesTooFast(Rule.HandshakeLimit rule, long nowNanos) {
        arrivals.removeIf(arrival -> arrival < nowNanos - NANOS_PER_SECOND);
        arrivals.addLast(nowNanos);
        return arrivals.size() > rule.connections();
    }

    /// Counts one that found nobody.
    synchronized void turnAway(Relay relay) {
        refuse(relay, "the network is gone");
    }

    /// Whether so many are open that the caller must [#kill] after the grace of the rules.
    synchronized boolean isOverfull(int limit) {
        if (killDue || open.size() <= limit) {
            return false;
        }
        killDue = true;
        return true;
    }

    /// Takes out all connections if they are still more than `limit`; the caller cuts them.
    synchronized List<Relay> kill(int limit, Duration penalty, long nowNanos) {
        killDue = false;
        if (open.size() <= limit) {
            return List.of();
        }
        var doomed = new ArrayList<>(open);
        open.clear();
        notifyAll();
        killed += doomed.size();
        if (penalty.isPositive()) {
            penaltyEndNanos = nowNanos + penalty.toNanos();
        }
        events.accept("%s: all %d connections killed".formatted(name, doomed.size()));
        return doomed;
    }

    /// Counts one connection that reached a limit of its own.
    synchronized void cut(Relay relay, String why) {
        if (open.remove(relay)) {
            notifyAll();
            killed++;
            events.accept("%s: connection %d cut, %s".formatted(name, relay.number(), why));
        }
    }

    synchronized void leave(Relay relay) {
        if (open.remove(relay)) {
            notifyAll();
            events.accept(
                    "%s: connection %d closed, %d open"
                            .formatted(name, relay.number(), open.size()));
        }
    }

    synchronized long accepted() {
        return accepted;
    }

    synchronized long refused() {
        return refused;
    }

    synchronized long killed() {
        return killed;
    }

    synchronized int open() {
        return open.size();
    }

    synchronized int openMax() {
        return openMax;
    }

    private Verdict refuse(Relay relay, String why) {
        refused++;
        events.accept("%s: connection %d refused, %s".formatted(name, relay.number(), why));
        return Verdict.REFUSED;
    }
}
