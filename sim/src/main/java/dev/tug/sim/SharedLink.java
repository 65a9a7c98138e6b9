package dev.tug.sim;

import java.util.List;

/// The link of a [Path]: who gets how much of it, and whether it is up.
final class SharedLink {
    /// RFC 6928: the first window is ten segments.
    private static final double FIRST_WINDOW = 10 * 1460;

    private final Network.Link link;
    private int served = Integer.MAX_VALUE;
    private boolean down;
    private boolean refuses;

    /// Whether rates may not be what they should.
    private boolean stale;

    SharedLink(Network.Link link) {
        this.link = link;
    }

    double roundTrip() {
        return link.roundTrip();
    }

    boolean isDown() {
        return down;
    }

    /// Something changed that rates follow from.
    void changed() {
        stale = true;
    }

    /// From now on only so many connections get bytes.
    void serveOnly(int connections) {
        served = connections;
    }

    /// A connection that is about to be opened on it.
    Flow join(int number, double now) {
        var flow = new Flow(number);
        flow.openingAt = now;
        flow.ceiling = link.flowRate();
        flow.window = FIRST_WINDOW / link.roundTrip();
        flow.since = now;
        flow.until = now + 2 * link.roundTrip();
        return flow;
    }

    /// Why nobody is reached, while it is down; the opener waits at most `seconds`.
    String fail(Flow flow, double now, double seconds) {
        flow.unreachable = true;
        flow.until = now + (refuses ? link.roundTrip() : seconds);
        return refuses ? "connection refused" : "connect timed out";
    }

    /// It goes down, or comes up again.
    ///
    /// @param refusing whether those who connect are told so
    void down(boolean isDown, boolean refusing, List<Flow> flows, double now) {
        down = isDown;
        refuses = refusing;
        stale = true;
        if (!down) {
            for (var flow : flows) {
                if (flow.phase == Flow.Phase.ASKED && flow.until == Double.POSITIVE_INFINITY) {
                    flow.until = now + link.roundTrip();
                }
                if (flow.phase == Flow.Phase.CONNECTING && flow.unreachable && !refuses) {
                    askAgain(flow, now);
                }
            }
        }
    }

    /// A SYN that was lost is sent again after 1, 3 and 7 s.
    private void askAgain(Flow flow, double now) {
        double next = 1;
        while (flow.openingAt + next <= now) {
            next = 2 * next + 1;
        }
        if (flow.openingAt + next < flow.until) {
            flow.until = flow.openingAt + next + 2 * link.roundTrip();
            flow.unreachable = false;
            flow.refusal = "";
        }
    }

    /// Bytes begin to move for `flow`: its window opens each round trip, until the link is narrower.
    void begin(Flow flow, double now) {
        flow.since = now;
        stale = true;
        if (flow.window < fullRate(flow)) {
            flow.windowAt = now + link.roundTrip();
        }
    }

    /// The window of `flow` doubles.
    void widen(Flow flow, double now) {
        boolean binding = flow.rate >= flow.window * 0.999;
        flow.window *= 2;
        flow.windowAt =
                flow.window < fullRate(flow) ? now + link.roundTrip() : Double.POSITIVE_INFINITY;
        stale |= binding;
    }

    private double fullRate(Flow flow) {
        return Math.min(flow.ceiling, link.rate());
    }

    /// Shares it anew, max-min fairly, if anything changed.
    void share(List<Flow> flows, double now) {
        if (!stale) {
            return;
        }
        stale = false;
        int moving = 0;
        for (var flow : flows) {
            flow.advance(now);
            flow.rate = -1;
            if (!flow.moving() || down || moving >= served) {
                flow.rate = 0;
            } else {
                moving++;
            }
        }
        double left = link.rate() * link.shareLeft(moving);
        boolean settled = false;
        while (moving > 0 && !settled) {
            settled = true;
            double fair = left / moving;
            for (var flow : flows) {
                double most = Math.min(flow.ceiling, flow.window);
                if (flow.rate < 0 && most <= fair) {
                    flow.rate = most;
                    left -= most;
                    moving--;
                    settled = false;
                }
            }
            if (settled) {
                for (var flow : flows) {
                    flow.rate = flow.rate < 0 ? fair : flow.rate;
                }
            }
        }
    }
}
