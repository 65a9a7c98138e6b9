package dev.tug.sim;

import java.util.ArrayDeque;

/// Lets nobody in for a while once there were too many handshakes within a second.
final class HandshakeBucket implements Appliance {
    private final Rule.Handshakes rule;
    private final ArrayDeque<Double> recent = new ArrayDeque<>();
    private double closedUntil;

    HandshakeBucket(Rule.Handshakes rule) {
        this.rule = rule;
    }

    @Override
    public Welcome connecting(Path path) {
        double now = path.now();
        if (now < closedUntil) {
            return Welcome.CLOSED;
        }
        recent.addLast(now);
        while (recent.getFirst() <= now - 1) {
            recent.removeFirst();
        }
        if (recent.size() <= rule.perSecond()) {
            return Welcome.IN;
        }
        recent.clear();
        closedUntil = now + rule.refusalSeconds();
        path.tell(() ->
                "more than %.0f handshakes in a second: closed for %.0f s"
                        .formatted(rule.perSecond(), rule.refusalSeconds()));
        return Welcome.TOO_FAST;
    }
}
