package dev.tug.lab;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Lets only some connections bring bytes at a time; its own lock guards all.
final class Turns {
    /// A connection that brings nothing for so long has no use for its turn.
    private static final long IDLE_NANOS = 100_000_000;

    private final Map<Relay, Turn> holders = new HashMap<>();
    private final Deque<Relay> waiting = new ArrayDeque<>();

    /// @param sinceNanos when the turn began
    /// @param usedNanos when its holder last brought bytes
    private record Turn(long sinceNanos, long usedNanos) {}

    /// Waits until `relay`, which has bytes to bring, is among those that may.
    synchronized void await(Relay relay, Rule.Starvation rule) throws InterruptedException {
        waiting.addLast(relay);
        try {
            while (!mayBring(relay, rule, Ticks.nanos())) {
                TimeUnit.NANOSECONDS.timedWait(this, IDLE_NANOS / 4);
            }
        } finally {
            waiting.remove(relay);
            notifyAll();
        }
    }

    /// The connection ended.
    synchronized void leave(Relay relay) {
        holders.remove(relay);
        notifyAll();
    }

    private boolean mayBring(Relay relay, Rule.Starvation rule, long now) {
        holders.values().removeIf(turn -> now - turn.usedNanos() > IDLE_NANOS);
        var mine = holders.get(relay);
        if (mine != null && isSpent(mine, rule.rotation(), now) && othersWait()) {
            holders.remove(relay);
            waiting.remove(relay);
            waiting.addLast(relay);
            notifyAll();
            return false;
        }
        if (mine == null && (holders.size() >= rule.connections() || !isNext(relay))) {
            return false;
        }
        holders.put(relay, new Turn(mine == null ? now : mine.sinceNanos(), now));
        return true;
    }

    private static boolean isSpent(Turn turn, Duration rotation, long now) {
        return rotation.isPositive() && now - turn.sinceNanos() > rotation.toNanos();
    }

    private boolean othersWait() {
        return waiting.stream().anyMatch(relay -> !holders.containsKey(relay));
    }

    private boolean isNext(Relay relay) {
        return waiting.stream()
                .filter(other -> !holders.containsKey(other))
                .findFirst()
                .filter(relay::equals)
                .isPresent();
    }
}
