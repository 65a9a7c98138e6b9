package dev.tug.sim;

import dev.tug.internal.control.StallRule;
import dev.tug.internal.control.StreamControl.Decision;
import dev.tug.internal.plan.Laggards;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks after connections that say nothing, or far less than their peers, as the engine's does.
final class Lookout {
    /// A stream's rate is compared with its peers' over this time.
    private static final double PACE_SECONDS = 3;

    /// A silence shorter than this is none: bytes are counted ten times a second.
    private static final double SILENCE_MIN = 0.25;

    /// No rule is so strict that a silence of so many seconds is a stall.
    private static final double SHORT = 5;

    private final Duration stall;
    private final StallRule rule;
    private final Laggards laggards = new Laggards();
    private long pauseMillisMax;

    Lookout(Duration stall) {
        this.stall = stall;
        this.rule = new StallRule(stall);
    }

    /// How long the first byte is waited for: as long as any other, unless the control knows better.
    Duration firstByte(Decision decision) {
        return decision.firstByte().equals(Decision.FIRST_BYTE) ? stall : decision.firstByte();
    }

    /// A body went on after so many seconds.
    void heardAfter(double seconds) {
        if (seconds > SILENCE_MIN) {
            pauseMillisMax = Math.max(pauseMillisMax, Math.round(seconds * 1e3));
        }
    }

    /// Whether the connection is dead; then the silence that was borne.
    Optional<Duration> stalled(Hand hand, List<Hand> hands, Decision decision, double now) {
        if (now - hand.lastByteAt < SHORT) {
            return Optional.empty();
        }
        boolean othersMoved =
                hands.stream()
                        .anyMatch(other ->
                                other != hand
                                        && other.counted > 0
                                        && other.lastByteAt > hand.lastByteAt);
        var body =
                new StallRule.Body(
                        hand.counted,
                        hand.requestBytes,
                        othersMoved,
                        pauseMillisMax,
                        firstByte(decision));
        var limit = rule.limit(body);
        return (now - hand.lastByteAt) * 1e3 >= limit.toMillis()
                ? Optional.of(limit)
                : Optional.empty();
    }

    /// The stream whose connection is to be replaced, if any.
    Optional<Hand> laggard(List<Hand> hands, double now, long landed) {
        var paces = new ArrayList<Laggards.Pace>();
        for (var hand : hands) {
            long pace = pace(hand, now);
            long rate = pace > 0 ? pace : hand.bytesPerSecond;
            if (rate > 0 && hand.lease != null && !hand.lease.whole()) {
                paces.add(new Laggards.Pace(hand.number, rate, hand.lease.remaining(), pace > 0));
            }
        }
        var picked = laggards.pick(Math.round(now * 1e3), landed, paces);
        if (picked.isEmpty()) {
            return Optional.empty();
        }
        return hands.stream().filter(hand -> hand.number == picked.getAsInt()).findFirst();
    }

    private static long pace(Hand hand, double now) {
        if (hand.doing != Hand.Doing.READING) {
            return 0;
        }
        double seconds = now - hand.paceAt;
        if (seconds >= PACE_SECONDS) {
            hand.pace = Math.max(1, (long) ((hand.counted - hand.paceBytes) / seconds));
            hand.paceAt = now;
            hand.paceBytes = hand.counted;
        }
        return hand.pace;
    }
}
