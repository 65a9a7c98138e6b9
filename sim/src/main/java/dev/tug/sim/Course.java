package dev.tug.sim;

import dev.tug.failure.TransferFailure;

/// What happens to a connection of a [Path] when its time has come, and who is told.
final class Course {
    private final Path path;
    private final SharedLink link;

    Course(Path path, SharedLink link) {
        this.path = path;
        this.link = link;
    }

    /// Has that happen to `flow` which is due first.
    void happen(Flow flow, Client client) {
        double now = path.now();
        if (flow.diesAt <= now) {
            breakOff(flow, client, flow.death);
        } else if (flow.until <= now) {
            flow.until = Double.POSITIVE_INFINITY;
            phaseOver(flow, client);
        } else if (flow.windowAt <= now) {
            link.widen(flow, now);
        } else if (flow.carried + flow.got >= flow.budget - Flow.ROUNDING) {
            breakOff(flow, client, "ended after its bytes");
        } else if (flow.got >= flow.limit - Flow.ROUNDING) {
            flow.got = flow.limit;
            bodyOver(flow, client);
        }
    }

    private void phaseOver(Flow flow, Client client) {
        switch (flow.phase) {
            case CONNECTING -> connected(flow, client);
            case ASKED -> begin(flow, client);
            case SCANNED -> {
                flow.phase = Flow.Phase.BODY;
                client.answered(flow, flow.answer);
                if (flow.phase == Flow.Phase.BODY) {
                    flow.got = flow.limit;
                    bodyOver(flow, client);
                }
            }
            case IDLE, HELD, BODY, CLOSED -> {}
        }
    }

    private void connected(Flow flow, Client client) {
        if (!flow.refusal.isEmpty()) {
            path.close(flow);
            client.broken(
                    flow,
                    flow.unreachable
                            ? new TransferFailure.Unreachable(Path.HOST, flow.refusal)
                            : new TransferFailure.HandshakeFailed(Path.HOST, flow.refusal));
            return;
        }
        path.establish(flow);
        client.opened(flow);
    }

    private void begin(Flow flow, Client client) {
        if (flow.answer instanceof Answer.Refusal) {
            flow.phase = Flow.Phase.IDLE;
            client.answered(flow, flow.answer);
            return;
        }
        flow.phase = flow.held ? Flow.Phase.HELD : Flow.Phase.BODY;
        link.begin(flow, path.now());
        if (!flow.held) {
            client.answered(flow, flow.answer);
        }
    }

    private void bodyOver(Flow flow, Client client) {
        flow.windowAt = Double.POSITIVE_INFINITY;
        link.changed();
        if (flow.phase == Flow.Phase.HELD) {
            flow.phase = Flow.Phase.SCANNED;
            flow.until = path.now() + flow.got * flow.scanSecondsPerMegabyte / 1e6;
            return;
        }
        if (flow.got >= flow.asked) {
            flow.phase = Flow.Phase.IDLE;
        }
        flow.rate = 0;
        client.complete(flow);
    }

    private void breakOff(Flow flow, Client client, String how) {
        long received = flow.received();
        path.close(flow);
        client.broken(flow, new TransferFailure.Cut(Path.HOST, received, how));
    }
}
