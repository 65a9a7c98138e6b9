package dev.tug.sim;

import dev.tug.failure.TransferFailure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/// A network at work: connections, the link that they share, and the appliances on the way.
///
/// Time jumps from one event to the next; between two of them all rates are constant.
final class Path {
    static final String HOST = "cdn";

    /// RFC 6928: the first window is ten segments.
    private static final double FIRST_WINDOW = 10 * 1460;

    private final Network network;
    private final Network.Link link;
    private final long blobBytes;
    private final SplittableRandom random;
    private final Trace trace;
    private final List<Appliance> appliances;
    private final List<Flow> flows = new ArrayList<>();
    private double now;
    private int numbers;
    private int established;
    private int kills;
    private int knocks;
    private long delivered;
    private int served = Integer.MAX_VALUE;
    private boolean down;
    private boolean downRefuses;
    private boolean stale;

    Path(Network network, long blobBytes, long seed, Trace trace) {
        this.network = network;
        this.link = network.link();
        this.blobBytes = blobBytes;
        this.random = new SplittableRandom(seed);
        this.trace = trace;
        this.appliances = Appliances.of(network);
        appliances.forEach(appliance -> appliance.counted(this));
    }

    /// Runs `client` until it is over or `deadline` seconds have passed.
    void run(Client client, double deadline) {
        client.act();
        while (!client.over() && now < deadline) {
            step(client);
        }
    }

    /// As [#run], but ends when an appliance has killed a connection.
    void runUnlessKilled(Client client, double deadline) {
        client.act();
        while (!client.over() && now < deadline && kills == 0) {
            step(client);
        }
    }

    private void step(Client client) {
        if (stale) {
            share();
        }
        double next = client.wakeAt();
        for (var appliance : appliances) {
            next = Math.min(next, appliance.nextAt());
        }
        Flow first = null;
        for (var flow : flows) {
            double at = flow.nextAt();
            if (at < next) {
                next = at;
                first = flow;
            }
        }
        if (next == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("nothing will ever happen in " + network);
        }
        now = Math.max(now, next);
        if (first != null) {
            first.advance(now);
            happen(first, client);
        } else {
            for (var appliance : appliances) {
                if (appliance.nextAt() <= now) {
                    appliance.act(this);
                }
            }
        }
        client.act();
    }

    private void happen(Flow flow, Client client) {
        if (flow.diesAt <= now) {
            breakOff(flow, client, flow.death);
        } else if (flow.until <= now) {
            flow.until = Double.POSITIVE_INFINITY;
            phaseOver(flow, client);
        } else if (flow.windowAt <= now) {
            widen(flow);
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
            close(flow);
            client.broken(
                    flow,
                    flow.unreachable
                            ? new TransferFailure.Unreachable(HOST, flow.refusal)
                            : new TransferFailure.HandshakeFailed(HOST, flow.refusal));
            return;
        }
        flow.phase = Flow.Phase.IDLE;
        flow.openedAt = now;
        established++;
        appliances.forEach(appliance -> appliance.opened(this, flow));
        counted();
        client.opened(flow);
    }

    private void begin(Flow flow, Client client) {
        if (flow.answer instanceof Answer.Refusal) {
            flow.phase = Flow.Phase.IDLE;
            client.answered(flow, flow.answer);
            return;
        }
        flow.phase = flow.held ? Flow.Phase.HELD : Flow.Phase.BODY;
        flow.since = now;
        stale = true;
        if (flow.window < fullRate(flow)) {
            flow.windowAt = now + link.roundTrip();
        }
        if (!flow.held) {
            client.answered(flow, flow.answer);
        }
    }

    private void bodyOver(Flow flow, Client client) {
        if (flow.phase == Flow.Phase.HELD) {
            flow.phase = Flow.Phase.SCANNED;
            flow.until = now + flow.got * flow.scanSecondsPerMegabyte / 1e6;
            flow.windowAt = Double.POSITIVE_INFINITY;
            stale = true;
            return;
        }
        boolean whole = flow.got >= flow.asked;
        flow.windowAt = Double.POSITIVE_INFINITY;
        if (whole) {
            flow.phase = Flow.Phase.IDLE;
        }
        flow.rate = 0;
        stale = true;
        client.complete(flow);
    }

    private void widen(Flow flow) {
        boolean binding = flow.rate >= flow.window * 0.999;
        flow.window *= 2;
        flow.windowAt =
                flow.window < fullRate(flow) ? now + link.roundTrip() : Double.POSITIVE_INFINITY;
        stale |= binding;
    }

    private double fullRate(Flow flow) {
        return Math.min(flow.ceiling, link.rate());
    }

    private void breakOff(Flow flow, Client client, String how) {
        long received = flow.received();
        close(flow);
        client.broken(flow, new TransferFailure.Cut(HOST, received, how));
    }

    // What a client does.

    /// Begins to connect; waits at most `seconds` for an answer.
    Flow open(double seconds) {
        var flow = new Flow(++numbers);
        flow.openingAt = now;
        flow.ceiling = link.flowRate();
        flow.window = FIRST_WINDOW / link.roundTrip();
        flow.since = now;
        flow.until = now + 2 * link.roundTrip();
        flow.refusal = welcome(flow, seconds);
        flows.add(flow);
        return flow;
    }

    private String welcome(Flow flow, double seconds) {
        if (down) {
            flow.unreachable = true;
            flow.until = now + (downRefuses ? link.roundTrip() : seconds);
            return downRefuses ? "connection refused" : "connect timed out";
        }
        for (var appliance : appliances) {
            var welcome = appliance.connecting(this);
            if (welcome != Welcome.IN) {
                if (welcome.isProvoked()) {
                    kills++;
                } else {
                    knocks++;
                }
                flow.until = now + link.roundTrip();
                return welcome.words();
            }
        }
        return "";
    }

    /// Asks for `bytes`, a range or all.
    void ask(Flow flow, long bytes, boolean ranged) {
        flow.carried += flow.got;
        flow.got = 0;
        flow.asked = bytes;
        flow.limit = bytes;
        flow.ranged = ranged;
        flow.askedAt = now;
        flow.answer = ranged ? new Answer.Range() : new Answer.Whole();
        flow.phase = Flow.Phase.ASKED;
        flow.until = now + link.roundTrip();
        flow.held = false;
        for (var appliance : appliances) {
            appliance.asked(this, flow);
        }
        if (down) {
            flow.until = Double.POSITIVE_INFINITY;
        }
    }

    /// Has the client stop reading the answer at `bytes`.
    void limit(Flow flow, double bytes) {
        flow.advance(now);
        flow.limit = Math.max(flow.got, bytes);
    }

    /// Ends a connection in peace.
    void close(Flow flow) {
        if (flow.phase == Flow.Phase.CLOSED) {
            return;
        }
        flow.advance(now);
        boolean counts = flow.established();
        flow.carried = flow.connectionBytes();
        flow.got = 0;
        delivered += (long) flow.carried;
        flow.phase = Flow.Phase.CLOSED;
        flow.rate = 0;
        flows.remove(flow);
        stale = true;
        if (counts) {
            established--;
            counted();
        }
    }

    private void counted() {
        appliances.forEach(appliance -> appliance.counted(this));
    }

    // What an appliance sees and does.

    double now() {
        return now;
    }

    int established() {
        return established;
    }

    /// Connections that are there or were let in and will be.
    int admitted() {
        int admitted = 0;
        for (var flow : flows) {
            admitted += flow.refusal.isEmpty() ? 1 : 0;
        }
        return admitted;
    }

    /// Body bytes that clients were given, over all connections.
    long delivered() {
        return delivered + flows.stream().mapToLong(Flow::connectionBytes).sum();
    }

    /// Connections ended or refused because there were too many, or too fast.
    int kills() {
        return kills;
    }

    /// Connections refused because of what had happened before.
    int knocks() {
        return knocks;
    }

    List<Flow> flows() {
        return Collections.unmodifiableList(flows);
    }

    double uniform() {
        return random.nextDouble();
    }

    double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    void tell(Supplier<String> what) {
        trace.tell(now, what);
    }

    /// Has `flow` end at `at`, for no fault of the client.
    void doom(Flow flow, double at, String how) {
        if (at < flow.diesAt) {
            flow.diesAt = at;
            flow.death = how;
        }
    }

    /// As [#doom], because there are too many.
    void kill(Flow flow, double at, String how) {
        kills++;
        doom(flow, at, how);
    }

    void hold(Flow flow, double secondsPerMegabyte) {
        flow.held = true;
        flow.scanSecondsPerMegabyte = secondsPerMegabyte;
    }

    void answerWhole(Flow flow) {
        flow.answer = new Answer.Whole();
        flow.asked = blobBytes;
        flow.limit = blobBytes;
    }

    void refuse(Flow flow, Answer.Refusal refusal) {
        flow.answer = refusal;
        flow.limit = 0;
    }

    void serveOnly(int connections) {
        served = connections;
    }

    void down(boolean isDown, boolean refuses) {
        down = isDown;
        downRefuses = refuses;
        stale = true;
        if (!down) {
            for (var flow : flows) {
                if (flow.phase == Flow.Phase.ASKED && flow.until == Double.POSITIVE_INFINITY) {
                    flow.until = now + link.roundTrip();
                }
                if (flow.phase == Flow.Phase.CONNECTING && flow.unreachable && !refuses) {
                    askAgain(flow);
                }
            }
        }
    }

    /// A SYN that was lost is sent again after 1, 3 and 7 s.
    private void askAgain(Flow flow) {
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

    /// Shares the link anew, max-min fairly.
    private void share() {
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

    /// A failure of waiting.
    static TransferFailure stalled(Duration silence) {
        return new TransferFailure.Stalled(HOST, silence);
    }
}
